"""``codes``: access codes for families and staff."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from bot.commands.backup import drafted, refuse_to_overwrite, settle
from bot.settings import Settings
from domain.class_codes import Wanted
from domain.clock import SystemClock
from domain.codes import LIFETIME, StoredCode
from domain.errors import CodeRefused, CodeTrouble, ImportRefused
from domain.people import Role
from domain.school_clock import SchoolClock
from storage import schema
from storage.database import Database, connect
from usecases.class_codes import IssueClassSheet
from usecases.codes import IssueCodes, IssuedCode, ListCodes, RevokeCode, Target
from views import class_codes as view
from views import words

MOST_CODES, MOST_DAYS = 1000, 366
_TROUBLES = {
    CodeTrouble.MALFORMED: "this is not a code: a code looks like XXXX-XXXX-XX",
    CodeTrouble.MISTYPED: "there is a slip in this code: its check sign does not fit",
    CodeTrouble.UNKNOWN: "no such code was issued with this SECRET_KEY",
}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its three parts."""
    parser = subparsers.add_parser("codes", help="issue, list and revoke access codes")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    _add_issue(parts)
    _add_sheet(parts)
    revoke = parts.add_parser("revoke", help="withdraw a code, and the link it made")
    revoke.add_argument("code", metavar="CODE")
    revoke.set_defaults(run=run, work=_revoke)
    listing = parts.add_parser("list", help="what was issued: state, role, name, issued, expires")
    listing.add_argument("--class", dest="class_title", metavar="TITLE", help="of one class only")
    listing.set_defaults(run=run, work=_list)


