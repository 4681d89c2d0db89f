"""Audit: whose school an entry belongs to, ways to read it; news for chosen students; posts."""

import sqlalchemy as sa
from alembic import op
from storage.types import Id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = {
    "audit_entry": ("school_id, at", "chat_id, at"),
    "journal_change": ("at", "school_id, at", "course_id, at"),
}


def upgrade() -> None:
    for table in _INDEXES:
        op.add_column(table, sa.Column("school_id", Id))
    op.execute(
        "UPDATE journal_change SET school_id = "
        "(SELECT course.school_id FROM course WHERE course.id = journal_change.course_id)"
    )
    for table, each in _INDEXES.items():
        for columns in each:
            names = columns.split(", ")
            op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)
    op.create_table(
        "announcement_student",
        _key("announcement_id", "announcement"),
        _key("student_id", "person"),
        sa.PrimaryKeyConstraint(
            "announcement_id", "student_id", name=op.f("pk_announcement_student")
        ),
    )
    op.create_index("ix_announcement_student_student_id", "announcement_student", ["student_id"])
    op.create_index("ix_person_role_school_id", "person_role", ["school_id", "role"])


def _key(name: str, target: str) -> sa.Column[int]:
    constraint = op.f(f"fk_announcement_student_{name}_{target}")
    key = sa.ForeignKey(f"{target}.id", name=constraint, ondelete="CASCADE")
    return sa.Column(name, Id, key, nullable=False)


def downgrade() -> None:
    op.drop_index("ix_person_role_school_id", "person_role")
    op.drop_table("announcement_student")
    for table, each in _INDEXES.items():
        for columns in each:
            op.drop_index(f"ix_{table}_{'_'.join(columns.split(', '))}", table)
        op.drop_column(table, "school_id")
