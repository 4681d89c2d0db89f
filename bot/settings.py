"""Settings from the environment and ``.env``; each docstring is that name's line in .env.example."""

import os
import secrets
from contextlib import suppress
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import OperatorFault
from domain.retention import LEAST, Retention
from storage.database import sqlite_path, unknown_options
from storage.sqlite import busy_timeout
from views.words import LANGUAGES

TELEGRAM = "https://api.telegram.org"
_KEPT = Retention()


class Settings(BaseSettings):
    """What the operator may set; every default serves one school on one machine."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", use_attribute_docstrings=True
    )

    bot_token: str = ""
    """The token that @BotFather gave; needed by `run` and `check` only."""
    bot_api_url: str = TELEGRAM
    """Where the Bot API answers: Telegram itself, a local Bot API server or the sandbox."""
    database_url: str = "sqlite+aiosqlite:///data/diary.db"
    """SQLAlchemy URL; for a city: postgresql+asyncpg://user@host/name."""
    secret_key: str = ""
    """Keys the hashes of codes; empty: made once beside the SQLite file, mode 0600 (PostgreSQL needs one)."""
    timezone: str = "Europe/Moscow"
    """IANA name of the school's time zone."""
    default_language: str = "ru"
    """Spoken to people whose Telegram language we do not have: ru or en."""
    grace_seconds: int = Field(default=180, ge=0, le=86_400)
    """Seconds in which a teacher may correct a mark before families hear of it; 0: at once. Imports never wait."""
    default_quiet_hours: str = "21:00-07:00"
    """Messages that fall due in these hours wait for their end, where a family chose no hours of its own; empty: none."""
    webhook_url: str = ""
    """Public HTTPS address of POST /telegram/webhook; empty: long polling."""
    webhook_secret: str = ""
    """Sent by Telegram with every webhook call and checked; empty: derived from SECRET_KEY."""
    http_host: str = "127.0.0.1"
    """Address that the HTTP server listens on."""
    http_port: int = Field(default=0, ge=0, le=65_535)
    """Port of /health, /ready, /metrics and the webhook; 0: no HTTP server unless WEBHOOK_URL is set, then 8080."""
    metrics_token: str = ""
    """Prometheus must send it as a bearer token to read /metrics; empty: whoever reaches HTTP_HOST may."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    log_format: Literal["console", "json"] = "console"
    """console for eyes, json for machines: one object a line."""
    messages_per_second: float = Field(default=30, gt=0, le=1000)
    """Most messages a second over all chats; 30 is Telegram's free limit for a bot."""
    paid_broadcast: bool = False
    """true: Telegram may take Stars for what goes beyond 30 messages a second (see its bots FAQ, allow_paid_broadcast)."""
    keep_deliveries_days: int = Field(default=_KEPT.deliveries, ge=LEAST.deliveries)
    """Days that messages, dead letters and what they told of stay in the database; at least 90."""
    keep_news_days: int = Field(default=_KEPT.news, ge=LEAST.news)
    """The same for news: for so long an author sees who has it, and an edit changes the messages; at least 90."""
    keep_history_days: int = Field(default=_KEPT.history, ge=LEAST.history)
    """Days that the journal's history goes back: who changed which mark, and what it was before; at least 366."""
    keep_audit_days: int = Field(default=_KEPT.audit, ge=LEAST.audit)
    """Days that the audit log goes back in all but the journal; at least 31."""
    keep_attempts_days: int = Field(default=_KEPT.attempts, ge=LEAST.attempts)
    """Days after which somebody's wrong codes are forgotten; at least 2."""
    keep_strangers_days: int = Field(default=_KEPT.strangers, ge=LEAST.strangers)
    """Days after which a chat that was never linked is forgotten; at least 7."""
    keep_drafts_days: int = Field(default=_KEPT.drafts, ge=LEAST.drafts)
    """Days after which what somebody began to write and left is forgotten; at least 1."""

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_the_default(cls, value: object, info: ValidationInfo) -> object:
        """Read ``NAME=`` as not set, but for quiet hours, where it means none."""
        if value == "" and info.field_name and info.field_name != "default_quiet_hours":
            return cls.model_fields[info.field_name].default
        return value

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            message = f"no time zone is named {value!r}; use an IANA name such as Europe/Moscow"
            raise ValueError(message) from error
        return value

    @field_validator("default_language")
    @classmethod
    def _language_is_ours(cls, value: str) -> str:
        if value not in LANGUAGES:
            message = f"we have {' and '.join(LANGUAGES)}, not {value!r}"
            raise ValueError(message)
        return value

    @field_validator("default_quiet_hours")
    @classmethod
    def _hours_are_hours(cls, value: str) -> str:
        if value:
            _hours(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_ours(cls, value: str) -> str:
        try:
            driver = sa.make_url(value).drivername
        except sa.exc.ArgumentError as error:
            message = "not a SQLAlchemy URL, such as sqlite+aiosqlite:///data/diary.db"
            raise ValueError(message) from error
        if driver not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
            message = f"starts with sqlite+aiosqlite or postgresql+asyncpg, not {driver}"
            raise ValueError(message)
        if unknown := unknown_options(value):
            hint = " (asyncpg calls it ssl)" if "sslmode" in unknown else ""
            message = f"there is no option {', '.join(unknown)} of this driver{hint}"
            raise ValueError(message)
        try:
            busy_timeout(sa.make_url(value))
        except ValueError as error:
            message = "timeout is a number of seconds, such as ?timeout=15"
            raise ValueError(message) from error
        return value

    @cached_property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """Start and end in the school's zone; the end may be on the next day."""
        return _hours(self.default_quiet_hours) if self.default_quiet_hours else None

    @property
    def grace(self) -> timedelta:
        """How long a teacher's mark waits for its correction."""
        return timedelta(seconds=self.grace_seconds)

    @property
    def keeps(self) -> Retention:
        """How long everything stays."""
        return Retention(
            deliveries=self.keep_deliveries_days, news=self.keep_news_days,
            history=self.keep_history_days, audit=self.keep_audit_days,
            attempts=self.keep_attempts_days, strangers=self.keep_strangers_days,
            drafts=self.keep_drafts_days,
        )  # fmt: skip

    @property
    def port(self) -> int:
        """The HTTP port in force, or 0 for none."""
        return self.http_port or (8080 if self.webhook_url else 0)

    @cached_property
    def key(self) -> bytes:
        """The secret that keys hashes, made on first need for an embedded database.

        Raises ``OperatorFault`` where there is none and no file to keep one in.
        """
        if self.secret_key:
            return self.secret_key.encode()
        database = sqlite_path(self.database_url)
        if database is None:
            message = "SECRET_KEY is empty: set it to a long random text, the same for all workers"
            raise OperatorFault(message)
        path = database.with_suffix(".key")
        try:
            key = _kept_key(path)
        except OSError as error:
            message = (
                f"the key cannot be kept in {path} ({error.strerror}): let the bot's user write"
                " there, or set SECRET_KEY"
            )
            raise OperatorFault(message) from error
        if not key:
            message = f"the key in {path} is empty: put back the file that belongs to the database"
            raise OperatorFault(message)
        return key


def _hours(value: str) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError as error:
        message = f"hours look like 21:00-07:00, not {value!r}"
        raise ValueError(message) from error
    return start, end


def _kept_key(path: Path) -> bytes:
    """Read the key, or make it; of two processes that make one at once, one wins."""
    if path.exists():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    # A link appears whole or not at all; where the other process was first, its key holds.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_bytes()
