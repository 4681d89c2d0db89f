"""Chats as such: who is there, what is pinned, topics, reactions, leaving."""

from sandbox.chats import TOPIC_COLOUR, Chat
from sandbox.people import member
from sandbox.refusals import Json, bad_request
from sandbox.world import Method, Request, World

FULL: Json = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}
"""Fields that every ChatFullInfo must have: Bot API, ChatFullInfo."""


async def get_chat(world: World, request: Request) -> Json:
    """Bot API, getChat."""
    chat = world.chats.found(request.params["chat_id"])
    pinned = chat.find(chat.pinned[-1]) if chat.pinned else None
    return chat.json() | FULL | ({"pinned_message": pinned.json()} if pinned else {})


async def get_chat_member(world: World, request: Request) -> Json:
    """Bot API, getChatMember."""
    chat = world.chats.writable(request.params["chat_id"])
    user_id: int = request.params["user_id"]
    if user_id == world.bot["id"]:
        return member(world.bot, "member")
    if user_id in chat.members:
        return member(chat.members[user_id], "member")
    if chat.kind == "private" and user_id == chat.id:
        return member({"id": chat.id, "is_bot": False, **chat.face}, "member")
    raise bad_request("user not found")


async def get_chat_member_count(world: World, request: Request) -> int:
    """Bot API, getChatMemberCount; the bot counts too."""
    chat = world.chats.writable(request.params["chat_id"])
    return (len(chat.members) or 1) + 1


async def leave_chat(world: World, request: Request) -> bool:
    """Bot API, leaveChat."""
    chat = world.chats.writable(request.params["chat_id"])
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.standing = "left"
    return True


async def pin_chat_message(world: World, request: Request) -> bool:
    """Bot API, pinChatMessage."""
    chat = world.chats.writable(request.params["chat_id"])
    message = chat.found(request.params["message_id"], "pin")
    chat.pinned.append(message.id)
    world.write(chat, world.bot, {"pinned_message": message.json()})
    return True


async def unpin_chat_message(world: World, request: Request) -> bool:
    """Bot API, unpinChatMessage; without a message id the newest pin goes."""
    chat = world.chats.writable(request.params["chat_id"])
    last = chat.pinned[-1] if chat.pinned else None
    wanted = request.params.get("message_id", last)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


async def set_message_reaction(world: World, request: Request) -> bool:
    """Bot API, setMessageReaction; a bot sets one reaction at most."""
    chat = world.chats.writable(request.params["chat_id"])
    message = chat.found(request.params["message_id"], "react")
    reactions: list[Json] = request.params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions = reactions
    world.show(message, "edited")
    return True


async def create_forum_topic(world: World, request: Request) -> Json:
    """Bot API, createForumTopic: in forums, and in private chats when the bot has topics."""
    chat = world.chats.writable(request.params["chat_id"])
    if not _has_topics(world, chat):
        raise bad_request("the chat is not a forum")
    name = request.params["name"]
    content: Json = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
    topic = world.write(chat, world.bot, content)
    topic.extra = {"message_thread_id": topic.id, "is_topic_message": True}
    chat.topics[topic.id] = name
    return {"message_thread_id": topic.id, "name": name, "icon_color": TOPIC_COLOUR}


def _has_topics(world: World, chat: Chat) -> bool:
    return world.topics if chat.kind == "private" else chat.is_forum


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "setMessageReaction": set_message_reaction,
    "createForumTopic": create_forum_topic,
}
