import gc

from aiogram.methods import AnswerCallbackQuery, EditMessageText
from aiogram.methods.base import Response

from bot import warm


def test_the_classes_of_answers_are_the_same_objects_at_every_call() -> None:
    warm.keep_answers()
    kept = {id(kind) for kind in warm.kept()}

    gc.collect()

    for method in (AnswerCallbackQuery, EditMessageText):
        assert id(Response[method.__returning__]) in kept  # type: ignore[name-defined]


def test_what_is_there_after_the_set_up_is_looked_through_no_more() -> None:
    before = gc.get_freeze_count()
    try:
        warm.freeze()

        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
