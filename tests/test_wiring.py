"""What handlers ask for by name is there: a misspelt parameter would fail only when tapped."""

import inspect
from collections.abc import Iterator

from aiogram import Dispatcher, Router

from bot.settings import Settings
from bot.use_cases import use_cases
from domain.clock import FixedClock
from storage.database import Database

GIVEN_BY_AIOGRAM = {
    "bot", "bots", "callback_data", "command", "event_update", "event_from_user", "event_chat",
    "state", "raw_state", "dispatcher", "event_router",
}  # fmt: skip
GIVEN_BY_FILTERS = {"lesson_id", "category_id"}
"""What a filter of ours adds for its own handlers: handlers.open_lesson.LessonOpen."""


def _routers(router: Router) -> Iterator[Router]:
    yield router
    for inner in router.sub_routers:
        yield from _routers(inner)


def _handlers(dispatcher: Dispatcher) -> Iterator[tuple[str, list[inspect.Parameter]]]:
    for router in _routers(dispatcher):
        for observer in router.observers.values():
            for handler in observer.handlers:
                signature = inspect.signature(inspect.unwrap(handler.callback))
                name = f"{router.name}.{getattr(handler.callback, '__name__', '?')}"
                yield name, list(signature.parameters.values())


def test_every_handler_parameter_is_a_use_case_or_aiograms(bot: Dispatcher) -> None:
    given = GIVEN_BY_AIOGRAM | set(bot.workflow_data) | {"reader"}

    missing = [
        f"{name}({parameter.name})"
        for name, parameters in _handlers(bot)
        for parameter in parameters[1:]
        if parameter.name not in given | GIVEN_BY_FILTERS
        and parameter.default is parameter.empty
        and parameter.kind is not parameter.VAR_KEYWORD
    ]

    assert missing == []


def test_every_use_case_is_asked_for_by_a_handler(
    bot: Dispatcher, db: Database, clock: FixedClock, settings: Settings
) -> None:
    asked = {parameter.name for _name, parameters in _handlers(bot) for parameter in parameters}

    unused = set(use_cases(db, clock, settings)) - asked

    assert unused == set()


def test_a_second_dispatcher_can_be_built(
    bot: Dispatcher, db: Database, clock: FixedClock, settings: Settings
) -> None:
    from bot.app import dispatcher

    assert dispatcher(db, clock, settings) is not bot
