"""Opens what the operator names: a folder, a ZIP, or a folder with one; trusts none of it."""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from domain.errors import ImportRefused

TOTAL_LIMIT = 4 * 2**30
"""Bytes of all files together, unpacked: some 40 million marks."""
RATIO_LIMIT = 200
"""Unpacked to packed bytes of one member; a year of marks packs 20 to 50 times."""
RATIO_FLOOR = 32 * 2**20
"""Unpacked bytes below which the ratio says nothing."""
MEMBER_LIMIT = 10_000
JOURNAL = (
    "bells", "timetable", "holidays", "lessons", "homework", "attendance", "final_marks",
    "announcements",
)  # fmt: skip
BLOCK = 2**20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(slots=True)
class Meter:
    """Counts bytes as they are unpacked; stops what unpacks to too much."""

    total: int = 0
    """What all files announce; only for the progress bar."""
    done: int = 0

    def add(self, count: int) -> None:
        """Count a block; raises ``ImportRefused`` past the limit."""
        self.done += count
        if self.done > TOTAL_LIMIT:
            message = f"the files unpack to more than {TOTAL_LIMIT // 2**30} GiB"
            raise ImportRefused(message)


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name as findings show it, and its bytes in blocks."""

    name: str
    size: int
    packed: int
    """Bytes in the archive; 0 for a plain file."""
    opened: Callable[[], AbstractContextManager[IO[bytes]]]
    meter: Meter

    def blocks(self) -> Iterator[bytes]:
        """Yield the content; raises ``ImportRefused`` for a bomb or a damaged member."""
        count = 0
        try:
            with self.opened() as stream:
                while block := stream.read(BLOCK):
                    count += len(block)
                    self._check(count)
                    self.meter.add(len(block))
                    yield block
        except _BROKEN as error:
            message = f"{self.name} cannot be read: {error}"
            raise ImportRefused(message) from error

    def _check(self, count: int) -> None:
        if self.packed and count > max(RATIO_FLOOR, self.packed * RATIO_LIMIT):
            message = f"{self.name} unpacks to more than {RATIO_LIMIT} times its size: a ZIP bomb"
            raise ImportRefused(message)


@dataclass(slots=True)
class Bundle:
    """What was found: OneRoster files, journal files, both by noun, and the rest by name."""

    roster: dict[str, Member] = field(default_factory=dict)
    journal: dict[str, Member] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    meter: Meter = field(default_factory=Meter)


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """Open a bundle; raises ``ImportRefused`` in one sentence where it cannot be one."""
    with ExitStack() as stack:
        bundle = Bundle()
        if path.is_dir():
            _sort(bundle, _folder(path, stack, bundle.meter))
        elif path.is_file():
            _sort(bundle, _zip(path, stack, bundle.meter, prefix=""))
        else:
            message = f"{path} is not there"
            raise ImportRefused(message)
        _require(bundle, path)
        used = (*bundle.roster.values(), *bundle.journal.values())
        bundle.meter.total = sum(member.size for member in used)
        yield bundle


def _folder(path: Path, stack: ExitStack, meter: Meter) -> dict[str, Member]:
    """Return the folder's own files, those of ``journal/`` and those of the one OneRoster ZIP."""
    found: dict[str, Member] = {}
    archives: list[Path] = []
    for file in sorted((*path.iterdir(), *(path / "journal").glob("*"))):
        if not file.is_file():
            continue
        name = file.relative_to(path).as_posix()
        if file.suffix.lower() == ".zip":
            archives.append(file)
        else:
            size = file.stat().st_size
            found[name] = Member(name, size, 0, _opener(file), meter)
    if "manifest.csv" in found:
        return found | {item.name: _left(item, meter) for item in archives}
    return found | _archives(archives, stack, meter)


def _archives(archives: list[Path], stack: ExitStack, meter: Meter) -> dict[str, Member]:
    rosters: list[dict[str, Member]] = []
    for archive in archives:
        members = _zip(archive, stack, meter, prefix=f"{archive.name}/")
        if any(PurePosixPath(name).name == "manifest.csv" for name in members):
            rosters.append(members)
    if len(rosters) > 1:
        names = ", ".join(archive.name for archive in archives)
        message = f"several OneRoster archives in one folder ({names}): import one at a time"
        raise ImportRefused(message)
    return rosters[0] if rosters else {item.name: _left(item, meter) for item in archives}


def _left(path: Path, meter: Meter) -> Member:
    return Member(path.name, 0, 0, _opener(path), meter)


def _opener(path: Path) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: path.open("rb")


def _zip(path: Path, stack: ExitStack, meter: Meter, *, prefix: str) -> dict[str, Member]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except _BROKEN as error:
        message = f"{path.name} is not a ZIP file that can be read: {error}"
        raise ImportRefused(message) from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MEMBER_LIMIT:
        message = f"{path.name} has more than {MEMBER_LIMIT} members: not a school's data"
        raise ImportRefused(message)
    found: dict[str, Member] = {}
    for info in infos:
        name = prefix + _safe(info, path.name)
        if name in found:
            message = f"{path.name} has two members named {info.filename}"
            raise ImportRefused(message)
        packed = max(info.compress_size, 1)
        found[name] = Member(name, info.file_size, packed, _member(archive, info), meter)
    return found


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: archive.open(info)


def _safe(info: zipfile.ZipInfo, archive: str) -> str:
    """Return the member's name; raises ``ImportRefused`` for one that could lead astray."""
    name = info.filename
    parts = PurePosixPath(name).parts
    # ZipInfo turns the backslashes of Windows into slashes; the name as stored shows them.
    if ".." in parts or name.startswith("/") or "\\" in info.orig_filename or ":" in name:
        trouble = "has a name that leads out of the archive"
    elif stat.S_ISLNK(info.external_attr >> 16):
        trouble = "is a link, not a file"
    elif info.flag_bits & 0x1:
        trouble = "is encrypted: unpack it first"
    else:
        return name
    message = f"{archive}: the member {name!r} {trouble}"
    raise ImportRefused(message)


def _sort(bundle: Bundle, members: dict[str, Member]) -> None:
    """Tell apart by name: beside manifest.csv OneRoster, else a journal file, else left alone."""
    home = next((n.removesuffix("manifest.csv") for n in sorted(members, key=len)
                 if PurePosixPath(n).name == "manifest.csv"), None)  # fmt: skip
    for name, member in members.items():
        path = PurePosixPath(name)
        stem = path.stem if path.suffix == ".csv" else ""
        if stem in JOURNAL and stem not in bundle.journal:
            bundle.journal[stem] = member
        elif stem and home is not None and name == f"{home}{stem}.csv":
            bundle.roster[stem] = member
        else:
            bundle.ignored.append(name)


def _require(bundle: Bundle, path: Path) -> None:
    if bundle.roster or bundle.journal:
        return
    if any(PurePosixPath(name).stem in ("users", "orgs", "classes") for name in bundle.ignored):
        message = f"{path.name}: manifest.csv is missing, so this is no OneRoster bundle"
    else:
        message = f"{path.name}: neither a OneRoster manifest.csv nor a journal CSV file is in it"
    raise ImportRefused(message)
