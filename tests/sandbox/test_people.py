"""Acting as a person: writing, sending files, waiting for what comes."""

import asyncio

import pytest

from sandbox import BotApiServer, Person
from tests.sandbox.api import Api
from tests.sandbox.pictures import png


async def test_a_photo_from_a_person_can_be_fetched(
    server: BotApiServer, api: Api, anna: Person
) -> None:
    picture = png(30, 20)
    await anna.send_photo(picture, "Сочинение")

    message = (await api.ok("getUpdates", offset=-1))[0]["message"]
    file = await api.ok("getFile", file_id=message["photo"][-1]["file_id"])
    url = f"{server.url}/file/bot{server.token}/{file['file_path']}"
    async with api.http.get(url) as response:
        body = await response.read()

    assert message["caption"] == "Сочинение"
    assert (file["file_size"], body) == (len(picture), picture)


async def test_a_file_over_twenty_megabytes_cannot_be_fetched(api: Api, anna: Person) -> None:
    sent = await anna.send_document(b"x" * (20 * 1024 * 1024 + 1), "big.bin")

    too_big = await api.no("getFile", file_id=sent.file_id)
    unknown = await api.no("getFile", file_id="BQAC")

    assert too_big == "400 Bad Request: file is too big"
    assert unknown == ("400 Bad Request: wrong file_id or the file is temporarily unavailable")


async def test_an_edited_message_reaches_the_bot(api: Api, anna: Person) -> None:
    said = await anna.say("Здраствуйте")

    await anna.edit(said, "Здравствуйте")

    update = (await api.ok("getUpdates", offset=-1))[0]["edited_message"]
    assert (update["message_id"], update["text"]) == (said.id, "Здравствуйте")


async def test_waiting_sees_only_what_came_or_changed_after_the_mark(
    api: Api, anna: Person
) -> None:
    await api.ok("sendMessage", chat_id=1001, text="оценка: 4")
    mark = anna.mark()
    waiting = asyncio.create_task(anna.wait_for_text("оценка", since=mark))

    await api.ok("editMessageText", chat_id=1001, message_id=2, text="оценка: 5")

    assert (await waiting).text == "оценка: 5"
    assert (await anna.wait_for_text("оценка")).edits == 1


async def test_what_never_comes_shows_the_conversation(anna: Person) -> None:
    with pytest.raises(AssertionError) as missing:
        await anna.wait_for_text("оценка", within=0.01)

    assert str(missing.value) == "Анна saw no such message within 0.01 s\n#1 Анна: /start"


async def test_who_has_blocked_the_bot_cannot_write_to_it(anna: Person) -> None:
    await anna.block()

    with pytest.raises(AssertionError, match="Анна cannot write: blocked"):
        await anna.say("x")


async def test_a_button_of_an_older_message_can_be_tapped(api: Api, anna: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Дневник", "callback_data": "old"}]]}
    await api.ok("sendMessage", chat_id=1001, text="a", reply_markup=keyboard)
    keyboard["inline_keyboard"][0][0]["callback_data"] = "new"
    await api.ok("sendMessage", chat_id=1001, text="b", reply_markup=keyboard)

    taps = [anna.press("Дневник"), anna.press("Дневник", message=2), anna.press(data="forged")]

    assert [(tap.message_id, tap.data) for tap in taps] == [(3, "new"), (2, "old"), (3, "forged")]
