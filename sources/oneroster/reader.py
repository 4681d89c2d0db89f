"""Reads a OneRoster bundle in the order in which its files depend on each other."""

from collections.abc import Iterator

from domain.mirror import Batch, Row
from sources.oneroster import gradebook, people, results, structure
from sources.oneroster.book import TABLES, Book
from sources.oneroster.gradebook import Work
from sources.port import Scope
from sources.state import batched


def read(book: Book) -> Iterator[Batch]:
    """Yield every row; a table whose file had refused rows is not whole any more."""
    scales: dict[str, str] = {}
    works: dict[str, Work] = {}
    for part in (structure.orgs, structure.sessions, structure.courses, structure.classes,
                 people.users, people.roles, people.guardians, people.homerooms_by_grade,
                 people.enrollments, gradebook.categories):  # fmt: skip
        yield from _with_gone(book, part(book))
    yield from _with_gone(book, gradebook.score_scales(book, scales))
    chosen = gradebook.chosen_scales(book, "lineItemScoreScales", scales)
    yield from _with_gone(book, gradebook.line_items(book, works, chosen))
    gradebook.refuse_unused(book, chosen, "lineItems", "lineItemSourcedId")
    chosen = gradebook.chosen_scales(book, "resultScoreScales", scales)
    yield from _with_gone(book, results.results(book, works, chosen))
    gradebook.refuse_unused(book, chosen, "results", "resultSourcedId")
    _keep_refused(book)


def _with_gone(book: Book, rows: Iterator[Row]) -> Iterator[Batch]:
    yield from batched(rows)
    yield from batched(book.gone())


def _keep_refused(book: Book) -> None:
    """Remove nothing by absence where a row was refused: what is absent may be what was refused."""
    state = book.state
    for noun, tables in TABLES.items():
        if state.log.rejected[noun]:
            state.whole -= {Scope(name) for name in tables}
    if state.log.rejected["users"] or state.log.rejected["roles"]:
        state.whole -= {Scope("guardianship"), Scope("person_role")}
        state.whole -= {Scope("school_class", True), Scope("class_member", True)}
