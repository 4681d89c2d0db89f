"""Messages that the bot changes in place."""

from sandbox.markup import shown
from sandbox.messages import Message
from sandbox.methods.sending import media_content
from sandbox.refusals import Json, bad_request, sandbox_says
from sandbox.texts import caption, message_text
from sandbox.world import Method, Request, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CAPTIONED = ("photo", "document")


async def edit_message_text(world: World, request: Request) -> Json:
    """Bot API, editMessageText."""
    content = message_text(request.params).json("text", "entities")
    message = _editable(world, request.params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    options = {"link_preview_options": request.params.get("link_preview_options")}
    extra = {name: value for name, value in options.items() if value}
    message_extra = {k: v for k, v in message.extra.items() if k not in options} | extra
    return _changed(world, message, content, request.params, message_extra)


async def edit_message_caption(world: World, request: Request) -> Json:
    """Bot API, editMessageCaption."""
    message = _editable(world, request.params)
    media = {name: message.content[name] for name in CAPTIONED if name in message.content}
    if not media:
        raise bad_request("there is no caption in the message to edit")
    said = caption(request.params).json("caption", "caption_entities")
    return _changed(world, message, media | said, request.params, message.extra)


async def edit_message_media(world: World, request: Request) -> Json:
    """Bot API, editMessageMedia."""
    message = _editable(world, request.params)
    content = media_content(world, request.params["media"], request)
    return _changed(world, message, content, request.params, message.extra)


async def edit_message_reply_markup(world: World, request: Request) -> Json:
    """Bot API, editMessageReplyMarkup."""
    message = _editable(world, request.params)
    return _changed(world, message, message.content, request.params, message.extra)


def _editable(world: World, params: Json) -> Message:
    if "inline_message_id" in params:
        raise sandbox_says("inline messages are not imitated")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.chats.writable(params["chat_id"])
    message = chat.found(params["message_id"], "edit")
    if not message.from_bot or not message.editable:
        raise bad_request("message can't be edited")
    return message


def _changed(world: World, message: Message, content: Json, params: Json, extra: Json) -> Json:
    """Change the message; without `reply_markup` its keyboard goes, as in Telegram."""
    markup = shown(params.get("reply_markup"))
    now = (content, markup, extra)
    if now == (message.content, message.markup, message.extra):
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edited_at = world.now()
    message.content, message.markup, message.extra = now
    message.edits += 1
    world.show(message, "edited")
    return message.json()


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
