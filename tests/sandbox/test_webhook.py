"""Updates by webhook: order within a queue, the secret, the ladder of retries, replies as calls."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from sandbox.refusals import Json
from tests.sandbox.api import Api

Answerer = Callable[[Json], Awaitable[web.Response]]


class Hook:
    """A bot's web server that keeps what it got."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.headers: list[str] = []
        self.arrived = asyncio.Condition()
        self.url = ""
        self.answer: Answerer = self.fine

    async def fine(self, update: Json) -> web.Response:
        return web.Response()

    async def receive(self, request: web.Request) -> web.Response:
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        update = await request.json()
        async with self.arrived:
            self.got.append(update)
            self.arrived.notify_all()
        return await self.answer(update)

    async def until(self, count: int) -> list[str]:
        """Wait for so many deliveries; return the texts."""
        async with asyncio.timeout(60), self.arrived:
            await self.arrived.wait_for(lambda: len(self.got) >= count)
        return [update["message"]["text"] for update in self.got]


class Naps:
    """A way to wait that takes no time and is written down."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def server(clock: FixedClock, naps: Naps) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(clock=clock, nap=naps) as server:
        yield server


async def test_what_waits_and_what_comes_is_delivered_with_the_secret(
    api: Api, anna: Person, hook: Hook
) -> None:
    await api.ok("setWebhook", url=hook.url, secret_token="s-3_x")
    await hook.until(1)
    await anna.say("a")

    assert await hook.until(2) == ["/start", "a"]
    assert hook.headers == ["s-3_x", "s-3_x"]
    assert hook.got[0]["update_id"] == 1001


async def test_setting_twice_and_deleting_twice_is_told(api: Api, hook: Hook) -> None:
    told = [
        (await api.raw(method, params))[1]["description"]
        for method, params in [
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": ""}),
            ("deleteWebhook", {}),
        ]
    ]

    assert told == [
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
        "Webhook is already deleted",
    ]


async def test_a_slow_chat_holds_up_only_itself(
    server: BotApiServer, api: Api, anna: Person, hook: Hook
) -> None:
    release = asyncio.Event()

    async def slow_for_anna(update: Json) -> web.Response:
        if update["message"]["from"]["id"] == 1001:
            await release.wait()
        return web.Response()

    hook.answer = slow_for_anna
    await api.ok("setWebhook", url=hook.url)
    await anna.say("a")
    boris = server.person(1002, "Борис")
    await boris.say("b")

    before = await hook.until(2)
    release.set()
    after = await hook.until(3)

    assert (before, after) == (["/start", "b"], ["/start", "b", "a"])


async def test_a_failed_delivery_is_repeated_at_once_then_after_2_4_8_seconds(
    api: Api, anna: Person, hook: Hook, naps: Naps
) -> None:
    async def fail_five_times(update: Json) -> web.Response:
        return web.Response(status=500 if len(hook.got) <= 5 else 200)

    hook.answer = fail_five_times
    await api.ok("setWebhook", url=hook.url)
    await anna.say("next")

    assert await hook.until(7) == ["/start"] * 6 + ["next"]
    assert naps.taken == [2, 4, 8, 16]


async def test_retry_after_is_honoured(api: Api, anna: Person, hook: Hook, naps: Naps) -> None:
    async def ask_to_wait(update: Json) -> web.Response:
        headers = {"Retry-After": "30"} if len(hook.got) == 1 else {}
        return web.Response(status=503 if headers else 200, headers=headers)

    hook.answer = ask_to_wait
    await api.ok("setWebhook", url=hook.url)
    await hook.until(2)

    info = await api.ok("getWebhookInfo")
    assert naps.taken == [30]
    assert info["last_error_message"] == "Wrong response from the webhook: 503"


async def test_a_webhook_that_is_gone_for_a_day_is_removed(
    api: Api, anna: Person, hook: Hook, clock: FixedClock
) -> None:
    async def gone(update: Json) -> web.Response:
        clock.advance(timedelta(hours=23 * (len(hook.got) - 1)))
        return web.Response(status=410)

    hook.answer = gone
    await api.ok("setWebhook", url=hook.url)
    async with asyncio.timeout(60):
        while (await api.ok("getWebhookInfo"))["url"]:
            continue

    assert len(hook.got) == 2
    assert len(await api.ok("getUpdates")) == 1


async def test_a_reply_that_names_a_method_is_carried_out(
    server: BotApiServer, api: Api, anna: Person, hook: Hook
) -> None:
    async def greet(update: Json) -> web.Response:
        return web.json_response({"method": "sendMessage", "chat_id": 1001, "text": "Здравствуйте"})

    async def greet_by_form(update: Json) -> web.Response:
        form = aiohttp.MultipartWriter("form-data")
        for name, value in {"method": "sendMessage", "chat_id": "1001", "text": "Ещё раз"}.items():
            form.append(value).set_content_disposition("form-data", name=name)
        return web.Response(body=form)

    hook.answer = greet
    await api.ok("setWebhook", url=hook.url)
    await anna.wait_for_text("Здравствуйте")
    hook.answer = greet_by_form
    await anna.say("a")

    await anna.wait_for_text("Ещё раз")
    assert [call.code for call in server.outbox.of("sendMessage")] == [200, 200]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "http://a.example"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://a.example:8080"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "ftp://a.example"}, "invalid webhook URL specified"),
        (
            {"url": "https://a.example", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_telegrams_own_server_takes_no_local_webhook(
    clock: FixedClock, http: aiohttp.ClientSession, params: Json, description: str
) -> None:
    async with BotApiServer(clock=clock, local=False) as server:
        answer = await Api(server, http).no("setWebhook", **params)

    assert answer == f"400 Bad Request: {description}"
