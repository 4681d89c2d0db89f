"""What the bot tells Telegram of itself: commands, names, the menu button."""

from sandbox.refusals import Json
from sandbox.world import Method, Request, World

DEFAULT: Json = {"type": "default"}


def _scope(world: World, params: Json) -> Json:
    scope: Json = params.get("scope", DEFAULT)
    if "chat_id" in scope:
        world.chats.found(scope["chat_id"])
    return scope


async def set_my_commands(world: World, request: Request) -> bool:
    """Bot API, setMyCommands."""
    params = request.params
    scope, language = _scope(world, params), params.get("language_code", "")
    world.profile.set_commands(params["commands"], scope, language)
    world.feed.tell("commands")
    return True


async def get_my_commands(world: World, request: Request) -> list[Json]:
    """Bot API, getMyCommands."""
    scope, language = _scope(world, request.params), request.params.get("language_code", "")
    return world.profile.get_commands(scope, language)


async def delete_my_commands(world: World, request: Request) -> bool:
    """Bot API, deleteMyCommands."""
    scope, language = _scope(world, request.params), request.params.get("language_code", "")
    world.profile.delete_commands(scope, language)
    world.feed.tell("commands")
    return True


def _setter(key: str) -> Method:
    async def set_text(world: World, request: Request) -> bool:
        language = request.params.get("language_code", "")
        world.profile.texts[key, language] = request.params.get(key, "")
        return True

    return set_text


def _getter(key: str) -> Method:
    async def get_text(world: World, request: Request) -> Json:
        texts, language = world.profile.texts, request.params.get("language_code", "")
        bare = world.bot["first_name"] if key == "name" else ""
        return {key: texts.get((key, language)) or texts.get((key, "")) or bare}

    return get_text


async def set_chat_menu_button(world: World, request: Request) -> bool:
    """Bot API, setChatMenuButton."""
    chat_id = request.params.get("chat_id")
    world.profile.menu_buttons[chat_id] = request.params.get("menu_button", DEFAULT)
    return True


async def get_chat_menu_button(world: World, request: Request) -> Json:
    """Bot API, getChatMenuButton."""
    buttons, chat_id = world.profile.menu_buttons, request.params.get("chat_id")
    return buttons.get(chat_id) or buttons.get(None) or {"type": "commands"}


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
