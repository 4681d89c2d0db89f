"""Delivery: digests, quiet weeks, workers, updates that are handled once.

Columns are added and dropped in place. Alembic's batch mode would copy the table and drop the
old one, and with foreign keys on SQLite deletes all that points to it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from storage.types import Id, Json, Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _updates()
    _choices()
    _deliveries()
    op.create_table(
        "submission",
        _key("homework_id", "homework"),
        _key("student_id", "person"),
        sa.Column("handed_in_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("homework_id", "student_id", name=op.f("pk_submission")),
    )
    op.add_column("homework", _flag("hand_in", default=sa.false()))
    op.add_column("announcement", _flag("urgent", default=sa.false()))


def _updates() -> None:
    more: dict[str, list[sa.Column[Any]]] = {
        "handled_update": [],
        "waiting_update": [sa.Column("raw", Json, nullable=False)],
        "broken_update": [
            sa.Column("raw", Json, nullable=False),
            sa.Column("reason", sa.Text(), server_default="", nullable=False),
        ],
    }
    for table, columns in more.items():
        op.create_table(
            table,
            sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("at", Utc(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_at", table, ["at"])


def _choices() -> None:
    op.create_table(
        "quiet_choice",
        _key("chat_id", "chat"),
        sa.Column("student_id", Id, autoincrement=False, nullable=False),
        sa.Column("week", Json, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "student_id", name=op.f("pk_quiet_choice")),
    )
    _keep_quiet_hours()
    for column in ("quiet_from", "quiet_until", "quiet_chosen"):
        op.drop_column("chat", column)
    op.add_column("chat", sa.Column("digest_at", sa.Time()))
    op.add_column("chat", _flag("discreet", default=sa.false()))
    op.add_column("preference", _words("mode", "now"))
    op.add_column("preference", _flag("breaks", default=sa.true()))
    op.execute("UPDATE preference SET mode = 'off' WHERE NOT enabled")
    op.drop_column("preference", "enabled")


def _keep_quiet_hours() -> None:
    """Write the same hours for each day of the week; equal ends mean none."""
    chat = sa.table(
        "chat",
        sa.column("id"),
        sa.column("quiet_from", sa.Time()),
        sa.column("quiet_until", sa.Time()),
        sa.column("quiet_chosen", sa.Boolean()),
    )
    choice = sa.table("quiet_choice", sa.column("chat_id"), sa.column("student_id"), _week())
    rows = op.get_bind().execute(sa.select(chat).where(chat.c.quiet_chosen)).all()
    for row in rows:
        none = row.quiet_from is None or row.quiet_until is None
        hours = "" if none else f"{row.quiet_from:%H:%M}-{row.quiet_until:%H:%M}"
        values = {"chat_id": row.id, "student_id": 0, "week": [hours] * 7}
        op.get_bind().execute(sa.insert(choice).values(values))


def _deliveries() -> None:
    op.create_table(
        "worker",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("alive_until", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.add_column("fact", sa.Column("thing", sa.String(length=64)))
    op.add_column("fact", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    _index("ix_fact_unplanned_thing", "fact", "thing", where="planned_at IS NULL")

    op.drop_index("ix_delivery_due", table_name="delivery")
    op.drop_index("ix_delivery_due_chat_id", table_name="delivery")
    op.drop_column("delivery", "claimed_until")
    op.add_column("delivery", sa.Column("claimed_by", Id))
    op.add_column("delivery", _number("priority", sa.SmallInteger(), "3"))
    op.add_column("delivery", _number("lost_answers", sa.Integer(), "0"))
    op.add_column("delivery", _words("mode", "now"))
    unknown = sa.text("'2000-01-01 00:00:00.000000'")
    planned_for: sa.Column[Any] = sa.Column(
        "planned_for", Utc(), server_default=unknown, nullable=False
    )
    op.add_column("delivery", planned_for)
    op.execute("UPDATE delivery SET planned_for = due_at")
    # What waited for a later moment waits on; a worker lets go at once what is not later any more.
    op.execute("UPDATE delivery SET state = 'held' WHERE state = 'due'")
    _index("ix_delivery_due", "delivery", "priority", "id", where="state = 'due'")
    _index("ix_delivery_held", "delivery", "due_at", where="state = 'held'")
    _index("ix_delivery_failed", "delivery", "id", where="state = 'failed'")
    open_chat = ("chat_id", "priority", "id")
    _index("ix_delivery_open_chat", "delivery", *open_chat, where="finished_at IS NULL")


def _index(name: str, table: str, *columns: str, where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, list(columns), sqlite_where=only, postgresql_where=only)


def _key(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, Id, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def _flag(name: str, *, default: "sa.True_ | sa.False_") -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=default, nullable=False)


def _words(name: str, default: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=8), server_default=default, nullable=False)


def _number(name: str, kind: sa.types.TypeEngine[int], default: str) -> sa.Column[int]:
    return sa.Column(name, kind, server_default=default, nullable=False)


def _week() -> sa.ColumnClause[object]:
    return sa.column("week", Json)


def downgrade() -> None:
    message = "restore the backup that was made before the upgrade"
    raise NotImplementedError(message)
