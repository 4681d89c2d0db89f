"""Calls to Telegram with a JSON body: half of what aiogram's form costs, and the same answers."""

from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType
from aiogram.types import InputFile
from aiohttp import BytesPayload, FormData


class JsonSession(AiohttpSession):
    """aiogram's session; a call that carries a file goes as aiogram sends it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._answers: dict[type[TelegramMethod[Any]], type[Response[Any]]] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  (aiogram's name)
    ) -> TelegramType:
        """Make a call; an answer whose letters nobody can read is no answer of Telegram's.

        A proxy's page in another encoding than it says: aiogram takes what is no JSON for
        undecodable, but lets the error of reading through.
        """
        try:
            return await super().make_request(bot, method, timeout)
        except UnicodeEncodeError:
            raise  # What we meant to say, not what we were told.
        except UnicodeError as error:
            raise ClientDecodeError("Failed to read the answer", error, "") from error

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """Read an answer, and hold its class.

        aiogram asks for the class at every call, and pydantic forgets a generic class that nobody
        holds: it was built anew hundreds of times a minute.
        """
        if type(method) not in self._answers:
            self._answers[type(method)] = Response[method.__returning__]  # type: ignore[name-defined]
        return super().check_response(bot, method, status_code, content)

    def build_form_data(  # type: ignore[override]  # aiohttp takes either as a body
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> BytesPayload | FormData:
        """Return the body of a call: what is not set is left out, not sent empty."""
        files: dict[str, InputFile] = {}
        given = method.model_dump(warnings=False, exclude_none=True)
        for name in [name for name, value in given.items() if isinstance(value, Default)]:
            given[name] = self.prepare_value(given[name], bot, files, _dumps_json=False)
        try:
            body = self.json_dumps({k: v for k, v in given.items() if v is not None})
        except TypeError:
            # A file, a moment or a default deep inside: aiogram looks at every value.
            values = self.prepare_value(given, bot, files, _dumps_json=False)
            if files:
                return super().build_form_data(bot, method)
            body = self.json_dumps(values)
        return BytesPayload(body.encode(), content_type="application/json")
