import gc

from bot.warm import warm


def test_what_is_there_after_the_set_up_is_looked_through_no_more() -> None:
    before = gc.get_freeze_count()
    try:
        warm()

        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
