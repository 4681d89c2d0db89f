"""``python -m bot.health``: does the bot of this container live? For a HEALTHCHECK.

It asks /health of the bot's own HTTP server. Only the standard library, because it is run every
half minute beside a bot that needs the processor itself.
"""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

TIMEOUT_SECONDS = 4
"""Less than what the Dockerfile allows, so that the sentence is still heard."""


def address(environment: Mapping[str, str]) -> str | None:
    """Return where the bot with these settings says that it lives; nothing if it does not."""
    port = environment.get("HTTP_PORT") or "0"
    if port == "0" and environment.get("WEBHOOK_URL"):
        port = "8080"
    host = environment.get("HTTP_HOST") or "127.0.0.1"
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # compared, not bound
    return None if port == "0" else f"http://{everywhere.get(host, host)}:{port}/health"


def main(environment: Mapping[str, str]) -> int:
    """Say in one line how the bot is; 0 if it lives."""
    where = address(environment)
    if where is None:
        print("not ok HTTP_PORT is 0: nobody can ask this bot how it is")
        return 1
    try:
        # No proxy: the environment may name one for Telegram.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(where, timeout=TIMEOUT_SECONDS):
            print("ok     the bot lives")
            return 0
    except (urllib.error.URLError, OSError) as error:
        print(f"not ok {where} does not answer: {type(error).__name__}")
        return 1


if __name__ == "__main__":
    sys.exit(main(os.environ))
