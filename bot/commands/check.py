"""``check``: could the bot serve? One line per finding."""

import argparse
from collections.abc import AsyncIterator
from pathlib import Path

from bot import faults
from bot.settings import TELEGRAM, Settings
from storage import schema, soundness
from storage.database import Database, connect, sqlite_path
from views import words

_WORDS = {True: "ok    ", False: "not ok", None: "note  "}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("check", help="say whether the bot could serve, and why not")
    parser.set_defaults(run=run)


async def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Print ``ok``, ``not ok`` or ``note`` before each finding; 1 if any is not ok."""
    good = True
    async for fine, sentence in findings(settings):
        print(f"{_WORDS[fine]} {sentence}")
        good = good and fine is not False
    return 0 if good else 1


async def findings(settings: Settings) -> AsyncIterator[tuple[bool | None, str]]:
    """Look at settings, database, schema, locales and token, in this order.

    Neither true nor false: the bot can serve, but the operator ought to know.
    """
    yield True, f"settings: zone {settings.timezone}, language {settings.default_language}"
    yield _key(settings)
    yield _webhook(settings)
    if settings.port:
        yield _metrics(settings)
    for finding in await _database(settings):
        yield finding
    yield _locales()
    yield await _token(settings)


def _key(settings: Settings) -> tuple[bool, str]:
    if settings.secret_key:
        if len(settings.secret_key) < 16:
            return False, "secret key: SECRET_KEY is shorter than 16 characters: make it longer"
        return True, "secret key: set"
    database = sqlite_path(settings.database_url)
    if database is None:
        return False, "secret key: PostgreSQL keeps none: set SECRET_KEY, the same for all workers"
    kept = database.with_suffix(".key")
    return True, f"secret key: {kept}{'' if kept.exists() else ' will be made at the first start'}"


def _webhook(settings: Settings) -> tuple[bool, str]:
    if not settings.webhook_url:
        return True, "updates: long polling"
    if settings.bot_api_url == TELEGRAM and not settings.webhook_url.startswith("https://"):
        return False, "updates: WEBHOOK_URL must begin with https:// for Telegram's own servers"
    return True, f"updates: webhook, listening on {settings.http_host}:{settings.port}"


def _metrics(settings: Settings) -> tuple[bool | None, str]:
    if settings.metrics_token:
        return True, "metrics: METRICS_TOKEN is asked for"
    place = f"{settings.http_host}:{settings.port}"
    return None, f"metrics: whoever reaches {place} reads /metrics: set METRICS_TOKEN"


async def _database(settings: Settings) -> list[tuple[bool, str]]:
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return [_folder(path)]
    try:
        db = connect(settings.database_url)
    except OSError as error:
        return [(False, f"database: {faults.of_system(error)}")]
    try:
        return await _schema(db)
    except Exception as error:  # noqa: BLE001  (each driver has errors of its own)
        said = faults.sentence(error, settings) or f"does not answer: {type(error).__name__}"
        return [(False, f"database: {said}")]
    finally:
        await db.close()


def _folder(path: Path) -> tuple[bool, str]:
    """Judge a SQLite file that is not there yet by whether it can be made."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    probe = folder / f".{path.name}.check"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return False, f"database: {path} cannot be made: {error.strerror}"
    return True, f"database: {path} will be made at the first start"


async def _schema(db: Database) -> list[tuple[bool, str]]:
    found, newest = await schema.look(db), schema.head()
    there = (True, f"database: {db.engine.dialect.name} answers")
    if (fault := found.fault) is not None:
        return [there, (False, fault)]
    if found.revision is None:
        return [there, (True, "schema: empty; `run` will bring it up to date")]
    if found.revision != newest:
        sentence = f"schema: {found.revision}, newest is {newest}; `run` will bring it up to date"
        return [there, (True, sentence)]
    lacks = await soundness.lacks(db)
    upto = (True, f"schema: {newest}, up to date")
    if not lacks:
        return [there, upto, (True, f"tables: all {len(found.tables)} are there")]
    return [there, upto, *((False, f"tables: {one} is missing: restore a backup") for one in lacks)]


def _locales() -> tuple[bool, str]:
    try:
        missing = [tag for tag in words.LANGUAGES if not words.speaks(tag)]
    except OSError as error:
        return False, f"locales: {faults.of_system(error)}"
    if missing:
        return False, f"locales: no catalogue of {', '.join(missing)}: run `make messages`"
    return True, f"locales: {', '.join(words.LANGUAGES)}"


async def _token(settings: Settings) -> tuple[bool, str]:
    """Ask the Bot API who we are, without Telegram's library and its three seconds."""
    if not settings.bot_token:
        return False, "token: BOT_TOKEN is empty: ask @BotFather for one and put it into .env"
    import aiohttp

    address = f"{settings.bot_api_url.rstrip('/')}/bot{settings.bot_token}/getMe"
    try:
        timeout = aiohttp.ClientTimeout(total=15)
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(address) as answer:
            body = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        # The address holds the token, so only the kind of failure is told.
        return False, f"token: {settings.bot_api_url} does not answer: {type(error).__name__}"
    if not isinstance(body, dict) or not body.get("ok"):
        reason = body.get("description", answer.status) if isinstance(body, dict) else answer.status
        return False, f"token: refused by the Bot API: {reason}"
    return True, f"token: @{body['result'].get('username', '?')}"
