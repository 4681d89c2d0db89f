"""Files that the bot fetches."""

from sandbox.refusals import Json
from sandbox.world import Method, Request, World


async def get_file(world: World, request: Request) -> Json:
    """Bot API, getFile; the path downloads from /file/bot<token>/<path>."""
    return world.files.downloadable(request.params["file_id"]).json()


METHODS: dict[str, Method] = {"getFile": get_file}
