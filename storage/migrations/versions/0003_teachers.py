"""The teacher's side: timetable, history, hand-ins, notes, receipts, questions, attachments."""

import sqlalchemy as sa
from alembic import op
from storage.types import Id, Json, Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _timetable()
    _journal()
    _submissions()
    _news()
    _questions()
    _attachments()
    _columns()


def _timetable() -> None:
    op.create_table(
        "bell",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=64), server_default="local", nullable=False),
        sa.Column("sourced_id", sa.String(length=255), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("school_id", Id, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_bell_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell")),
        sa.UniqueConstraint("source", "sourced_id", name=op.f("uq_bell_source_sourced_id")),
    )
    op.create_index("ix_bell_school_id", "bell", ["school_id"])
    op.create_table(
        "holiday",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=64), server_default="local", nullable=False),
        sa.Column("sourced_id", sa.String(length=255), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("school_id", Id, nullable=True),
        sa.Column("school_class_id", Id, nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_class_id"],
            ["school_class.id"],
            name=op.f("fk_holiday_school_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_holiday_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("source", "sourced_id", name=op.f("uq_holiday_source_sourced_id")),
    )
    op.create_index("ix_holiday_school_id", "holiday", ["school_id"])
    op.create_table(
        "timetable_entry",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=64), server_default="local", nullable=False),
        sa.Column("sourced_id", sa.String(length=255), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("week", sa.Text(), server_default="", nullable=False),
        sa.Column("room", sa.Text(), server_default="", nullable=False),
        sa.Column("teacher_id", Id, nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("fk_timetable_entry_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"],
            ["person.id"],
            name=op.f("fk_timetable_entry_teacher_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_entry")),
        sa.UniqueConstraint(
            "source", "sourced_id", name=op.f("uq_timetable_entry_source_sourced_id")
        ),
    )
    op.create_index("ix_timetable_entry_course_id", "timetable_entry", ["course_id"])


def _journal() -> None:
    op.create_table(
        "journal_change",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("chat_id", Id, nullable=True),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.Text(), server_default="", nullable=False),
        sa.Column("thing_id", Id, nullable=False),
        sa.Column("student_id", Id, nullable=True),
        sa.Column("course_id", Id, nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=True),
        sa.Column("undone_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_change")),
    )
    op.create_index("ix_journal_change_batch", "journal_change", ["batch"])
    op.create_index("ix_journal_change_chat_id_at", "journal_change", ["chat_id", "at"])
    op.create_index("ix_journal_change_thing_id", "journal_change", ["thing", "thing_id"])
    op.create_table(
        "acknowledgement",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("mark_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("holder_name", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_acknowledgement_chat_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mark_id"], ["mark.id"], name=op.f("fk_acknowledgement_mark_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("mark_id", "chat_id", name=op.f("uq_acknowledgement_mark_id_chat_id")),
    )
    op.create_index("ix_acknowledgement_chat_id", "acknowledgement", ["chat_id"])
    op.create_table(
        "absence_note",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("student_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("category", sa.Text(), server_default="excused", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="sent", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by_id", Id, nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("answered_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["chat.id"],
            name=op.f("fk_absence_note_answered_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_absence_note_chat_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["person.id"],
            name=op.f("fk_absence_note_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_note")),
    )
    op.create_index("ix_absence_note_chat_id", "absence_note", ["chat_id"])
    op.create_index(
        "ix_absence_note_student_id_begins_on", "absence_note", ["student_id", "begins_on"]
    )


def _news() -> None:
    op.create_table(
        "receipt",
        sa.Column("announcement_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("opened_at", Utc(), nullable=True),
        sa.Column("confirmed_at", Utc(), nullable=True),
        sa.Column("reminded_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_receipt_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_receipt_chat_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("announcement_id", "chat_id", name=op.f("pk_receipt")),
    )
    op.create_index("ix_receipt_chat_id", "receipt", ["chat_id"])
    op.create_table(
        "class_group",
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("school_class_id", Id, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("bound_by_id", Id, nullable=True),
        sa.Column("bound_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bound_by_id"],
            ["chat.id"],
            name=op.f("fk_class_group_bound_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_class_group_chat_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_class_id"],
            ["school_class.id"],
            name=op.f("fk_class_group_school_class_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_class_group")),
    )
    op.create_index("ix_class_group_school_class_id", "class_group", ["school_class_id"])


def _questions() -> None:
    op.create_table(
        "thread",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("asker_id", Id, nullable=False),
        sa.Column("student_id", Id, nullable=True),
        sa.Column("addressee", sa.Text(), server_default="", nullable=False),
        sa.Column("course_id", Id, nullable=True),
        sa.Column("school_class_id", Id, nullable=True),
        sa.Column("school_id", Id, nullable=True),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("waiting_since", Utc(), nullable=True),
        sa.Column("reminded_at", Utc(), nullable=True),
        sa.Column("updated_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["chat.id"], name=op.f("fk_thread_asker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_thread_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_class_id"],
            ["school_class.id"],
            name=op.f("fk_thread_school_class_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_thread_school_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["person.id"], name=op.f("fk_thread_student_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index("ix_thread_asker_id", "thread", ["asker_id", "updated_at"])
    op.create_index("ix_thread_course_id", "thread", ["course_id"])
    op.create_index("ix_thread_school_class_id", "thread", ["school_class_id"])
    op.create_index("ix_thread_school_id", "thread", ["school_id"])
    op.create_table(
        "post",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("by_staff", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_post_chat_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index("ix_post_thread_id", "post", ["thread_id"])


def _submissions() -> None:
    # Release 2 had no way to hand anything in, so nothing is lost.
    op.drop_table("submission")
    op.create_table(
        "submission",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("homework_id", Id, nullable=False),
        sa.Column("student_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="handed_in", nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("mark_id", Id, nullable=True),
        sa.Column("handed_in_at", Utc(), nullable=False),
        sa.Column("looked_at", Utc(), nullable=True),
        sa.Column("answered_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["homework_id"],
            ["homework.id"],
            name=op.f("fk_submission_homework_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["person.id"], name=op.f("fk_submission_student_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_submission_chat_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mark_id"], ["mark.id"], name=op.f("fk_submission_mark_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "homework_id", "student_id", name=op.f("uq_submission_homework_id_student_id")
        ),
    )
    op.create_index("ix_submission_student_id", "submission", ["student_id"])


def _attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("homework_id", Id, nullable=True),
        sa.Column("announcement_id", Id, nullable=True),
        sa.Column("post_id", Id, nullable=True),
        sa.Column("submission_id", Id, nullable=True),
        sa.Column("absence_note_id", Id, nullable=True),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("file_id", sa.Text(), server_default="", nullable=False),
        sa.Column("file_unique_id", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("album", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_note_id"],
            ["absence_note.id"],
            name=op.f("fk_attachment_absence_note_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_attachment_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["homework_id"],
            ["homework.id"],
            name=op.f("fk_attachment_homework_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_attachment_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_attachment_submission_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_absence_note_id", "attachment", ["absence_note_id"])
    op.create_index("ix_attachment_announcement_id", "attachment", ["announcement_id"])
    op.create_index("ix_attachment_homework_id", "attachment", ["homework_id"])
    op.create_index("ix_attachment_post_id", "attachment", ["post_id"])
    op.create_index("ix_attachment_submission_id", "attachment", ["submission_id"])


def _columns() -> None:
    only = sa.text("kind = 'news.posted'")
    op.create_index("ix_fact_news", "fact", ["thing"], sqlite_where=only, postgresql_where=only)
    op.add_column(
        "announcement", sa.Column("state", sa.Text(), server_default="posted", nullable=False)
    )
    op.add_column("announcement", sa.Column("grade", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "announcement", sa.Column("hearers", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "announcement",
        sa.Column("formatted", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("announcement", sa.Column("author_id", Id, nullable=True))
    op.add_column("announcement", sa.Column("publish_at", Utc(), nullable=True))
    op.add_column("announcement", sa.Column("edited_at", Utc(), nullable=True))
    op.add_column("announcement", sa.Column("withdrawn_at", Utc(), nullable=True))

    op.add_column("course", sa.Column("scale", sa.Text(), server_default="", nullable=False))
    op.add_column("lesson", sa.Column("note", sa.Text(), server_default="", nullable=False))

    op.create_index(
        "ix_mark_lesson_id",
        "mark",
        ["lesson_id"],
        sqlite_where=sa.text("lesson_id IS NOT NULL"),
        postgresql_where=sa.text("lesson_id IS NOT NULL"),
    )
    op.add_column(
        "school", sa.Column("round_up_from", sa.Float(), server_default="0.5", nullable=False)
    )


def downgrade() -> None:
    message = "restore the backup that was made before the upgrade"
    raise NotImplementedError(message)
