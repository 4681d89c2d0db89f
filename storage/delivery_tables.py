"""Tables of what is on its way: facts, messages to Telegram, updates from Telegram."""

import sqlalchemy as sa
from sqlalchemy import Column, Index, Table, UniqueConstraint

from storage.columns import moment, row_id, text, to
from storage.metadata import metadata
from storage.types import Id, Json


def _where(name: str, *columns: str, only: str) -> Index:
    """Return an index over some of the rows: queues stay small beside what is done."""
    condition = sa.text(only)
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


fact = Table(
    "fact",
    metadata,
    row_id(),
    Column("kind", sa.String(64), nullable=False),
    Column("payload", Json, nullable=False),
    Column("thing", sa.String(64)),  # what it is about: a later fact may replace it while it waits
    moment("happened_at", null=False),
    moment("ready_at", null=False),  # not planned earlier: a teacher may still correct it
    moment("planned_at"),
    text("reason"),  # why it was told to nobody: replaced, withdrawn
    Column("unique_key", sa.String(128), unique=True),  # scheduled kinds: once however often due
    _where("ix_fact_unplanned", "ready_at", only="planned_at IS NULL"),
    _where("ix_fact_unplanned_thing", "thing", only="planned_at IS NULL"),
    _where("ix_fact_news", "thing", only="kind = 'news.posted'"),
)
delivery = Table(
    "delivery",
    metadata,
    row_id(),
    to("fact"),
    to("chat"),
    to("person", null=True, name="student_id"),  # whose buttons the message gets
    Column("kind", sa.String(64), nullable=False),
    # held until due_at; due; then sent, skipped (nobody ought to hear it) or failed (a dead letter)
    Column("state", sa.String(16), nullable=False, server_default="due"),
    Column("priority", sa.SmallInteger, nullable=False, server_default="3"),
    Column("mode", sa.String(8), nullable=False, server_default="now"),  # domain.timing.Mode
    moment("planned_for", null=False),  # when it was to be heard; its age counts from here
    moment("due_at", null=False),  # not before: quiet hours, a digest's hour, a failed attempt
    Column("attempts", sa.Integer, nullable=False, server_default="0"),
    Column("lost_answers", sa.Integer, nullable=False, server_default="0"),  # sent? nobody knows
    Column("claimed_by", Id),  # a worker; its claims are void when it is dead
    moment("finished_at"),
    Column("message_id", sa.BigInteger),
    text("reason"),
    UniqueConstraint("fact_id", "chat_id"),
    _where("ix_delivery_due", "priority", "id", only="state = 'due'"),
    _where("ix_delivery_held", "due_at", only="state = 'held'"),
    # Which message of a chat is its next one, however many it had before.
    _where("ix_delivery_open_chat", "chat_id", "priority", "id", only="finished_at IS NULL"),
    _where("ix_delivery_failed", "id", only="state = 'failed'"),
    Index("ix_delivery_chat_id", "chat_id"),
)
worker = Table(
    "worker",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # drawn at its start
    moment("alive_until", null=False),
)
due_time = Table(
    "due_time",
    metadata,
    Column("job", sa.String(64), primary_key=True),
    moment("due_at", null=False),
)


def _update(name: str, *columns: sa.schema.SchemaItem) -> Table:
    """Return a table of Telegram's updates, whose numbers are unique within one bot."""
    return Table(
        name,
        metadata,
        Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        moment("at", null=False),
        *columns,
        Index(f"ix_{name}_at", "at"),
    )


handled_update = _update("handled_update")
"""Updates that had an effect, written in the transaction of the effect: never a second one."""
waiting_update = _update("waiting_update", Column("raw", Json, nullable=False))
"""Updates that were confirmed to Telegram before they were handled."""
broken_update = _update("broken_update", Column("raw", Json, nullable=False), text("reason"))
"""Updates that could not be decoded, set aside."""
