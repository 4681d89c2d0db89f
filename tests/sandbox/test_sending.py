"""Messages the bot sends: what comes back, what people see, what is refused."""

import json

import aiohttp
import pytest

from sandbox import BotApiServer, Person
from sandbox.refusals import Json
from tests.sandbox.api import Api
from tests.sandbox.pictures import png

KEYBOARD: Json = {"inline_keyboard": [[{"text": "Дневник", "callback_data": "day"}]]}


async def test_a_message_comes_back_as_telegram_stores_it(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    sent = await api.ok(
        "sendMessage", chat_id=1001, text=" <b>5</b> ", parse_mode="HTML", reply_markup=KEYBOARD
    )

    assert sent == {
        "message_id": 2,
        "from": {
            "id": 4242, "is_bot": True, "first_name": "Дневник", "username": "diary_sandbox_bot",
        },
        "chat": {"id": 1001, "type": "private", "first_name": "Анна", "username": "anna"},
        "date": 1789549200,
        "text": "5",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "reply_markup": KEYBOARD,
    }  # fmt: skip
    assert anna.transcript() == "#1 Анна: /start\n#2 bot: 5\n    [Дневник]"


async def test_method_names_and_ways_of_asking_are_as_free_as_telegrams(
    api: Api, anna: Person
) -> None:
    params = {"chat_id": "1001", "text": "x", "reply_markup": json.dumps(KEYBOARD)}

    async with api.http.get(f"{api.base}/SENDMESSAGE", params=params) as response:
        by_query = await response.json()
    async with api.http.post(f"{api.base}/sendmessage", data=params) as response:
        by_form = await response.json()
    form = aiohttp.FormData(params, default_to_multipart=True)
    async with api.http.post(f"{api.base}/sendMessage", data=form) as response:
        by_multipart = await response.json()

    answers = [by_query, by_form, by_multipart]
    assert [answer["result"]["message_id"] for answer in answers] == [2, 3, 4]
    assert [message.buttons[0].data for message in anna.messages[1:]] == ["day"] * 3


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"text": "x"}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": "", "text": "x"}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": 1001}, "400 Bad Request: message text is empty"),
        ({"chat_id": 77, "text": "x"}, "400 Bad Request: chat not found"),
        ({"chat_id": "@anna", "text": "x"}, "400 Bad Request: chat not found"),
        ({"chat_id": 1001, "text": "x" * 4097}, "400 Bad Request: message is too long"),
        (
            {"chat_id": 1001, "text": "x", "reply_parameters": {"message_id": 99}},
            "400 Bad Request: message to be replied not found",
        ),
        (
            {"chat_id": 1001, "text": "x", "message_thread_id": 1},
            "400 Bad Request: message thread not found",
        ),
        (
            {"chat_id": 1001, "text": "x", "business_connection_id": "1"},
            '400 Bad Request: sandbox: parameter "business_connection_id" is not imitated',
        ),
    ],
)
async def test_a_wrong_message_is_refused(
    api: Api, anna: Person, params: Json, answer: str
) -> None:
    assert await api.no("sendMessage", **params) == answer
    assert anna.transcript() == "#1 Анна: /start"


