"""`python -m sandbox.school FOLDER [--today YYYY-MM-DD]` writes the fictional school."""

import argparse
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.school import write_school


def main() -> None:
    """Write the school and say who is in it."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.school", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")
    arguments = parser.parse_args()
    today = arguments.today or datetime.now(ZoneInfo("Europe/Moscow")).date()
    school = write_school(arguments.folder, today)
    print(f"{school.title}, {today}: {arguments.folder}")
    for person in (school.mother, school.anna, school.pyotr, school.class_teacher):
        print(f"  {person.sourced_id}  {person.name.full}")


if __name__ == "__main__":
    main()
