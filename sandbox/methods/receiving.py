"""How the bot gets its updates, and who it is."""

from sandbox.refusals import Json, bad_request, conflict
from sandbox.updates import Terminated
from sandbox.webhook import Target
from sandbox.world import Method, Request, Said, World

WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


async def get_me(world: World, _request: Request) -> Json:
    """Bot API, getMe."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": world.topics,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


async def get_updates(world: World, request: Request) -> list[Json]:
    """Bot API, getUpdates. A newer call ends the older one with 409."""
    if world.webhook.target:
        raise conflict(WEBHOOK_ACTIVE)
    world.poll.end(OTHER_POLL)
    _choose(world, request.params)
    world.updates.confirm(request.params.get("offset", 0))
    limit = min(max(request.params.get("limit", 100), 1), 100)
    timeout = min(max(request.params.get("timeout", 0), 0), 50)
    world.feed.tell("poll")
    try:
        taken = await world.poll.take(limit, timeout)
    except Terminated as ended:
        raise conflict(str(ended)) from ended
    return [update.json() for update in taken]


def _choose(world: World, params: Json) -> None:
    """What was asked for last holds until something else is asked for."""
    if "allowed_updates" in params:
        world.updates.allowed = params["allowed_updates"]


async def set_webhook(world: World, request: Request) -> Said:
    """Bot API, setWebhook; an empty address deletes it."""
    params = request.params
    if not params.get("url"):
        return await delete_webhook(world, request)
    target = Target(
        url=world.webhook.checked_url(params["url"]),
        secret=_secret(params.get("secret_token", "")),
        max_connections=min(max(params.get("max_connections", 40), 1), 100),
    )
    world.poll.end("terminated by setWebhook request")
    _choose(world, params)
    if params.get("drop_pending_updates"):
        world.updates.clear()
    same = target == world.webhook.target
    world.webhook.aim(target)
    world.feed.tell("webhook")
    return Said(True, "Webhook is already set" if same else "Webhook was set")


def _secret(token: str) -> str:
    if len(token) > 256:
        raise bad_request("secret token is too long")
    if not all(c.isascii() and (c.isalnum() or c in "_-") for c in token):
        raise bad_request("secret token contains unallowed characters")
    return token


async def delete_webhook(world: World, request: Request) -> Said:
    """Bot API, deleteWebhook."""
    had = world.webhook.target is not None
    world.webhook.aim(None)
    if request.params.get("drop_pending_updates"):
        world.updates.clear()
    return Said(True, "Webhook was deleted" if had else "Webhook is already deleted")


async def get_webhook_info(world: World, _request: Request) -> Json:
    """Bot API, getWebhookInfo."""
    return world.webhook.info()


async def stop(_world: World, _request: Request) -> bool:
    """Bot API, logOut and close: there is nothing to leave here."""
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": stop,
    "close": stop,
}
