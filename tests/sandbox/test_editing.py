"""Messages the bot changes in place."""

import json
from datetime import timedelta

import aiohttp

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from sandbox.refusals import Json
from tests.sandbox.api import Api
from tests.sandbox.pictures import png

KEYBOARD: Json = {"inline_keyboard": [[{"text": "Дневник", "callback_data": "day"}]]}
NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def upload(api: Api, method: str, data: bytes, **fields: str) -> Json:
    """Send a file as the part "a"."""
    form = aiohttp.FormData({"chat_id": "1001", **fields})
    form.add_field("a", data, filename="a.png")
    async with api.http.post(f"{api.base}/{method}", data=form) as response:
        body: Json = await response.json()
    assert body["ok"], body
    result: Json = body["result"]
    return result


async def test_an_edit_replaces_text_and_drops_the_keyboard_that_is_not_repeated(
    api: Api, anna: Person, clock: FixedClock
) -> None:
    await api.ok("sendMessage", chat_id=1001, text="Вторник", reply_markup=KEYBOARD)
    clock.advance(timedelta(days=400))

    edited = await api.ok("editMessageText", chat_id=1001, message_id=2, text="Среда")

    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("Среда", 400 * 86400)
    assert "reply_markup" not in edited
    assert anna.transcript() == "#1 Анна: /start\n#2 bot (edited 1): Среда"


async def test_the_same_content_after_parsing_is_not_modified(api: Api, anna: Person) -> None:
    await api.ok("sendMessage", chat_id=1001, text="<b>5</b>", parse_mode="HTML")

    same = await api.no(
        "editMessageText", chat_id=1001, message_id=2, text=" <strong>5</strong>\n",
        parse_mode="HTML",
    )  # fmt: skip
    plain = await api.ok("editMessageText", chat_id=1001, message_id=2, text="5")
    keyboard = await api.ok(
        "editMessageReplyMarkup", chat_id=1001, message_id=2, reply_markup=KEYBOARD
    )
    same_keyboard = await api.no(
        "editMessageReplyMarkup", chat_id=1001, message_id=2, reply_markup=KEYBOARD
    )

    assert [same, same_keyboard] == [NOT_MODIFIED, NOT_MODIFIED]
    assert "entities" not in plain
    assert keyboard["reply_markup"] == KEYBOARD


async def test_what_cannot_be_edited_is_refused_by_reason(api: Api, anna: Person) -> None:
    await upload(api, "sendDocument", b"x", document="attach://a")
    await api.ok(
        "sendMessage", chat_id=1001, text="x", reply_markup={"keyboard": [[{"text": "Меню"}]]}
    )

    answers = [
        await api.no("editMessageText", chat_id=1001, message_id=99, text="x"),
        await api.no("editMessageText", chat_id=1001, message_id=1, text="x"),
        await api.no("editMessageText", chat_id=1001, message_id=2, text="x"),
        await api.no("editMessageText", chat_id=1001, message_id=3, text="y"),
        await api.no("editMessageCaption", chat_id=1001, message_id=3, caption="y"),
        await api.no("editMessageText", chat_id=1001, text="x"),
        await api.no("editMessageText", chat_id=1001, message_id=2),
    ]

    assert answers == [
        "400 Bad Request: message to edit not found",
        "400 Bad Request: message can't be edited",
        "400 Bad Request: there is no text in the message to edit",
        "400 Bad Request: message can't be edited",
        "400 Bad Request: message can't be edited",
        "400 Bad Request: message identifier is not specified",
        "400 Bad Request: message text is empty",
    ]


async def test_caption_and_media_are_changed_in_place(api: Api, anna: Person) -> None:
    await upload(api, "sendPhoto", png(10, 10), photo="attach://a", caption="было")

    caption = await api.ok("editMessageCaption", chat_id=1001, message_id=2, caption="стало")
    media = {"type": "photo", "media": "attach://a", "caption": "<i>новое</i>"}
    media["parse_mode"] = "HTML"
    photo = await upload(
        api, "editMessageMedia", png(20, 10), message_id="2", media=json.dumps(media)
    )

    assert caption["caption"] == "стало"
    assert (photo["photo"][-1]["width"], photo["caption"]) == (20, "новое")
    assert photo["caption_entities"] == [{"type": "italic", "offset": 0, "length": 5}]


async def test_deletion_ends_after_two_days(
    server: BotApiServer, api: Api, anna: Person, clock: FixedClock
) -> None:
    for text in ("a", "b", "c"):
        await api.ok("sendMessage", chat_id=1001, text=text)

    gone = await api.ok("deleteMessage", chat_id=1001, message_id=2)
    twice = await api.no("deleteMessage", chat_id=1001, message_id=2)
    several = await api.ok("deleteMessages", chat_id=1001, message_ids=[1, 2, 99])
    clock.advance(timedelta(hours=48))
    late = await api.no("deleteMessage", chat_id=1001, message_id=3)

    assert (gone, several) == (True, True)
    assert twice == "400 Bad Request: message to delete not found"
    assert late == "400 Bad Request: message can't be deleted"
    assert [message.text for message in anna.messages] == ["b", "c"]