async def test_who_cannot_be_written_to_is_refused_by_reason(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    boris = server.person(1002, "Борис")
    unseen = await api.no("sendMessage", chat_id=1002, text="x")
    server.group(-500, "7Б", [anna, boris])
    never_started = await api.no("sendMessage", chat_id=1002, text="x")
    await anna.block()
    blocked = await api.no("sendMessage", chat_id=1001, text="x")
    await anna.unblock()
    await anna.deactivate()
    deactivated = await api.no("sendMessage", chat_id=1001, text="x")
    boris.chat.standing = "bot"
    another_bot = await api.no("sendMessage", chat_id=1002, text="x")

    assert [unseen, never_started, blocked, deactivated, another_bot] == [
        "400 Bad Request: chat not found",
        "403 Forbidden: bot can't initiate conversation with a user",
        "403 Forbidden: bot was blocked by the user",
        "403 Forbidden: user is deactivated",
        "403 Forbidden: the bot can't send messages to the bot",
    ]


async def test_options_show_in_the_message(api: Api, anna: Person) -> None:
    sent = await api.ok(
        "sendMessage",
        chat_id=1001,
        text="x",
        reply_parameters={"message_id": 1},
        protect_content=True,
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )

    assert sent["reply_to_message"]["text"] == "/start"
    assert sent["has_protected_content"] is True
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert anna.screen.silent


async def test_a_document_is_uploaded_once_and_sent_again_by_its_id(api: Api, anna: Person) -> None:
    form = aiohttp.FormData({"chat_id": "1001", "document": "attach://part", "caption": "Отчёт"})
    form.add_field("part", b"hello", filename="report.pdf", content_type="application/pdf")

    async with api.http.post(f"{api.base}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    again = await api.ok("sendDocument", chat_id=1001, document=document["file_id"])

    assert document == {
        "file_id": "BQACsandbox00000001",
        "file_unique_id": "AQ2cf24dba5fb0a3",
        "file_size": 5,
        "file_name": "report.pdf",
        "mime_type": "application/pdf",
    }
    assert again["document"] == document
    assert anna.messages[1].text == "Отчёт"


async def test_a_file_part_may_bear_the_parameters_name(api: Api, anna: Person) -> None:
    form = aiohttp.FormData({"chat_id": "1001"})
    form.add_field("photo", png(200, 100), filename="chart.png")

    async with api.http.post(f"{api.base}/sendPhoto", data=form) as response:
        photo = (await response.json())["result"]["photo"]

    assert [(size["width"], size["height"]) for size in photo] == [(90, 45), (200, 100)]


@pytest.mark.parametrize(
    ("method", "fields", "parts", "description"),
    [
        ("sendPhoto", {"photo": "attach://a"}, {"a": b"no picture"}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {"photo": "attach://a"}, {"a": png(9000, 2000)}, "PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", {"photo": "attach://a"}, {"a": png(2100, 100)}, "PHOTO_INVALID_DIMENSIONS"),
        (
            "sendPhoto",
            {"photo": "attach://b"},
            {"a": b"x"},
            "sandbox: attach://b names no part of the request",
        ),
        (
            "sendMessage",
            {"text": "x"},
            {"a": b"x"},
            'sandbox: the file part "a" is not used',
        ),
        ("sendDocument", {"document": "attach://a"}, {"a": b""}, "file must be non-empty"),
        ("sendDocument", {"document": "BQAC"}, {}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://a.example/x"}, {}, "failed to get HTTP URL content"),
        ("sendDocument", {}, {}, 'parameter "document" is required'),
        (
            "sendDocument",
            {"document": "x", "caption": "я" * 1025},
            {},
            "message caption is too long",
        ),
    ],
)
async def test_a_wrong_file_is_refused(
    api: Api, anna: Person, method: str, fields: Json, parts: dict[str, bytes], description: str
) -> None:
    form = aiohttp.FormData({"chat_id": "1001", **fields}, default_to_multipart=True)
    for name, data in parts.items():
        form.add_field(name, data, filename="a.bin")

    async with api.http.post(f"{api.base}/{method}", data=form) as response:
        body = await response.json()

    assert body == {
        "ok": False, "error_code": 400, "description": f"Bad Request: {description}",
    }  # fmt: skip


async def test_an_album_is_several_messages_of_one_group(api: Api, anna: Person) -> None:
    form = aiohttp.FormData({"chat_id": "1001"})
    media = [
        {"type": "document", "media": f"attach://{name}", "caption": name} for name in ("a", "b")
    ]
    form.add_field("media", json.dumps(media))
    for name in ("a", "b"):
        form.add_field(name, name.encode(), filename=f"{name}.txt")

    async with api.http.post(f"{api.base}/sendMediaGroup", data=form) as response:
        sent = (await response.json())["result"]

    assert len({message["media_group_id"] for message in sent}) == 1
    assert anna.transcript() == "#1 Анна: /start\n#2 bot: <document> a\n#3 bot: <document> b"


async def test_an_album_holds_two_to_ten(api: Api, anna: Person) -> None:
    media = [{"type": "document", "media": "x"}]

    answer = await api.no("sendMediaGroup", chat_id=1001, media=media)

    assert answer == "400 Bad Request: wrong number of items: an album holds 2-10"


async def test_copies_and_forwards_differ_in_their_origin(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    boris = server.person(1002, "Борис")
    await boris.start()
    said = await anna.say("Здравствуйте")

    source = {"from_chat_id": 1001, "message_id": said.id}
    copied = await api.ok("copyMessage", chat_id=1002, **source)
    forwarded = await api.ok("forwardMessage", chat_id=1002, **source)
    missing = await api.no("copyMessage", chat_id=1002, from_chat_id=1001, message_id=99)

    assert copied == {"message_id": 4}
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Анна"
    assert [message.text for message in boris.messages[1:]] == ["Здравствуйте"] * 2
    assert missing == "400 Bad Request: message to copy not found"


async def test_a_chat_action_must_be_one_of_telegrams(api: Api, anna: Person) -> None:
    done = await api.ok("sendChatAction", chat_id=1001, action="typing")
    answer = await api.no("sendChatAction", chat_id=1001, action="thinking")

    assert done is True
    assert answer == "400 Bad Request: wrong parameter action in request"
