"""Reads a written bundle back as lists of rows."""

import csv
from datetime import date
from pathlib import Path

Row = dict[str, str]


class Bundle:
    """Rows of each file by the file's name without its ending."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.stem: path for path in sorted(folder.rglob("*.csv"))}

    def __getitem__(self, name: str) -> list[Row]:
        with self.files[name].open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    def ids(self, name: str) -> set[str]:
        return {row["sourcedId"] for row in self[name]}

    def header(self, name: str) -> str:
        return self.files[name].read_text(encoding="utf-8").partition("\n")[0].strip()

    def bytes(self) -> dict[str, bytes]:
        return {name: path.read_bytes() for name, path in self.files.items()}


def day(text: str) -> date:
    return date.fromisoformat(text)
