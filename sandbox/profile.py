"""What the bot says of itself: commands, names and the menu button, per scope and language."""

import re
from dataclasses import dataclass, field

from sandbox.refusals import Json, bad_request

COMMAND_LIMIT = 32
DESCRIPTION_LIMIT = 256
COMMANDS_LIMIT = 100
"""Characters of a command and of its description, commands of a list: Bot API, BotCommand."""

PRIVATE_SCOPES = ("all_private_chats", "default")
GROUP_SCOPES = ("all_group_chats", "default")
"""Where a client looks for commands after the chat's own list: Bot API, determining list."""


@dataclass(slots=True)
class Profile:
    """Everything set by setMyX, with the default language under ""."""

    commands: dict[tuple[str, int | None, int | None, str], list[Json]] = field(
        default_factory=dict
    )
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def set_commands(self, commands: list[Json], scope: Json, language: str) -> None:
        """Replace the list of one scope and language. Raises ``Refused``."""
        if len(commands) > COMMANDS_LIMIT:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        kept = [_checked(command) for command in commands]
        self.commands[_key(scope, language)] = kept

    def get_commands(self, scope: Json, language: str) -> list[Json]:
        """Return the list set for exactly this scope and language."""
        return self.commands.get(_key(scope, language), [])

    def delete_commands(self, scope: Json, language: str) -> None:
        """Forget the list of one scope and language."""
        self.commands.pop(_key(scope, language), None)

    def seen_by(self, chat_id: int, language: str) -> list[Json]:
        """Return the commands that a client in this chat shows."""
        common = PRIVATE_SCOPES if chat_id > 0 else GROUP_SCOPES
        scopes: list[Json] = [{"type": "chat", "chat_id": chat_id}]
        scopes += [{"type": name} for name in common]
        keys = [_key(scope, code) for scope in scopes for code in (language, "")]
        return next((self.commands[key] for key in keys if key in self.commands), [])


def _key(scope: Json, language: str) -> tuple[str, int | None, int | None, str]:
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return scope.get("type", "default"), scope.get("chat_id"), scope.get("user_id"), language


def _checked(command: Json) -> Json:
    name = command["command"].strip().removeprefix("/").lower()
    description = command["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > COMMAND_LIMIT:
        raise bad_request("Command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > DESCRIPTION_LIMIT:
        raise bad_request("Command description length must not exceed 256")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {**command, "command": name, "description": description}
