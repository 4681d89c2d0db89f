"""The bot's own HTTP server: the webhook, and what an operator's monitoring asks."""

import hmac
import logging
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import sqlalchemy as sa
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import replies
from bot.door import BODY_LIMIT, Door, Patience, Refused, Told, is_same
from bot.intake import Intake
from bot.metrics import REGISTRY, read_queue
from bot.settings import Settings
from domain.clock import Clock
from storage import schema
from storage.database import Database

WEBHOOK_PATH = "/telegram/webhook"
SETTLE_SECONDS = 4
"""How long a stop waits for requests at work; Telegram repeats what is cut off."""


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
    door: Door
    told: Told

    async def take(self, request: web.Request) -> web.Response:
        """Reply after the update is handled, so that Telegram repeats what a crash cut off."""
        try:
            raw = await self.door.update(request)
        except Refused as refusal:
            self.told.say(refusal.trouble)
            return _refused(refusal)
        with replies.reply() as reply:
            await self.intake.take(raw)
        return web.json_response(reply.body()) if reply.call else web.Response()


@dataclass(frozen=True, slots=True)
class Metrics:
    """Tells Prometheus; who asks must know the operator's token where one is set."""

    db: Database
    clock: Clock
    token: str

    async def show(self, request: web.Request) -> web.Response:
        """Read the gauges now."""
        given = request.headers.get("Authorization", "")
        if self.token and not is_same(given, f"Bearer {self.token}"):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        await read_queue(self.db, self.clock.now())
        return web.Response(
            body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )


def webhook_secret(settings: Settings) -> str:
    """Return the secret that Telegram must send: the operator's, or one made from the key."""
    derived = hmac.new(settings.key, b"webhook", sha256).hexdigest()
    return settings.webhook_secret or derived


def server(
    settings: Settings,
    db: Database,
    clock: Clock,
    intake: Intake,
    patience: Patience = Patience(),  # noqa: B008  # frozen
) -> Server:
    """Return the server of this process, with the webhook where one is set."""
    app, told = web.Application(client_max_size=BODY_LIMIT), Told()
    app.router.add_get("/health", _health)
    app.router.add_get("/ready", partial(_ready, db))
    app.router.add_get("/metrics", Metrics(db, clock, settings.metrics_token).show)
    if settings.webhook_url:
        door = Door(webhook_secret(settings), patience)
        app.router.add_post(WEBHOOK_PATH, Webhook(intake, door, told).take)
    logger = logging.Logger(__name__)  # noqa: LOG001  # its filter is this server's own
    logger.parent = logging.getLogger()
    logger.addFilter(told.filter)
    runner = web.AppRunner(
        app, access_log=None, shutdown_timeout=SETTLE_SECONDS, logger=logger,
        # aiohttp counts it from the connection's begin too, and half a head does not renew it.
        keepalive_timeout=patience.head, lingering_time=patience.body,
        # Nothing of ours is compressed: a few kilobytes could not become a gigabyte.
        auto_decompress=False,
    )  # fmt: skip
    return Server(runner, settings.http_host, settings.port)


def _refused(refusal: Refused) -> web.Response:
    """Answer without a word: who has the secret reads our log."""
    response = web.Response(status=refusal.status)
    response.force_close()
    return response


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
