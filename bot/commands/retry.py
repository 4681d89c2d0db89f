"""``retry``: dead letters go out after all, once their cause is out of the way."""

import argparse
import sys

from bot.commands.status import opened
from bot.settings import Settings
from domain.clock import SystemClock
from domain.delivery import Retried, Wanted
from usecases.dead_letters import RetryDead

_MOST_IDS = 1000
"""A statement's parameters are limited; more than that have a kind or a reason in common."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "retry",
        help="put dead letters back into the queue",
        description="Put dead letters back into the queue, as `status` lists them: all of them, or"
        " those to which every option that is given applies.",
    )
    parser.add_argument("--all", action="store_true", help="every dead letter")
    parser.add_argument("--id", type=int, nargs="+", default=[], action="extend", metavar="N")
    parser.add_argument("--kind", metavar="KIND", help="of one kind, such as mark.added")
    parser.add_argument("--reason", metavar="TEXT", help="that failed for exactly this reason")
    parser.set_defaults(run=run, usage=parser.error)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Put them back and say how many; 1 where none is meant."""
    some = bool(args.id) or args.kind is not None or args.reason is not None
    if args.all == some:
        args.usage("say either --all, or which ones: --id, --kind, --reason")
    if len(args.id) > _MOST_IDS:
        args.usage(f"at most {_MOST_IDS} ids at a time: use --kind or --reason")
    async with opened(settings) as db:
        wanted = Wanted(tuple(args.id), args.kind, args.reason)
        done = await RetryDead(db, SystemClock())(wanted)
    if some and not (done.back or done.unreachable):
        print("diary-bot: no dead letter is like that; `status` lists them", file=sys.stderr)
        return 1
    print("\n".join(_sentences(done)))
    return 0


def _sentences(done: Retried) -> list[str]:
    made = f"back in the queue: {done.back:,} message{'' if done.back == 1 else 's'}"
    if not done.unreachable:
        return [made]
    one = done.unreachable == 1
    stay = "1 message stays" if one else f"{done.unreachable:,} messages stay"
    return [made, f"unreachable: {stay} until somebody writes to the bot from there again"]
