"""How Telegram says no: the error envelope and its exact texts."""

from typing import Any

Json = dict[str, Any]
"""A JSON object, as the Bot API speaks."""


class Refused(Exception):
    """An answer other than ok. The HTTP status is the error code."""

    def __init__(
        self,
        code: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def envelope(self) -> Json:
        """Return the body that Telegram answers with (Query.cpp)."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to}
        given = {name: value for name, value in parameters.items() if value is not None}
        return body | ({"parameters": given} if given else {})


def lowered(message: str) -> str:
    """Lower the first letter unless the second is `_` or A-Z (fail_query_with_error)."""
    if len(message) > 1 and (message[1] == "_" or "A" <= message[1] <= "Z"):
        return message
    return message[:1].lower() + message[1:]


def bad_request(message: str) -> Refused:
    """Return a 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {lowered(message)}")


def sandbox_says(message: str) -> Refused:
    """Return a 400 that Telegram itself may not give, so that a wrong call fails loudly here."""
    return Refused(400, f"Bad Request: sandbox: {message}")


def forbidden(message: str) -> Refused:
    """Return a 403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {lowered(message)}")


def conflict(message: str) -> Refused:
    """Return a 409: somebody else takes the updates."""
    return Refused(409, f"Conflict: {message}")


def too_many(seconds: int) -> Refused:
    """Return a 429 that names its pause."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
