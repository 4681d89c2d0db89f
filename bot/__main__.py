"""The command line: ``python -m bot COMMAND``, also installed as ``diary-bot``.

Exit codes: 0 done, 1 refused input, 2 wrong usage. What an operator can mend is one sentence; what
nobody but us can mend is told by its class and its places, whose texts might quote somebody's data.
"""

import argparse
import asyncio
import importlib
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from bot import faults, log
from bot.settings import Settings

VERSION = "0.1.0"
COMMANDS = (
    "run",
    "demo",
    "check",
    "import_",
    "codes",
    "db",
    "backup",
    "restore",
    "status",
    "retry",
)
"""Modules of ``bot.commands``; each has ``add(subparsers)`` and sets ``run(args, settings)``."""


def parser() -> argparse.ArgumentParser:
    """Return the whole command line; no command module imports Telegram's library to add itself."""
    made = argparse.ArgumentParser(prog="diary-bot", description="A school diary in Telegram.")
    made.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    subparsers = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"bot.commands.{name}").add(subparsers)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = parser().parse_args(argv)
    if unread := list(faults.of_env()):
        return _refuse(*unread)
    try:
        settings = Settings()
    except ValidationError as error:
        return _refuse(*map(_setting, error.errors()))
    log.set_up(settings)
    try:
        code: int = asyncio.run(args.run(args, settings))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  (nobody is left who could still tell of it)
        return _failed(error, settings)
    return code


def _failed(error: Exception, settings: Settings) -> int:
    """Tell of what ended a command, and return its exit code."""
    said = faults.sentence(error, settings)
    if said is None or settings.log_level == "DEBUG":
        print(log.told(error), file=sys.stderr)
    return _refuse(said or "this is a fault of the program: please report the lines above")


def _refuse(*sentences: str) -> int:
    for sentence in sentences:
        print(f"diary-bot: {sentence}", file=sys.stderr)
    return 1


def _setting(error: object) -> str:
    """Return pydantic's finding as a sentence that names the environment variable."""
    found = dict(error)  # type: ignore[call-overload]  # pydantic's ErrorDetails is a TypedDict
    name = "_".join(str(part) for part in found["loc"]).upper()
    return f"{name}: {found['msg'].removeprefix('Value error, ')}"


if __name__ == "__main__":
    sys.exit(main())