def _add_issue(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = parts.add_parser(
        "issue",
        help="print new codes, each shown this once",
        description="Print CODE<TAB>role<TAB>name, one code a line. Only keyed hashes are kept.",
    )
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--student", default="", metavar="SOURCED_ID", help="for a family")
    whom.add_argument("--staff", default="", metavar="SOURCED_ID", help="for a member of staff")
    whom.add_argument("--admin", default="", metavar="NAME", help="for a school administrator")
    parser.add_argument(
        "--as", dest="role", choices=["guardian", "student"], help="of --student; default guardian"
    )
    parser.add_argument(
        "--guardian", default="", metavar="SOURCED_ID", help="bind to this known guardian"
    )
    parser.add_argument("--count", type=_between(MOST_CODES), default=1, metavar="N")
    parser.add_argument(
        "--days",
        type=_between(MOST_DAYS),
        default=LIFETIME.days,
        metavar="N",
        help=f"how long the codes are good (default {LIFETIME.days})",
    )
    parser.add_argument("--source", metavar="NAME", help="where several sources know the sourcedId")
    parser.add_argument("--json", action="store_true", help="print a JSON list instead")
    parser.set_defaults(run=run, work=_issue, usage=parser.error)


def _add_sheet(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = parts.add_parser(
        "sheet",
        help="a printable sheet of new codes, a cut-out a student",
        description="Issue a code for everybody of the class who is missing and draw the sheet.",
    )
    parser.add_argument("--class", dest="class_title", required=True, metavar="TITLE")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument(
        "--for", dest="wanted", choices=[one.name.lower() for one in Wanted], default="parents",
        help="parents not linked (default), students not linked, or two codes for everybody",
    )  # fmt: skip
    parser.add_argument("--school", metavar="TITLE", help="where several schools have such a class")
    parser.add_argument("--bot", metavar="NAME", help="the bot's username; asked of Telegram else")
    parser.add_argument(
        "--replace", action="store_true", help="withdraw the class's earlier unused codes"
    )
    parser.add_argument("--force", action="store_true", help="overwrite FILE.pdf")
    parser.set_defaults(run=run, work=_sheet)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do one part; 1 with a sentence where the input is refused."""
    db = connect(settings.database_url)
    try:
        await schema.upgrade(db)
        code: int = await args.work(args, settings, db)
    except CodeRefused as error:
        print(f"diary-bot: {_TROUBLES[error.trouble]}", file=sys.stderr)
        return 1
    finally:
        await db.close()
    return code


async def _issue(args: argparse.Namespace, settings: Settings, db: Database) -> int:
    if not args.student and (args.role or args.guardian):
        args.usage("--as and --guardian go with --student")
    if args.guardian and args.role == "student":
        args.usage("--guardian goes with --as guardian")
    target = Target(
        args.student, args.guardian, args.staff, args.admin.strip(),
        Role(args.role or "guardian"), args.source,
    )  # fmt: skip
    if not (args.student or args.staff or target.admin):
        args.usage("the sourcedId or the name is empty")
    made = await IssueCodes(db, _clock(settings), settings.key)(
        target, count=args.count, lifetime=timedelta(days=args.days)
    )
    print(_as_json(made) if args.json else "\n".join(map(_line, made)))
    return 0


async def _sheet(args: argparse.Namespace, settings: Settings, db: Database) -> int:
    refuse_to_overwrite(args.out, force=args.force)
    # Before any code is made: without the bot's name no link could be printed, without a place for
    # the file no code would be seen by anybody.
    name = (args.bot or await _bot_name(settings)).lstrip("@")
    with drafted(args.out) as draft:
        made = await IssueClassSheet(db, _clock(settings), settings.key)(
            args.class_title, Wanted[args.wanted.upper()], school=args.school, replace=args.replace
        )
        if not made.codes:
            print(f"{args.class_title}: everybody is linked, no code was made")
            return 0
        with words.use(settings.default_language, settings.zone):
            # The library that draws is not for every command and every start to wait for.
            from reports.code_sheet import code_sheet

            draft.write_bytes(code_sheet(view.cut_outs(made, name), view.sheet_title(made)))
        settle(draft, args.out)
    print(f"{args.out}: {len(made.codes)} codes")
    return 0


async def _bot_name(settings: Settings) -> str:
    # Here only: the other parts of the command start without aiogram, three times as fast.
    from aiogram.exceptions import TelegramAPIError

    from bot.app import telegram

    try:
        async with telegram(settings) as bot:
            return (await bot.me()).username or ""
    except TelegramAPIError as error:
        why = type(error).__name__
        message = f"Telegram does not say the bot's name ({why}): give it by --bot NAME"
        raise ImportRefused(message) from error


async def _revoke(args: argparse.Namespace, settings: Settings, db: Database) -> int:
    code, ended = await RevokeCode(db, _clock(settings), settings.key)(args.code)
    links = f"; the link it made is ended ({ended})" if ended else ""
    print(f"revoked: {code.role} {code.name}{links}")
    return 0


async def _list(args: argparse.Namespace, settings: Settings, db: Database) -> int:
    clock = _clock(settings)
    for code in await ListCodes(db, clock)(args.class_title):
        print("\t".join(_columns(code, clock)))
    return 0


def _columns(code: StoredCode, clock: SchoolClock) -> Sequence[str]:
    moments = (
        f"{moment.astimezone(clock.zone):%Y-%m-%d %H:%M}"
        for moment in (code.issued_at, code.expires_at)
    )
    return (code.state(clock.now()), code.role, _plain(code.name), *moments)


def _line(made: IssuedCode) -> str:
    return f"{made.code}\t{made.role}\t{_plain(made.name)}"


def _as_json(made: Sequence[IssuedCode]) -> str:
    rows = [{"code": one.code, "role": one.role, "name": one.name} for one in made]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _plain(name: str) -> str:
    """Return a name that cannot break the line's columns."""
    return " ".join(name.split())


def _between(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not 1 <= value <= most:
            message = f"a number from 1 to {most}"
            raise argparse.ArgumentTypeError(message)
        return value

    return number


def _clock(settings: Settings) -> SchoolClock:
    return SchoolClock(SystemClock(), settings.zone)
