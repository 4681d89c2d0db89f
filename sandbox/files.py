"""Files people and the bot have sent: file ids that stay, downloads, picture sizes."""

import hashlib
import mimetypes
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from sandbox.refusals import Json, Refused, bad_request, sandbox_says

UPLOAD_LIMIT = 50 * 1024 * 1024
"""Bytes of one uploaded file: Bot API, Sending files."""

PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes that getFile gives: Bot API, getFile."""

PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
"""Width and height together, and their ratio: Bot API, sendPhoto."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file part of a request."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its permanent id."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    content_type: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0

    def content(self) -> Json:
        """Return the field of a message that shows this file."""
        if self.kind == "photo":
            return {"photo": self._sizes()}
        return {"document": self._document()}

    def _document(self) -> Json:
        return self._ids() | {"file_name": self.name, "mime_type": self.content_type}

    def _ids(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }

    def _sizes(self) -> list[Json]:
        """A small size first, the whole picture last, as Telegram lists them."""
        shrink = max(self.width, self.height) / 90
        small = {"width": int(self.width / shrink), "height": int(self.height / shrink)}
        whole = self._ids() | {"width": self.width, "height": self.height}
        if shrink <= 1:
            return [whole]
        thumb = {"file_id": f"{self.file_id}s", "file_unique_id": f"{self.unique_id}s"}
        return [self._ids() | thumb | small, whole]

    def json(self) -> Json:
        """Return the Bot API's File."""
        return self._ids() | {"file_path": self.path}


class Files:
    """All files; a file id works for ever."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._numbers = count(1)

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        """Store a new file; a photo must be a picture within Telegram's limits."""
        if len(upload.data) > UPLOAD_LIMIT:
            raise Refused(413, "Request Entity Too Large")
        if not upload.data:
            raise bad_request("file must be non-empty")
        sides = _photo_sides(upload.data) if kind == "photo" else (0, 0)
        stored = self._stored(kind, upload, sides)
        self._files[stored.file_id] = stored
        return stored

    def _stored(self, kind: str, upload: Upload, sides: tuple[int, int]) -> StoredFile:
        number = next(self._numbers)
        name = upload.name or f"file_{number}"
        guessed = mimetypes.guess_type(name)[0] or upload.content_type
        ending = name.rpartition(".")[2] if "." in name else "bin"
        return StoredFile(
            file_id=f"{'AgAC' if kind == 'photo' else 'BQAC'}sandbox{number:08d}",
            unique_id="AQ" + hashlib.sha256(upload.data).hexdigest()[:14],
            kind=kind,
            name=name,
            content_type=guessed,
            data=upload.data,
            path=f"{kind}s/file_{number}.{ending}",
            width=sides[0],
            height=sides[1],
        )

    def resolve(self, kind: str, reference: str, uploads: Mapping[str, Upload]) -> StoredFile:
        """Return the file that a parameter names: an attached part or a known file id."""
        if reference.startswith("attach://"):
            return self.keep(kind, uploads[reference.removeprefix("attach://")])
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        found = self.get(reference)
        if found is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if found.kind != kind:
            raise bad_request(f"can't use file of type {found.kind.title()} as {kind.title()}")
        return found

    def get(self, file_id: str) -> StoredFile | None:
        """Return the file with this id, whichever of its sizes the id names."""
        return self._files.get(file_id) or self._files.get(file_id.removesuffix("s"))

    def at(self, path: str) -> StoredFile | None:
        """Return the file that downloads from this path."""
        return next((file for file in self._files.values() if file.path == path), None)

    def downloadable(self, file_id: str) -> StoredFile:
        """Return the file for getFile, or refuse as Telegram does."""
        found = self.get(file_id)
        if found is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(found.data) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return found


def check_parts(references: list[str], uploads: Mapping[str, Upload]) -> None:
    """Refuse a request whose attach:// names and file parts do not match one to one."""
    names = {reference.removeprefix("attach://") for reference in references}
    for name in names - uploads.keys():
        raise sandbox_says(f"attach://{name} names no part of the request")
    for name in uploads.keys() - names:
        raise sandbox_says(f'the file part "{name}" is not used')


def _photo_sides(data: bytes) -> tuple[int, int]:
    if len(data) > PHOTO_LIMIT:
        raise bad_request("file is too big")
    sides = picture_sides(data)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    least, most = sorted(sides)
    if least == 0 or sum(sides) > PHOTO_SIDES or most > PHOTO_RATIO * least:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return sides


def picture_sides(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG; ``None`` when it is none of them."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg_sides(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_sides(data: bytes) -> tuple[int, int] | None:
    """Walk the segments up to the frame header, which holds the size."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
