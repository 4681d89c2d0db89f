"""The command line on a machine of a test's own: what it refuses, and in which words."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Machine:
    """``python -m bot`` in a folder of its own, with its own settings."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / "diary.db"

    def run(self, *arguments: object, **settings: str) -> tuple[int, str]:
        """Return the exit code and all that was said on standard error."""
        given = {
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.file}?timeout=0.2",
            "SECRET_KEY": "a key of this test", "PYTHONPATH": str(ROOT),
            "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            check=False, capture_output=True, text=True, cwd=self.folder,
            env=given | self.settings | settings,
        )  # fmt: skip
        return done.returncode, done.stderr


def refused(answer: tuple[int, str]) -> str:
    """Return the one sentence with which a command was refused."""
    code, said = answer
    assert "Traceback" not in said
    (sentence,) = said.splitlines()
    assert code == 1
    return sentence.removeprefix("diary-bot: ")
