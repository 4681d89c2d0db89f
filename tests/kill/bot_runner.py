"""The whole bot, to be killed: ``python -m tests.kill.bot_runner``, settings from the environment.

As ``tests.kill.runner``: for each line on standard input a child is forked and serves.
"""

import asyncio
import os
import sys

from bot.serve import serve
from bot.settings import Settings


def main() -> None:
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(serve(Settings()))
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
