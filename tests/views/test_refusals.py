"""Every refusal has its sentence, and each fits an alert."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from domain import errors
from domain.errors import (
    CodeRefused,
    CodeTrouble,
    DiaryError,
    ImportRefused,
    OperatorFault,
    PersonUnknown,
)
from views import refusals, words

ALERT_LIMIT = 200
"""Characters of an alert: Bot API, answerCallbackQuery."""
FOR_OPERATORS = (DiaryError, ImportRefused, OperatorFault, PersonUnknown)
_SAMPLES: dict[type, Any] = {
    datetime: datetime(2026, 9, 30, 20, 59, tzinfo=UTC), date: date(2026, 9, 30), int: 12,
    str: "12", float: 1.5,
}  # fmt: skip


def _kinds() -> Iterator[type[DiaryError]]:
    """Return what a person in the chat may be refused with."""
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, DiaryError) and kind not in FOR_OPERATORS:
            yield kind


def _made(kind: type[DiaryError]) -> DiaryError:
    """Return an error of this class, its required fields filled by their types."""
    if not is_dataclass(kind):
        return kind()
    hints = get_type_hints(kind)
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    return kind(**{name: _sample(hints[name]) for name in needed})


def _sample(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return _SAMPLES.get(hint, ())


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("kind", [k for k in _kinds() if k is not CodeRefused])
def test_every_refusal_has_a_sentence_that_fits_an_alert(
    language: str, kind: type[DiaryError]
) -> None:
    with words.use(language, ZoneInfo("Europe/Moscow")):
        text = refusals.text(_made(kind))
        unknown = refusals.text(DiaryError())

    assert 0 < len(text) <= ALERT_LIMIT
    assert text not in (unknown, refusals.apology())
    assert "{" not in text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_refusal_is_its_own(language: str) -> None:
    with words.use(language, ZoneInfo("Europe/Moscow")):
        texts = [refusals.text(_made(kind)) for kind in _kinds() if kind is not CodeRefused]

    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_code_is_refused_in_words_that_fit_the_code(language: str) -> None:
    both = [
        CodeRefused(trouble, for_staff=staff) for trouble in CodeTrouble for staff in (False, True)
    ]
    with words.use(language, ZoneInfo("Europe/Moscow")):
        texts = [refusals.text(error) for error in both]

    assert max(map(len, texts)) <= ALERT_LIMIT
    # Staff have four sentences of their own and share the others.
    assert len(set(texts)) == len(CodeTrouble) + 4


def test_an_operators_refusal_and_our_failure_are_told_apart() -> None:
    assert refusals.text(ImportRefused("x")) != refusals.apology()
    assert refusals.text(ValueError("x")) == refusals.apology()
