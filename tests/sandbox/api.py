"""The API as a bot without a library would call it: over real HTTP."""

from typing import Any

import aiohttp

from sandbox import BotApiServer
from sandbox.refusals import Json


class Api:
    """Calls methods with a JSON body."""

    def __init__(self, server: BotApiServer, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.base = f"{server.url}/bot{server.token}"

    async def raw(self, method: str, params: Json) -> tuple[int, Json]:
        async with self.http.post(f"{self.base}/{method}", json=params) as response:
            return response.status, await response.json()

    async def ok(self, method: str, **params: Any) -> Any:
        status, body = await self.raw(method, params)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def no(self, method: str, **params: Any) -> str:
        status, body = await self.raw(method, params)
        assert body["ok"] is False, body
        assert status == body["error_code"]
        return f"{status} {body['description']}"
