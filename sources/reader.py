"""Reads a whole bundle: roster and gradebook first, then the journal that refers to them."""

from collections.abc import Iterator

from domain.mirror import Batch, Known
from sources.files import Bundle
from sources.journal_csv import reader as journal
from sources.oneroster import reader as oneroster
from sources.oneroster.book import Book
from sources.oneroster.manifest import Manifest
from sources.port import Log, Reading
from sources.state import State


def read(bundle: Bundle, manifest: Manifest | None, known: Known, log: Log) -> Reading:
    """Return the reading of a bundle; nothing is read before its batches are taken."""
    state = State(log, known)
    return Reading(_batches(bundle, manifest, state), log, state.whole)


def _batches(bundle: Bundle, manifest: Manifest | None, state: State) -> Iterator[Batch]:
    if manifest is not None:
        yield from oneroster.read(Book(bundle, manifest, state))
    yield from journal.read(bundle, state)
    state.log.finish()
