"""The audit log as a file: what a spreadsheet and a program read of it."""

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.audit import Actor, Cursor, Line
from domain.people import Name, Role, Student
from reports.audit_csv import HEADER, audit_csv

MOSCOW = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 9, 16, 9, 0, 5, tzinfo=UTC)


def line(name: str = "Мария Сидорова") -> Line:
    return Line(
        Cursor(AT, 34), "A17", Actor(4, name, Role.STAFF), "code.issue", "ok", 2,
        Student(1, Name("Анна", "Иванова"), ""), school_class='7"Б', announcement="Сбор,\nв 9:00",
    )  # fmt: skip


def test_each_row_reads_back_whole() -> None:
    data = audit_csv([line(), line()], MOSCOW)

    assert data.startswith(b"\xef\xbb\xbfid,at,chat,")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [list(HEADER), *[[
        "A17", "2026-09-16T12:00:05+03:00", "4", "Мария Сидорова", "staff", "code.issue", "ok",
        "2", "Анна Иванова", "", '7"Б', "", "Сбор,\nв 9:00", "",
    ]] * 2]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+7 916", "-2", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(name: str) -> None:
    data = audit_csv([line(name)], MOSCOW)

    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["actor"] == f"'{name}"


def test_an_empty_log_is_its_header() -> None:
    assert audit_csv([], MOSCOW).decode("utf-8-sig") == ",".join(HEADER) + "\r\n"
