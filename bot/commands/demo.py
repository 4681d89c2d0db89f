"""``demo``: sandbox, bot and a fictional school, without a token or a network."""

import argparse
import importlib

from bot.settings import Settings


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="try it: no token, no network, a fictional school")
    parser.add_argument("--port", type=int, default=8080, help="of the page (default 8080)")
    parser.add_argument("--no-browser", action="store_true", help="only print the page's address")
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Hand over to the sandbox, which stands above the bot and so is named, not imported."""
    demo = importlib.import_module("sandbox.demo")
    code: int = await demo.run(args.port, settings, open_browser=not args.no_browser)
    return code
