"""`python -m sandbox`: the bare server, for bots in other processes."""

import argparse
import asyncio
import signal

from sandbox.server import BotApiServer


async def serve(host: str, port: int, limits: str) -> None:
    """Serve until a signal, with one person to talk as."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with BotApiServer(host=host, port=port, window=limits == "window") as server:
        server.limits.on = limits != "off"
        server.person(1001, "Анна")
        print(f"BOT_API_URL={server.url}", flush=True)
        print(f"BOT_TOKEN={server.token}", flush=True)
        await stopped.wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument(
        "--limits", default="off", choices=("off", "bucket", "window"),
        help="Telegram's rates: a bucket forgives a burst after a rest, a window never does",
    )  # fmt: skip
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.host, arguments.port, arguments.limits))


if __name__ == "__main__":
    main()
