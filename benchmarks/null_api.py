"""A Bot API server that answers at once with constants: what a bot does with it is its own cost."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

TOKEN = "42:NOTHING-answers-everything"
BOT = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_MESSAGE = {
    "message_id": 7, "date": 1795442400, "text": "…", "from": BOT,
    "chat": {"id": 1, "type": "private", "first_name": "Anna"},
}  # fmt: skip
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"

Heard = Callable[[str, bytes, float], None]
"""Called with the method, the raw body and the moment (``perf_counter``) of every request."""


def _reply(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_TRUE = _reply(True)
_REPLIES = {
    "getMe": _reply(BOT), "getUpdates": _reply([]), "sendMessage": _reply(_MESSAGE),
    "editMessageText": _reply(_MESSAGE), "getMyCommands": _reply([]),
    "getWebhookInfo": _reply(
        {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    ),
}  # fmt: skip


class _Connection(asyncio.Protocol):
    """One kept-alive connection; far leaner than a web framework, which would be the bottleneck."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._waiting = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is there whole."""
        now = time.perf_counter()
        self._waiting += data
        while (end := self._waiting.find(_HEAD_END)) >= 0:
            length = _LENGTH.search(self._waiting, 0, end)
            total = end + len(_HEAD_END) + (int(length[1]) if length else 0)
            if len(self._waiting) < total:
                return
            self._answer(self._waiting[:end], self._waiting[end + len(_HEAD_END) : total], now)
            self._waiting = self._waiting[total:]

    def _answer(self, head: bytes, body: bytes, now: float) -> None:
        method = head.split(b" ", 2)[1].rsplit(b"/", 1)[-1].decode()
        self._heard(method, body, now)
        if method == "getUpdates":
            # Long polling as Telegram has it: nothing comes, so the answer takes its time.
            asyncio.get_running_loop().call_later(1, self._transport.write, _REPLIES[method])
            return
        self._transport.write(_REPLIES.get(method, _TRUE))


class NullApi:
    """``async with NullApi() as api:``; set ``api.heard`` to listen."""

    def __init__(self) -> None:
        self.heard: Heard = lambda _method, _body, _now: None
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(lambda *call: self.heard(*call)), "127.0.0.1", 0
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop listening; open connections end with the bots that hold them."""
        assert self._server is not None, "it was entered"
        self._server.close()

    @property
    def url(self) -> str:
        """Where bots find it."""
        assert self._server is not None, "it was entered"
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
