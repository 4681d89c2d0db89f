"""Bytes that are no good CSV: one finding that says where and what to do."""

import os
from pathlib import Path

import pytest

from sources import files
from tests.sources.bundles import findings, folder, header, rows, small

REST = "; the rest of the file is not read"


def with_bytes(path: Path, name: str, content: bytes) -> list[str]:
    """Return the findings about one file that holds these bytes."""
    folder(path, small())
    (path / name).write_bytes(content)
    return [text for text in findings(path) if text.startswith(name)]


def test_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    assert with_bytes(tmp_path, "orgs.csv", b"\xef\xbb\xbf" + rows("orgs").encode()) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(tmp_path: Path, encoding: str) -> None:
    told = with_bytes(tmp_path, "users.csv", rows("users").encode(encoding))

    assert len(told) == 1
    assert "UTF-16" in told[0]


def test_windows_1251_is_named_at_its_line(tmp_path: Path) -> None:
    assert with_bytes(tmp_path, "users.csv", rows("users").encode("cp1251")) == [
        "users.csv:2:1: not UTF-8 but, it seems, Windows-1251: save it as CSV UTF-8" + REST
    ]


def test_nul_byte_is_found_at_its_line(tmp_path: Path) -> None:
    content = rows("users").encode().replace(b"boris,,", b"bo\0ris,,", 1)

    assert with_bytes(tmp_path, "users.csv", content) == [
        "users.csv:3:1: a NUL byte: the file is damaged, not text or in UTF-16" + REST
    ]


def test_cell_of_ten_megabytes_is_one_finding(tmp_path: Path) -> None:
    content = rows("users").encode() + b"x,,,true,x," + b"y" * 10 * 2**20 + b"\n"

    assert with_bytes(tmp_path, "users.csv", content) == [
        "users.csv:6:1: the line is longer than 1,048,576 bytes: not a school's data" + REST
    ]


def test_cell_over_the_limit_in_many_lines_is_one_finding(tmp_path: Path) -> None:
    content = rows("users").encode() + b'x,,,true,x,"' + b"y\n" * 100_000 + b'"\n'

    assert with_bytes(tmp_path, "users.csv", content) == [
        "users.csv:6:1: a quote that starts here is never closed, or the cell is longer than"
        " 131,072 signs" + REST
    ]


def test_quote_that_is_never_closed_is_found_where_it_starts(tmp_path: Path) -> None:
    content = rows("users").replace("boris,,,true", 'boris,,,"true').encode()

    told = with_bytes(tmp_path, "users.csv", content)

    assert told == [
        "users.csv:3:1: a quote that starts here is never closed, or the cell is longer than"
        " 131,072 signs" + REST
    ]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    content = rows("results").replace("Молодец!", '"Молодец!\r\nТак\rдержать"')
    content += "m4,,,w2,nobody,fully graded,5,2026-09-14,,\n"

    assert with_bytes(tmp_path, "results.csv", content.encode()) == [
        "results.csv:7:5: studentSourcedId 'nobody' is not in users.csv"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(tmp_path: Path, end: str) -> None:
    content = rows("users").replace("\n", end).removesuffix(end)

    assert with_bytes(tmp_path, "users.csv", content.encode()) == []


def test_two_hundred_megabytes_of_garbage_are_not_read_through(tmp_path: Path) -> None:
    folder(tmp_path, small())
    garbage = os.urandom(2**20).replace(b"\0", b"a").replace(b"\n", b"b").replace(b"\r", b"c")
    with (tmp_path / "results.csv").open("wb") as target:
        for _ in range(200):
            target.write(garbage)

    with files.opened(tmp_path) as bundle:
        read = sum(len(block) for _, block in zip(range(3), _blocks(bundle), strict=False))
    told = [text for text in findings(tmp_path) if text.startswith("results.csv")]

    assert read <= 3 * files.BLOCK
    assert told == [
        "results.csv:1:1: the line is longer than 1,048,576 bytes: not a school's data" + REST
    ]


def test_garbage_below_a_good_header_is_not_read_through(tmp_path: Path) -> None:
    garbage = "".join(f"{number * 7919:x}\n" for number in range(100_000))

    told = with_bytes(tmp_path, "results.csv", (header("results") + garbage).encode())

    assert told[0] == "results.csv:2:1: 1 cells where the header has 10"
    assert told[100:] == [
        "results.csv:101:1: none of the first 100 rows has as many cells as the header: this is no"
        " results.csv" + REST
    ]


def _blocks(bundle: files.Bundle) -> list[bytes]:
    blocks = bundle.roster["results"].blocks()
    return [next(blocks), next(blocks)]
