"""The bot's own HTTP server: the webhook, and what an operator's monitoring asks."""

import hmac
import json
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import sqlalchemy as sa
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import replies
from bot.intake import Intake
from bot.metrics import REGISTRY, read_queue
from bot.settings import Settings
from domain.clock import Clock
from storage import schema
from storage.database import Database

WEBHOOK_PATH = "/telegram/webhook"
SETTLE_SECONDS = 4
"""How long a stop waits for requests at work; Telegram repeats what is cut off."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name


@dataclass(frozen=True, slots=True)
class Server:
    """What is needed to answer; ``start`` listens, ``stop`` lets requests end."""

    runner: web.AppRunner
    host: str
    port: int

    async def start(self) -> None:
        """Listen; raises ``OSError`` where the port is taken."""
        await self.runner.setup()
        await web.TCPSite(self.runner, self.host, self.port).start()

    async def stop(self) -> None:
        """Stop listening and end what is under way."""
        await self.runner.cleanup()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Takes updates from Telegram."""

    intake: Intake
    secret: str

    async def take(self, request: web.Request) -> web.Response:
        """Reply after the update is handled, so that Telegram repeats what a crash cut off."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return web.Response(status=401)
        try:
            raw = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(raw, dict):
            return web.Response(status=400)
        with replies.reply() as reply:
            await self.intake.take(raw)
        return web.json_response(reply.body()) if reply.call else web.Response()


def webhook_secret(settings: Settings) -> str:
    """Return the secret that Telegram must send: the operator's, or one made from the key."""
    derived = hmac.new(settings.key, b"webhook", sha256).hexdigest()
    return settings.webhook_secret or derived


def server(settings: Settings, db: Database, clock: Clock, intake: Intake) -> Server:
    """Return the server of this process, with the webhook where one is set."""
    app = web.Application()
    app.router.add_get("/health", _health)
    app.router.add_get("/ready", partial(_ready, db))
    app.router.add_get("/metrics", partial(_metrics, db, clock))
    if settings.webhook_url:
        app.router.add_post(WEBHOOK_PATH, Webhook(intake, webhook_secret(settings)).take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SETTLE_SECONDS)
    return Server(runner, settings.http_host, settings.port)


async def _health(_request: web.Request) -> web.Response:
    """Say that the process lives and its loop turns."""
    return web.json_response({"status": "ok"})


async def _ready(db: Database, _request: web.Request) -> web.Response:
    """Say whether a tap could be served now: the database answers and its schema is ours."""
    try:
        revision = await schema.current(db)
    except (sa.exc.SQLAlchemyError, OSError):
        return web.json_response({"status": "no database"}, status=503)
    if revision != schema.head():
        return web.json_response({"status": "schema is not up to date"}, status=503)
    return web.json_response({"status": "ready"})


async def _metrics(db: Database, clock: Clock, _request: web.Request) -> web.Response:
    await read_queue(db, clock.now())
    return web.Response(
        body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )
