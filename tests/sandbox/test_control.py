"""The control surface: what a page or a test in another process does over HTTP."""

import asyncio
import json
import re

import aiohttp

from sandbox import BotApiServer, Person
from sandbox.refusals import Json
from tests.sandbox.api import Api

KEYBOARD = {"inline_keyboard": [[{"text": "Дневник", "callback_data": "day"}]]}


async def test_a_person_is_made_and_writes(
    server: BotApiServer, http: aiohttp.ClientSession
) -> None:
    control = f"{server.url}/sandbox"

    await http.post(f"{control}/persons", json={"id": 7, "first_name": "Вера"})
    await http.post(f"{control}/persons/7/say", json={"text": "/start"})
    async with http.get(f"{control}/chats/7/transcript") as response:
        transcript = await response.text()
    async with http.get(f"{control}/state") as response:
        state = await response.json()

    assert transcript == "#1 Вера: /start"
    assert [(one["id"], one["standing"]) for one in state["persons"]] == [(7, "open")]
    assert state["token"] == server.token


async def test_a_tap_answers_with_the_bots_answer(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    async def tap() -> Json:
        url = f"{server.url}/sandbox/persons/1001/tap"
        async with api.http.post(url, json={"text": "Дневник"}) as response:
            answer: Json = await response.json()
            return answer

    await api.ok("sendMessage", chat_id=1001, text="Меню", reply_markup=KEYBOARD)
    tapping = asyncio.create_task(tap())
    updates = await api.ok("getUpdates", offset=1002, timeout=5)
    query_id = updates[0]["callback_query"]["id"]
    await api.ok("answerCallbackQuery", callback_query_id=query_id, text="Ага")

    assert await tapping == {"text": "Ага", "alert": False, "url": ""}


async def test_a_wrong_tap_says_what_is_wrong(
    server: BotApiServer, http: aiohttp.ClientSession, anna: Person
) -> None:
    url = f"{server.url}/sandbox/persons/1001/tap"
    async with http.post(url, json={"text": "Дневник"}) as response:
        body = await response.json()

    assert (response.status, body) == (
        400,
        {"error": "Анна sees no button 'Дневник'\n#1 Анна: /start"},
    )


async def test_a_picture_that_is_none_is_refused(
    server: BotApiServer, http: aiohttp.ClientSession, anna: Person
) -> None:
    form = aiohttp.FormData({"as": "photo"})
    form.add_field("file", b"hello", filename="a.png")
    async with http.post(f"{server.url}/sandbox/persons/1001/upload", data=form) as response:
        body = await response.json()

    assert (response.status, body) == (400, {"error": "Bad Request: IMAGE_PROCESS_FAILED"})


async def test_a_file_is_uploaded_and_shown(
    server: BotApiServer, http: aiohttp.ClientSession, anna: Person
) -> None:
    form = aiohttp.FormData({"caption": "Сочинение"})
    form.add_field("file", b"hello", filename="essay.txt", content_type="text/plain")
    async with http.post(f"{server.url}/sandbox/persons/1001/upload", data=form) as response:
        message = await response.json()
    file_id = message["document"]["file_id"]
    async with http.get(f"{server.url}/sandbox/files/{file_id}") as response:
        body = await response.text()

    assert (message["caption"], body) == ("Сочинение", "hello")


async def test_waiting_over_http_answers_when_the_message_comes(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    await api.ok("sendMessage", chat_id=1001, text="Новая оценка")
    url = f"{server.url}/sandbox/chats/1001/wait"

    async with api.http.get(url, params={"contains": "оценка"}) as response:
        found = await response.json()
    async with api.http.get(url, params={"contains": "x", "within": "0.01"}) as response:
        status = response.status

    assert (found["text"], status) == ("Новая оценка", 408)


async def test_faults_limits_and_reset_are_at_hand(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    control = f"{server.url}/sandbox"
    fault = {"method": "sendMessage", "code": 429, "retry_after": 9}
    await api.http.post(f"{control}/faults", json=fault)
    struck = await api.no("sendMessage", chat_id=1001, text="x")
    await api.http.post(f"{control}/faults", json=fault)
    await api.http.delete(f"{control}/faults")
    spared = await api.ok("sendMessage", chat_id=1001, text="x")
    async with api.http.get(f"{control}/outbox") as response:
        calls = (await response.json())["calls"]
    await api.http.post(f"{control}/limits", json={"on": True, "window": True})
    await api.http.post(f"{control}/persons/1001/block")
    standing = anna.chat.standing
    await api.http.post(f"{control}/reset")

    assert struck == "429 Too Many Requests: retry after 9"
    assert spared["text"] == "x"
    assert [(call["method"], call["code"]) for call in calls] == [
        ("sendMessage", 429),
        ("sendMessage", 200),
    ]
    assert (server.limits.on, standing, anna.messages) == (True, "blocked", [])
    assert server.limits.window


async def test_an_action_runs_what_was_registered(
    server: BotApiServer, http: aiohttp.ClientSession
) -> None:
    done: list[str] = []

    async def add_mark() -> str:
        done.append("mark")
        return "5 по алгебре"

    server.action("mark", "Новая оценка", add_mark, label_en="A new mark")
    async with http.get(f"{server.url}/sandbox/state") as response:
        actions = (await response.json())["actions"]
    async with http.post(f"{server.url}/sandbox/actions/mark") as response:
        body = await response.json()
    async with http.post(f"{server.url}/sandbox/actions/nothing") as response:
        missing = response.status

    assert actions == [{"name": "mark", "label": {"ru": "Новая оценка", "en": "A new mark"}}]
    assert (body, done, missing) == ({"result": "5 по алгебре"}, ["mark"], 404)


async def test_the_stream_tells_every_change(server: BotApiServer, api: Api, anna: Person) -> None:
    async with api.http.get(f"{server.url}/sandbox/events") as stream:
        assert await stream.content.readuntil(b"\n\n") == b": hello\n\n"
        await api.ok("sendMessage", chat_id=1001, text="Новая оценка")
        line = await stream.content.readuntil(b"\n\n")

    event = json.loads(line.removeprefix(b"data: "))
    assert (event["kind"], event["chat_id"]) == ("message", 1001)
    assert event["message"]["text"] == "Новая оценка"
    assert event["message"]["sandbox"]["from_bot"] is True


async def test_the_page_is_served_and_asks_nobody_else(
    server: BotApiServer, http: aiohttp.ClientSession
) -> None:
    texts = []
    for path in ("/", "/page/page.js", "/page/phones.css"):
        async with http.get(server.url + path) as response:
            assert response.status == 200
            texts.append(await response.text())
    async with http.get(f"{server.url}/page/../server.py") as response:
        status = response.status

    assert not [text for text in texts if re.search(r"(?:src|href|url|fetch)\W+https?:", text)]
    assert status == 404
