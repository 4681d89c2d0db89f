"""Messages that the bot sends."""

from itertools import count
from typing import Any

from sandbox.chats import Chat
from sandbox.files import StoredFile
from sandbox.markup import shown
from sandbox.messages import Message, origin
from sandbox.refusals import Json, bad_request
from sandbox.texts import caption, message_text
from sandbox.world import Method, Request, World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
})  # fmt: skip
ALBUM = range(2, 11)
"""How many items an album holds: Bot API, sendMediaGroup."""

_albums = count(13_000_000_000_001)


async def send_message(world: World, request: Request) -> Json:
    """Bot API, sendMessage."""
    content = message_text(request.params).json("text", "entities")
    return _post(world, request, content).json()


async def send_photo(world: World, request: Request) -> Json:
    """Bot API, sendPhoto."""
    return _send_file(world, request, "photo")


async def send_document(world: World, request: Request) -> Json:
    """Bot API, sendDocument."""
    return _send_file(world, request, "document")


def _send_file(world: World, request: Request, kind: str) -> Json:
    said = caption(request.params).json("caption", "caption_entities")
    chat = _target(world, request.params)
    stored = world.files.resolve(kind, request.params[kind], request.uploads)
    return _post(world, request, stored.content() | said, chat).json()


async def send_media_group(world: World, request: Request) -> list[Json]:
    """Bot API, sendMediaGroup. Only photos and documents, not mixed."""
    media: list[Json] = request.params["media"]
    if len(media) not in ALBUM:
        raise bad_request("wrong number of items: an album holds 2-10")
    kinds = {item["type"] for item in media}
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = _target(world, request.params)
    contents = [media_content(world, item, request) for item in media]
    album = {"media_group_id": str(next(_albums))}
    return [_post(world, request, album | content, chat).json() for content in contents]


def media_content(world: World, media: Json, request: Request) -> Json:
    """Return the content of a message that shows this InputMedia."""
    stored: StoredFile = world.files.resolve(media["type"], media["media"], request.uploads)
    return stored.content() | caption(media).json("caption", "caption_entities")


async def copy_message(world: World, request: Request) -> Json:
    """Bot API, copyMessage."""
    source = _source(world, request.params, "copy")
    content = dict(source.content)
    if "caption" in request.params:
        content.pop("caption_entities", None)
        content |= caption(request.params).json("caption", "caption_entities")
    return {"message_id": _post(world, request, content).id}


async def forward_message(world: World, request: Request) -> Json:
    """Bot API, forwardMessage."""
    source = _source(world, request.params, "forward")
    content = {"forward_origin": origin(source), **source.content}
    return _post(world, request, content).json()


def _source(world: World, params: Json, doing: str) -> Message:
    return world.chats.found(params["from_chat_id"]).found(params["message_id"], doing)


async def send_chat_action(world: World, request: Request) -> bool:
    """Bot API, sendChatAction."""
    if request.params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = _target(world, request.params)
    world.feed.tell("action", chat_id=chat.id, action=request.params["action"])
    return True


def _target(world: World, params: Json) -> Chat:
    """Return the chat to write to; the topic must exist there."""
    chat = world.chats.writable(params["chat_id"])
    if "message_thread_id" in params and params["message_thread_id"] not in chat.topics:
        raise bad_request("message thread not found")
    return chat


def _post(world: World, request: Request, content: Json, chat: Chat | None = None) -> Message:
    params = request.params
    chat = chat or _target(world, params)
    extra = _reply(chat, params) | _options(params)
    message = world.chats.write(chat, world.bot, content, world.now())
    message.extra = extra
    message.silent = params.get("disable_notification", False)
    _attach(chat, message, params.get("reply_markup"))
    world.show(message, "message")
    return message


def _attach(chat: Chat, message: Message, markup: Json | None) -> None:
    """An inline keyboard belongs to the message, any other to the chat."""
    message.markup = shown(markup)
    if markup and "inline_keyboard" not in markup:
        message.editable = False
        chat.keyboard = markup if "keyboard" in markup else None


def _reply(chat: Chat, params: Json) -> Json:
    wanted: Json = params.get("reply_parameters", {})
    if "message_id" not in wanted:
        return {}
    replied = chat.find(wanted["message_id"])
    if replied is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": replied.json()}


def _options(params: Json) -> Json:
    options: dict[str, Any] = {
        "has_protected_content": params.get("protect_content"),
        "effect_id": params.get("message_effect_id"),
        "link_preview_options": params.get("link_preview_options"),
        "message_thread_id": params.get("message_thread_id"),
        "is_topic_message": "message_thread_id" in params,
    }
    return {name: value for name, value in options.items() if value}


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
}
