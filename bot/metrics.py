"""What /metrics tells Prometheus; counts only, nothing of anybody.

Counters and histograms are of this process since its start; gauges are of the database, the same
in every process, but for ``diary_line_up``. docs/running.md says what they mean to an operator.
"""

import logging
from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate
from math import nan
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from aiogram.types import Update
from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from domain.delivery import Queue
from storage import queue
from storage.database import Database

logger = logging.getLogger(__name__)
# A second series beside each counter, when it was made: nobody asks, and the page doubles.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it untyped
REGISTRY = CollectorRegistry()
for collector in (GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR):
    REGISTRY.register(collector)

UPDATES = Counter(
    "diary_updates_total", "Updates handled, by what they were.", ["kind"], registry=REGISTRY
)
UPDATE_SECONDS = Histogram(
    "diary_update_seconds", "Time from an update's arrival to its end.", registry=REGISTRY
)
UPDATE_LAG = Histogram(
    "diary_update_lag_seconds",
    "Time from a message's date, in whole seconds, to its arrival here; taps have no date.",
    buckets=(1, 2, 3, 5, 10, 30, 60, 300, 1800, 7200, 86400),
    registry=REGISTRY,
)
UPDATES_KEPT = Gauge(
    "diary_updates_kept",
    "Updates in the database that wait to be handled, or were set aside because nobody could"
    " read them.",
    ["state"],
    registry=REGISTRY,
)
DATABASE_UP = Gauge(
    "diary_database_up",
    "1 if the database answered this scrape, else 0 and its gauges are missing.",
    registry=REGISTRY,
)
FACTS = Gauge("diary_facts_unplanned", "Facts that nobody has planned yet.", registry=REGISTRY)
FACT_AGE = Gauge(
    "diary_fact_oldest_unplanned_age_seconds",
    "For how long the oldest fact has been ready without being planned; 0 if none is.",
    registry=REGISTRY,
)
DELIVERIES = Gauge(
    "diary_deliveries",
    "Deliveries in the database that wait (due, or held until their hour) or failed, by kind.",
    ["kind", "state"],
    registry=REGISTRY,
)
DELIVERY_AGE = Gauge(
    "diary_delivery_oldest_due_age_seconds",
    "For how long the oldest message that ought to have been heard has waited; 0 if none does.",
    registry=REGISTRY,
)
FINISHED = Counter(
    "diary_deliveries_finished_total",
    "Deliveries ended by this process, by kind and outcome: sent, skipped or failed.",
    ["kind", "outcome"],
    registry=REGISTRY,
)
ANSWERS_LOST = Counter(
    "diary_answers_lost_total",
    "Messages that went out and no answer came: they may or may not be there, by kind.",
    ["kind"],
    registry=REGISTRY,
)
LINE_UP = Gauge(
    "diary_line_up",
    "1 if this process's messages get through to the Bot API, 0 while it only probes.",
    registry=REGISTRY,
)
LINE_UP.set(1)
BUCKET_WAIT = Histogram(
    "diary_bucket_wait_seconds",
    "How long a message waited for its place in Telegram's rate of the whole bot or of its chat.",
    ["bucket"],
    buckets=(0.001, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300),
    registry=REGISTRY,
)
FLOODS = Counter(
    "diary_telegram_floods_total",
    "Calls that Telegram put off with 429, by method.",
    ["method"],
    registry=REGISTRY,
)


class StatementTimes(Collector):
    """Time of one SQL statement; the library's histogram would cost more than short statements.

    Statements of all engines end in the event loop's thread, so that nothing needs a lock.
    """

    BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0)

    def __init__(self) -> None:
        self._counts = [0] * (len(self.BOUNDS) + 1)
        self._sum = 0.0

    def observe(self, seconds: float) -> None:
        """Count a statement."""
        self._counts[bisect_left(self.BOUNDS, seconds)] += 1
        self._sum += seconds

    def collect(self) -> Iterator[Metric]:
        """Return the one histogram."""
        bounds = [*map(str, self.BOUNDS), "+Inf"]
        yield HistogramMetricFamily(
            "diary_sql_seconds",
            "Time of one SQL statement in the database.",
            buckets=list(zip(bounds, accumulate(self._counts), strict=True)),
            sum_value=self._sum,
        )


