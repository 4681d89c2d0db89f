"""What /metrics tells: every name is there, moves when it should, and names nobody."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from prometheus_client import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.metrics import REGISTRY, Counting
from notifications.watching import Watcher
from storage import tables as t
from storage.database import Database, connect
from tests.conftest import NOW
from tests.deliveries import a_bad_day
from tests.school import SmallSchool

OURS = {
    "diary_updates", "diary_update_seconds", "diary_update_lag_seconds", "diary_updates_kept",
    "diary_database_up", "diary_facts_unplanned", "diary_fact_oldest_unplanned_age_seconds",
    "diary_deliveries", "diary_delivery_oldest_due_age_seconds", "diary_deliveries_finished",
    "diary_answers_lost", "diary_bucket_wait_seconds", "diary_telegram_floods",
    "diary_sql_seconds", "diary_line_up",
}  # fmt: skip
LABELS = {"kind", "state", "outcome", "bucket", "method", "le"}


def families() -> dict[str, Metric]:
    """Return our part of the exposition as Prometheus reads it."""
    found = text_string_to_metric_families(generate_latest(REGISTRY).decode())
    return {one.name: one for one in found if one.name.startswith("diary_")}


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def _message(**more: object) -> Message:
    user = User(id=1001, is_bot=False, first_name="Ольга")
    usual = {"message_id": 1, "chat": Chat(id=1001, type="private"), "from_user": user}
    return Message.model_validate(usual | {"date": NOW - timedelta(seconds=60)} | more)


async def test_every_metric_has_its_name_its_help_and_only_our_labels(
    db: Database, school: SmallSchool
) -> None:
    await a_bad_day(db)
    metrics.UPDATES.labels("message").inc()
    watcher = Counting()
    watcher.finished("mark.added", "sent")
    watcher.waited("bot", 0.2)
    watcher.flooded("sendMessage")
    watcher.answer_lost("mark.added")
    watcher.line(up=True)
    await metrics.read_queue(db, NOW)

    found = families()

    assert set(found) == OURS
    assert [name for name, one in found.items() if not one.documentation.endswith(".")] == []
    samples = [sample for one in found.values() for sample in one.samples]
    labels = [pair for sample in samples for pair in sample.labels.items()]
    assert {name for name, _value in labels} == LABELS
    # A kind, a state, a method, a bucket's bound: never a name, a text or anybody's number.
    words = re.compile(r"[a-z]+([._][a-z]+)*|send[A-Z]\w+|[a-z]+[A-Z]\w+|\+Inf")
    strange = {said for name, said in labels if name != "le" and not words.fullmatch(said)}
    assert strange == set()


async def test_the_gauges_are_the_databases(db: Database, school: SmallSchool) -> None:
    await a_bad_day(db)
    async with db.begin() as session:
        moments = {"happened_at": NOW, "ready_at": NOW - timedelta(seconds=40)}
        await session.execute(sa.insert(t.fact).values(kind="mark.added", payload={}, **moments))
        raw = {"bot_id": 42, "update_id": 1, "at": NOW, "raw": {}}
        await session.execute(sa.insert(t.broken_update).values(raw))

    await metrics.read_queue(db, NOW)
    await metrics.read_queue(db, NOW)

    samples = {(s.labels["kind"], s.labels["state"]): s.value
               for s in families()["diary_deliveries"].samples}  # fmt: skip
    assert samples == {
        ("mark.added", "due"): 1, ("news.posted", "held"): 1, ("mark.added", "failed"): 3,
    }  # fmt: skip
    assert value("diary_delivery_oldest_due_age_seconds") == 3600
    assert value("diary_facts_unplanned") == 1
    assert value("diary_fact_oldest_unplanned_age_seconds") == 40
    assert value("diary_updates_kept", state="broken") == 1
    assert value("diary_updates_kept", state="waiting") == 0
    assert value("diary_database_up") == 1


async def test_a_fact_that_waits_for_its_teacher_is_not_late(
    db: Database, school: SmallSchool
) -> None:
    async with db.begin() as session:
        moments = {"happened_at": NOW, "ready_at": NOW + timedelta(seconds=180)}
        await session.execute(sa.insert(t.fact).values(kind="mark.added", payload={}, **moments))

    await metrics.read_queue(db, NOW)

    assert value("diary_facts_unplanned") == 1
    assert value("diary_fact_oldest_unplanned_age_seconds") == 0
    assert value("diary_delivery_oldest_due_age_seconds") == 0


async def test_without_a_database_there_are_counters_but_no_old_gauges(
    db: Database, school: SmallSchool
) -> None:
    await a_bad_day(db)
    await metrics.read_queue(db, NOW)
    gone = connect("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")

    await metrics.read_queue(gone, NOW)

    await gone.close()
    found = families()
    assert value("diary_database_up") == 0
    assert found["diary_deliveries"].samples == []
    assert found["diary_facts_unplanned"].samples[0].value != 0  # NaN, which equals nothing
    assert "diary_deliveries_finished" in found


def test_each_thing_the_sender_tells_is_counted() -> None:
    watcher: Watcher = Counting()
    counts = (
        ("diary_deliveries_finished_total", {"kind": "x", "outcome": "skipped"}),
        ("diary_bucket_wait_seconds_count", {"bucket": "chat"}),
        ("diary_bucket_wait_seconds_sum", {"bucket": "chat"}),
        ("diary_telegram_floods_total", {"method": "sendPhoto"}),
        ("diary_answers_lost_total", {"kind": "x"}),
    )
    before = [value(name, **labels) for name, labels in counts]

    watcher.finished("x", "skipped")
    watcher.waited("chat", 2.5)
    watcher.flooded("sendPhoto")
    watcher.answer_lost("x")

    after = [value(name, **labels) for name, labels in counts]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 2.5, 1, 1]


@pytest.mark.parametrize(
    ("update", "lag"),
    [
        (Update(update_id=1, message=_message()), 60),
        (Update(update_id=1, edited_message=_message(edit_date=int(NOW.timestamp()) - 7)), 7),
        (Update(update_id=1, message=_message(date=NOW + timedelta(seconds=1))), 0),
    ],
    ids=["message", "edited", "a clock that is behind"],
)
def test_the_lag_is_since_telegram_had_the_message(update: Update, lag: float) -> None:
    before = value("diary_update_lag_seconds_sum")
    seen = value("diary_update_lag_seconds_count")

    metrics.note_lag(update, NOW)

    assert value("diary_update_lag_seconds_sum") - before == lag
    assert value("diary_update_lag_seconds_count") - seen == 1


def test_a_tap_on_an_old_screen_is_not_late() -> None:
    user = User(id=1001, is_bot=False, first_name="Ольга")
    query = CallbackQuery(id="1", from_user=user, chat_instance="1", message=_message(), data="x")
    seen = value("diary_update_lag_seconds_count")

    metrics.note_lag(Update(update_id=1, callback_query=query), NOW)

    assert value("diary_update_lag_seconds_count") == seen


async def test_every_statement_is_measured_and_once(any_db: Database) -> None:
    metrics.watch_sql(any_db)
    metrics.watch_sql(any_db)

    async with any_db.survey() as session:
        before = value("diary_sql_seconds_count")
        await session.execute(sa.select(t.chat.c.id))
        await session.execute(sa.select(t.fact.c.id))
        after = value("diary_sql_seconds_count")

    assert after - before == 2


def test_a_line_that_is_away_shows_until_it_is_back() -> None:
    watcher = Counting()

    watcher.line(up=False)
    away = value("diary_line_up")
    watcher.line(up=True)

    assert (away, value("diary_line_up")) == (0, 1)
