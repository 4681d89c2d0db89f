"""Carries out API calls: checks them, lets faults strike, records every answer."""

import asyncio
from functools import partial
from typing import Any

from sandbox.faults import Fault
from sandbox.files import check_parts
from sandbox.methods import METHODS
from sandbox.outbox import Call
from sandbox.refusals import Json, Refused, sandbox_says
from sandbox.strict import checked
from sandbox.tables import tables
from sandbox.wire import Raw
from sandbox.world import Request, Said, World

NOT_IMITATED = (
    "business_connection_id", "direct_messages_topic_id", "ephemeral_message_parameters",
    "suggested_post_parameters", "rich_message", "video_start_timestamp",
)  # fmt: skip
"""Official parameters whose meaning this server does not know."""


class Dropped(Exception):
    """The connection is to be closed without an answer."""


class Api:
    """The way into the world for calls, whether by HTTP or in a webhook's reply."""

    def __init__(self, world: World, *, strict: bool) -> None:
        self._world = world
        self._strict = strict
        world.webhook.execute = self.execute_reply

    async def call(self, method: str, raw: Raw) -> object:
        """Carry out one call. Raises ``Refused`` or ``Dropped``."""
        params: Json = raw.params
        try:
            params = self._checked(method, raw)
            result = await self._carry_out(method, Request(method, params, raw.uploads))
        except Refused as refusal:
            self._record(method, params, refusal.code, description=refusal.description)
            raise
        except Dropped:
            self._record(method, params, 0, description="connection dropped")
            raise
        told = result.result if isinstance(result, Said) else result
        self._record(method, params, 200, result=told)
        return result

    async def execute_reply(self, call: Json) -> None:
        """Carry out what a webhook's reply asked for; nobody hears the answer."""
        method = tables().method(str(call.pop("method"))) or ""
        if method in METHODS and not method.startswith(("get", "close", "logOut", "setWebhook")):
            try:
                await self.call(method, Raw(call, {}))
            except (Refused, Dropped):
                return

    def _checked(self, method: str, raw: Raw) -> Json:
        if method not in METHODS:
            raise Refused(501, f"Not Implemented: the sandbox does not imitate {method}")
        params = checked(method, raw.params, strict=self._strict)
        foreign = [name for name in NOT_IMITATED if name in params]
        if foreign:
            raise sandbox_says(f'parameter "{foreign[0]}" is not imitated')
        check_parts(_references(params), raw.uploads)
        return params

    async def _carry_out(self, method: str, request: Request) -> object:
        fault = self._world.faults.strike(method, request.params)
        await self._before(fault)
        chat_id = request.params.get("chat_id")
        if isinstance(chat_id, int):
            self._world.limits.spend(method, chat_id)
        result = await METHODS[method](self._world, request)
        if fault and fault.drop == "after":
            raise Dropped
        return result

    async def _before(self, fault: Fault | None) -> None:
        if fault is None:
            return
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop == "before":
            raise Dropped
        if refusal := fault.refusal():
            raise refusal

    def _record(
        self, method: str, params: Json, code: int, *, result: Any = None, description: str = ""
    ) -> None:
        self._world.outbox.record(
            partial(
                Call,
                method=method,
                params=params,
                at=self._world.now(),
                code=code,
                result=result,
                description=description,
                implemented=method in METHODS,
            )
        )


def _references(value: Any, key: str = "") -> list[str]:
    """Return every attach:// name in the parameters, but not in what people read."""
    if isinstance(value, str):
        return [value] if value.startswith("attach://") and key not in ("text", "caption") else []
    if isinstance(value, list):
        return [found for item in value for found in _references(item)]
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in _references(item, name)]
    return []