SQL_SECONDS = StatementTimes()
REGISTRY.register(SQL_SECONDS)


class Counting:
    """Watches the sender for Prometheus: a ``notifications.watching.Watcher``."""

    def finished(self, kind: str, outcome: str) -> None:
        """Count a delivery that ended."""
        FINISHED.labels(kind, outcome).inc()

    def waited(self, bucket: str, seconds: float) -> None:
        """Count how long a message waited for its place."""
        BUCKET_WAIT.labels(bucket).observe(seconds)

    def flooded(self, method: str) -> None:
        """Count a 429."""
        FLOODS.labels(method).inc()

    def answer_lost(self, kind: str) -> None:
        """Count a message of which nobody knows whether it is there."""
        ANSWERS_LOST.labels(kind).inc()

    def line(self, *, up: bool) -> None:
        """Show whether the line is up."""
        LINE_UP.set(up)


async def read_queue(db: Database, now: datetime) -> None:
    """Bring the gauges of the database up to date.

    Where it does not answer they tell nothing, because old numbers would look like good ones;
    what this process counts itself is still worth telling.
    """
    try:
        async with db.survey() as session:
            found = await queue.overview(session)
            facts = await queue.unplanned(session)
            kept = await queue.updates(session)
    except (sa.exc.SQLAlchemyError, OSError) as error:
        logger.warning("no gauges of the database: %s", type(error).__name__)
        _forget()
        return
    DATABASE_UP.set(1)
    _show(found)
    DELIVERY_AGE.set(_age(found.oldest(now), now))
    FACTS.set(facts.number)
    FACT_AGE.set(_age(facts.ready_at, now))
    UPDATES_KEPT.labels("waiting").set(kept.waiting)
    UPDATES_KEPT.labels("broken").set(kept.broken)


def note_lag(update: Update, now: datetime) -> None:
    """Count how late an update came, where it says since when it is under way.

    A tap brings the date of the screen it was made on, which says nothing of the tap.
    """
    message = update.message or update.edited_message
    if message is None:
        return
    sent = message.date.timestamp() if message.edit_date is None else float(message.edit_date)
    UPDATE_LAG.observe(max(0.0, now.timestamp() - sent))


def watch_sql(db: Database) -> None:
    """Measure every statement of this database from now on; call it once.

    By the dialect's own events: those around a cursor make SQLAlchemy prepare each statement for
    listeners, which costs it five microseconds instead of one.
    """
    for engine in db.engines:
        for way in ("do_execute", "do_executemany"):
            sa.event.listen(engine, way, _TIMED[way])


def _show(found: Queue) -> None:
    """Set the sizes; without an await in between, so that two scrapes never mix."""
    DELIVERIES.clear()
    for one in found.waiting:
        DELIVERIES.labels(one.kind, one.state).set(one.number)
    for group in found.dead:
        DELIVERIES.labels(group.kind, "failed").inc(group.number)


def _forget() -> None:
    DATABASE_UP.set(0)
    for labelled in (DELIVERIES, UPDATES_KEPT):
        labelled.clear()
    for plain in (DELIVERY_AGE, FACTS, FACT_AGE):
        plain.set(nan)


def _execute(cursor: Any, sql: str, given: Any, context: Any) -> bool:
    """Execute in the dialect's place; True says that it need not."""
    began = perf_counter()
    try:
        context.dialect.do_execute(cursor, sql, given, context)
    finally:
        SQL_SECONDS.observe(perf_counter() - began)
    return True


def _execute_many(cursor: Any, sql: str, given: Any, context: Any) -> bool:
    began = perf_counter()
    try:
        context.dialect.do_executemany(cursor, sql, given, context)
    finally:
        SQL_SECONDS.observe(perf_counter() - began)
    return True


_TIMED = {"do_execute": _execute, "do_executemany": _execute_many}


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
