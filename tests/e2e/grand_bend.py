"""Grand Bend brought to this week: the real data's Friday becomes the last one before today.

The data stand at 2021-10-01; a bot that runs on the machine's own clock would show empty days.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data" / "grand-bend"
STANDS_AT = date(2021, 10, 1)
_DATE = re.compile(r"\b20(?:21|22)-\d\d-\d\d\b")

Rows = list[dict[str, str]]


def friday_before(today: date) -> date:
    """Return today if it is a Friday, else the Friday before."""
    return today - timedelta(days=(today.weekday() - 4) % 7)


class GrandBend:
    """A copy of the data that a test may change and export again."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder = folder
        self.friday = friday_before(today)
        self._shift = self.friday - STANDS_AT
        self.files: dict[str, str] = {}
        with zipfile.ZipFile(DATA / "roster.zip") as roster:
            for name in roster.namelist():
                self.files[name] = self._moved(roster.read(name).decode("utf-8-sig"))
        for path in (DATA / "journal").glob("*.csv"):
            self.files[f"journal/{path.name}"] = self._moved(path.read_text("utf-8"))

    def day(self, original: date) -> date:
        """Return where a day of the data lies now."""
        return original + self._shift

    def change(self, name: str, edit: Callable[[Rows], Rows]) -> None:
        """Rewrite one file's rows."""
        reader = csv.DictReader(io.StringIO(self.files[name], newline=""))
        rows = edit(list(reader))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(reader.fieldnames or ()), restval="")
        writer.writeheader()
        writer.writerows(rows)
        self.files[name] = out.getvalue()

    def export(self) -> Path:
        """Write the bundle as a school's system would: a ZIP with the journal beside it."""
        (self.folder / "journal").mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(self.folder / "roster.zip", "w", zipfile.ZIP_DEFLATED) as roster:
            for name, text in self.files.items():
                if name.startswith("journal/"):
                    (self.folder / name).write_text(text, "utf-8", newline="")
                else:
                    roster.writestr(name, text)
        return self.folder

    def _moved(self, text: str) -> str:
        return _DATE.sub(lambda found: str(date.fromisoformat(found[0]) + self._shift), text)
