"""``run``: serve."""

import argparse

from bot.settings import Settings


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("run", help="serve: long polling, or a webhook if one is set")
    parser.set_defaults(run=run)


async def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT."""
    # Three seconds of importing Telegram's library, which no other command should pay.
    from bot.serve import serve

    return await serve(settings)
