"""Messages that the bot takes back."""

from datetime import timedelta

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.refusals import bad_request
from sandbox.world import Method, Request, World

DELETABLE_FOR = timedelta(hours=48)
"""How long a bot may delete a message: Bot API, deleteMessage."""

AT_ONCE = 100
"""Messages of one deleteMessages: Bot API, deleteMessages."""


async def delete_message(world: World, request: Request) -> bool:
    """Bot API, deleteMessage."""
    chat = world.chats.found(request.params["chat_id"])
    message = chat.found(request.params["message_id"], "delete")
    if not _deletable(world, chat, message):
        raise bad_request("message can't be deleted")
    _delete(world, message)
    return True


async def delete_messages(world: World, request: Request) -> bool:
    """Bot API, deleteMessages. What cannot be deleted is passed over."""
    wanted: list[int] = request.params["message_ids"]
    if not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > AT_ONCE:
        raise bad_request("too many message identifiers specified")
    chat = world.chats.found(request.params["chat_id"])
    for message in [found for found in map(chat.find, wanted) if found]:
        if _deletable(world, chat, message):
            _delete(world, message)
    return True


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    """Own messages anywhere, others' in private chats only, none older than two days."""
    mine = message.from_bot or chat.kind == "private"
    return mine and world.now() - message.date < DELETABLE_FOR


def _delete(world: World, message: Message) -> None:
    message.deleted = True
    world.show(message, "deleted")


METHODS: dict[str, Method] = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
