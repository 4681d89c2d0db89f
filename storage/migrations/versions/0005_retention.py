"""Retention: indexes by which what is old is found, and by which nothing speaks of a chat."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INDEXES = {
    "link_attempt": ("last_failed_at",),
    "conversation": ("updated_at",),
    "access_code": ("issued_by_id", "used_by_id"),
    "submission": ("chat_id",),
    "absence_note": ("answered_by_id",),
    "class_group": ("bound_by_id",),
    "post": ("chat_id",),
}


def upgrade() -> None:
    for table, columns in _INDEXES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, columns in _INDEXES.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
