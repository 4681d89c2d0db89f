"""Answers to taps."""

from sandbox.refusals import bad_request
from sandbox.world import Method, Request, World

ANSWER_LIMIT = 200
"""Characters of an answer: Bot API, answerCallbackQuery."""


async def answer_callback_query(world: World, request: Request) -> bool:
    """Bot API, answerCallbackQuery."""
    if len(request.params.get("text", "")) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = world.taps.answer(request.params)
    assert tap.answer
    world.feed.tell(
        "answer", chat_id=tap.person_id, text=tap.answer.text, alert=tap.answer.alert, tap=tap.id
    )
    return True


METHODS: dict[str, Method] = {"answerCallbackQuery": answer_callback_query}
