"""Every refusal has its sentence, and each fits an alert."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain import errors
from domain.errors import (
    AlreadyDone,
    AlreadyLinked,
    CodeRefused,
    CodeTrouble,
    DiaryError,
    ImportRefused,
    InputRefused,
    NameRefused,
    NoHourLeft,
    NotAdmin,
    NotFound,
    NotLinked,
    NotStaff,
    PersonUnknown,
    TooManyAttempts,
)
from views import refusals, words

ALERT_LIMIT = 200
"""Characters of an alert: Bot API, answerCallbackQuery."""


def _all() -> Iterator[DiaryError]:
    yield from (NotLinked(), NotStaff(), NotAdmin(), NotFound(), AlreadyLinked())
    yield from (InputRefused(), NameRefused(), NoHourLeft(), AlreadyDone())
    yield TooManyAttempts(datetime(2026, 9, 30, 20, 59, tzinfo=UTC))
    for trouble in CodeTrouble:
        yield from (CodeRefused(trouble), CodeRefused(trouble, for_staff=True))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_refusal_fits_an_alert_and_is_its_own(language: str) -> None:
    with words.use(language, ZoneInfo("Europe/Moscow")):
        texts = [refusals.text(error) for error in _all()]

    assert max(map(len, texts)) <= ALERT_LIMIT
    # Ten kinds of code trouble; staff have four sentences of their own and share the others.
    assert len(set(texts)) == 10 + len(CodeTrouble) + 4
    assert not any("{" in text for text in texts)


def test_no_expected_refusal_is_taken_for_our_failure() -> None:
    kinds = {
        kind for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DiaryError)
    }  # fmt: skip
    seen = {type(error) for error in _all()} | {DiaryError, ImportRefused, PersonUnknown}

    assert kinds == seen
    assert refusals.text(ImportRefused("x")) != refusals.apology()
    assert refusals.text(ValueError("x")) == refusals.apology()
