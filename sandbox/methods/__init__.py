"""The API methods that this server imitates, by their official names."""

from sandbox.methods import (
    answering,
    chatting,
    deleting,
    editing,
    fetching,
    introducing,
    receiving,
    sending,
)
from sandbox.world import Method

METHODS: dict[str, Method] = {
    **receiving.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **deleting.METHODS,
    **answering.METHODS,
    **fetching.METHODS,
    **chatting.METHODS,
    **introducing.METHODS,
}
