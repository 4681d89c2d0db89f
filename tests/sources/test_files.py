"""What the operator names may be anything; each trouble is one sentence."""

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from domain.errors import ImportRefused
from sources import files
from tests.sources.bundles import archive, findings, folder, small


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefused) as caught:
        findings(path)
    return str(caught.value)


def test_whole_bundle_has_no_findings(tmp_path: Path) -> None:
    zipped = archive(tmp_path / "school.zip", small())

    assert findings(zipped) == []
    assert findings(folder(tmp_path / "school", small())) == []


def test_folder_may_hold_a_roster_zip_and_a_journal(tmp_path: Path) -> None:
    archive(tmp_path / "roster.zip", small())
    lesson = "sourcedId,classSourcedId,date,number\nl1,nowhere,2026-09-10,1\n"
    folder(tmp_path, {"journal/lessons.csv": lesson, "README.md": "hello"})

    with files.opened(tmp_path) as bundle:
        ignored = bundle.ignored
    told = findings(tmp_path)

    assert ignored == ["README.md"]
    assert told == ["journal/lessons.csv:2:2: classSourcedId 'nowhere' is not in classes.csv"]


def test_bundle_may_stand_in_a_folder_of_the_archive(tmp_path: Path) -> None:
    content = {f"export/{name}": text for name, text in small().items()}

    assert findings(archive(tmp_path / "school.zip", content)) == []


@pytest.mark.parametrize("name", ["../users.csv", "/etc/users.csv", "a/../../b.csv", "C:users.csv"])
def test_member_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "school.zip", small() | {name: "x"})

    shown = repr(name)

    assert refusal(path) == (
        f"school.zip: the member {shown} has a name that leads out of the archive"
    )


def test_member_with_backslashes_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "school.zip", small() | {"..\\users.csv": "x"})

    assert refusal(path).endswith("has a name that leads out of the archive")


def test_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "school.zip", small())
    with zipfile.ZipFile(path, "a") as target:
        info = zipfile.ZipInfo("link.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(info, "/etc/passwd")

    assert refusal(path) == "school.zip: the member 'link.csv' is a link, not a file"


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "school.zip", small())
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1  # the flag in the last directory entry
    path.write_bytes(content)

    assert refusal(path) == ("school.zip: the member 'manifest.csv' is encrypted: unpack it first")


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "school.zip", small())
    with zipfile.ZipFile(path, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("users.csv", "x")

    assert refusal(path) == "school.zip has two members named users.csv"


def test_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in small().items():
            if name != "results.csv":
                target.writestr(name, text)
        with target.open("results.csv", "w") as stream:
            stream.write(small()["results.csv"].encode())
            for _ in range(200):
                stream.write(b"\n" * 2**20)

    assert refusal(path) == "results.csv unpacks to more than 200 times its size: a ZIP bomb"


def test_a_year_of_marks_is_no_bomb(tmp_path: Path) -> None:
    lines = small()["results.csv"] + "".join(
        f"n{n},,,w1,boris,fully graded,4,2026-09-10,,\n" for n in range(20_000)
    )
    path = archive(tmp_path / "school.zip", small(results=lines))

    assert findings(path) == []


def test_total_size_is_limited(tmp_path: Path) -> None:
    meter = files.Meter(done=files.TOTAL_LIMIT)

    with pytest.raises(ImportRefused) as caught:
        meter.add(1)

    assert str(caught.value) == "the files unpack to more than 4 GiB"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"\0" * 500])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "school.zip"
    path.write_bytes(content)

    assert refusal(path) == (
        "school.zip is not a ZIP file that can be read: File is not a zip file"
    )


def test_damaged_member_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "school.zip", small())
    content = bytearray(path.read_bytes())
    start = content.index(b"orgs.csv") + len(b"orgs.csv")
    content[start : start + 20] = os.urandom(20)
    path.write_bytes(content)

    assert refusal(path).startswith("orgs.csv cannot be read: ")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing") == f"{tmp_path / 'nothing'} is not there"


def test_archive_without_anything_of_ours_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "photos.zip", {"a.jpg": "x"})

    assert refusal(path) == (
        "photos.zip: neither a OneRoster manifest.csv nor a journal CSV file is in it"
    )


def test_bundle_without_a_manifest_is_refused(tmp_path: Path) -> None:
    content = {name: text for name, text in small().items() if name != "manifest.csv"}

    assert refusal(archive(tmp_path / "school.zip", content)) == (
        "school.zip: manifest.csv is missing, so this is no OneRoster bundle"
    )


def test_several_rosters_in_one_folder_are_refused(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip", small())
    archive(tmp_path / "b.zip", small())

    assert refusal(tmp_path) == (
        "several OneRoster archives in one folder (a.zip, b.zip): import one at a time"
    )


def test_thousands_of_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for number in range(files.MEMBER_LIMIT + 1):
            target.writestr(f"{number}.csv", "")
    path.write_bytes(buffer.getvalue())

    assert refusal(path) == "many.zip has more than 10000 members: not a school's data"
