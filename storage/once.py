"""Statements that are put together once, for what happens at every tap.

SQLAlchemy finds a statement's SQL by all that the statement is made of, which takes longer than
running it where that is a lot. A statement that is always the same object needs no such search.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Statement = TypeVar("Statement")


class _Compiled(dict[Any, Any]):
    """SQL of one statement, by the dialect and the names of what it is given."""

    def get(self, key: Any, default: Any = None) -> Any:
        """Leave the statement out of SQLAlchemy's key: (dialect, statement, names, …)."""
        return super().get((key[0], *key[2:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((key[0], *key[2:]), value)


_options: dict[int, dict[str, Any]] = {}


def once(build: Callable[Given, Statement]) -> Callable[Given, Statement]:
    """Call a function without arguments, or with flags, once for each of their values."""

    @cache
    def built(*args: Given.args, **kwargs: Given.kwargs) -> Statement:
        statement = build(*args, **kwargs)
        # It lives as long as the cache, which is for ever, so no other object gets its number.
        _options[id(statement)] = {"compiled_cache": _Compiled()}
        return statement

    return built  # type: ignore[return-value]  # functools.cache forgets the arguments


def options(statement: object) -> dict[str, Any] | None:
    """Return the execution options of a statement that is put together once."""
    return _options.get(id(statement))
