"""Tables of what staff and families do in the chat: timetable, news, questions, notes, history."""

import sqlalchemy as sa
from sqlalchemy import Column, Index, Table, UniqueConstraint

from storage.columns import day, flag, key_to, mirrored, moment, row_id, text, to
from storage.metadata import metadata
from storage.types import Id, Json

# --- the timetable ---

bell = mirrored(
    "bell",
    to("school"),
    Column(
        "weekday", sa.SmallInteger
    ),  # 0 is Monday; empty: every day that has no bells of its own
    Column("number", sa.SmallInteger, nullable=False),
    Column("starts_at", sa.Time, nullable=False),  # the school's own time
    Column("ends_at", sa.Time, nullable=False),
    Index("ix_bell_school_id", "school_id"),
)
timetable_entry = mirrored(
    "timetable_entry",
    to("course"),
    Column("weekday", sa.SmallInteger, nullable=False),  # 0 is Monday
    Column("number", sa.SmallInteger, nullable=False),
    text("week"),  # A or B; empty: every week
    text("room"),
    to("person", null=True, name="teacher_id"),
    day("begins_on", null=True),
    day("ends_on", null=True),
    Index("ix_timetable_entry_course_id", "course_id"),
)
holiday = mirrored(
    "holiday",
    to("school", null=True),  # the whole school's, or …
    to("school_class", null=True),  # … one class's; exactly one of the two
    text("title"),
    day("begins_on"),
    day("ends_on"),
    Index("ix_holiday_school_id", "school_id"),
)

# --- the journal as people write it ---

journal_change = Table(
    "journal_change",
    metadata,
    row_id(),
    moment("at", null=False),
    # No foreign keys: history outlives what it speaks of.
    Column("chat_id", Id),
    Column("batch", sa.String(32), nullable=False),  # what was saved together is undone together
    text("thing"),  # mark, attendance, homework, lesson, final_mark
    Column("thing_id", Id, nullable=False),
    Column("student_id", Id),
    Column("course_id", Id),
    Column("before", Json),  # empty: it was not there
    Column("after", Json),  # empty: it was taken away
    moment("undone_at"),
    Column("school_id", Id),
    Index("ix_journal_change_at", "at"),
    Index("ix_journal_change_school_id_at", "school_id", "at"),
    Index("ix_journal_change_course_id_at", "course_id", "at"),
    Index("ix_journal_change_batch", "batch"),
    Index("ix_journal_change_thing_id", "thing", "thing_id"),
    Index("ix_journal_change_chat_id_at", "chat_id", "at"),
)
submission = Table(
    "submission",
    metadata,
    row_id(),
    to("homework"),
    to("person", name="student_id"),
    to("chat", null=True),  # who handed it in
    text("text"),
    text("state", default="handed_in"),  # handed_in, returned (to be done again), accepted
    text("comment"),  # the teacher's
    to("mark", null=True),
    moment("handed_in_at", null=False),
    moment("looked_at"),  # by the teacher
    moment("answered_at"),
    UniqueConstraint("homework_id", "student_id"),
    Index("ix_submission_student_id", "student_id"),
    Index("ix_submission_chat_id", "chat_id"),
)
acknowledgement = Table(
    "acknowledgement",
    metadata,
    row_id(),
    to("mark"),
    to("chat"),
    text("holder_name"),  # of the guardian as the grant knew them
    text("value"),  # of the mark as they saw it; a mark that was changed since is not signed
    text("comment"),
    moment("at", null=False),
    UniqueConstraint("mark_id", "chat_id"),
    Index("ix_acknowledgement_chat_id", "chat_id"),
)
absence_note = Table(
    "absence_note",
    metadata,
    row_id(),
    to("person", name="student_id"),
    to("chat"),
    day("begins_on"),
    day("ends_on"),
    text("category", default="excused"),  # excused or ill: what it makes of an absence
    text("reason"),
    text("state", default="sent"),  # draft, sent, accepted, refused, withdrawn
    text("answer"),
    to("chat", null=True, name="answered_by_id"),
    moment("created_at", null=False),
    moment("answered_at"),
    Index("ix_absence_note_student_id_begins_on", "student_id", "begins_on"),
    Index("ix_absence_note_chat_id", "chat_id"),
    Index("ix_absence_note_answered_by_id", "answered_by_id"),
)

# --- news and questions ---

announcement_student = Table(
    "announcement_student",
    metadata,
    key_to("announcement"),
    key_to("person", "student_id"),
    Index("ix_announcement_student_student_id", "student_id"),
)
"""The students whom news is for, where it is not for all of its class or course."""
receipt = Table(
    "receipt",
    metadata,
    key_to("announcement"),
    key_to("chat"),
    moment("opened_at"),
    moment("confirmed_at"),
    moment("reminded_at"),
    Index("ix_receipt_chat_id", "chat_id"),
)
class_group = Table(
    "class_group",
    metadata,
    key_to("chat"),  # the group's row
    to("school_class"),
    Column("thread_id", sa.BigInteger),  # the forum topic that gets the news
    text("title"),
    to("chat", null=True, name="bound_by_id"),
    moment("bound_at", null=False),
    Index("ix_class_group_school_class_id", "school_class_id"),
    Index("ix_class_group_bound_by_id", "bound_by_id"),
)
thread = Table(
    "thread",
    metadata,
    row_id(),
    to("chat", name="asker_id"),
    to(
        "person", null=True, name="student_id"
    ),  # whom it is about; empty for support asked by staff
    text("addressee"),  # class_teacher, subject_teacher, deputy_head, support
    to("course", null=True),  # whose teacher is asked
    to("school_class", null=True),
    to("school", null=True),
    text("subject"),
    text("state", default="open"),  # open, answered, closed
    moment("asked_at", null=False),
    moment("waiting_since"),  # the oldest post that the school has not answered
    moment("reminded_at"),
    moment("updated_at", null=False),
    Index("ix_thread_asker_id", "asker_id", "updated_at"),
    Index("ix_thread_course_id", "course_id"),
    Index("ix_thread_school_class_id", "school_class_id"),
    Index("ix_thread_school_id", "school_id"),
)
post = Table(
    "post",
    metadata,
    row_id(),
    to("thread"),
    to("chat"),
    flag("by_staff", default=False),
    text("text"),
    moment("at", null=False),
    Index("ix_post_thread_id", "thread_id"),
    Index("ix_post_chat_id", "chat_id"),
)

attachment = Table(
    "attachment",
    metadata,
    row_id(),
    # Exactly one of these is set.
    to("homework", null=True),
    to("announcement", null=True),
    to("post", null=True),
    to("submission", null=True),
    to("absence_note", null=True),
    text("kind"),  # photo or document
    text("file_id"),  # Telegram's, good for this bot for ever: Bot API, sending files
    text("file_unique_id"),
    text("name"),
    text("media_type"),
    Column("size", sa.BigInteger),  # bytes
    text("album"),  # Telegram's media_group_id
    *(
        Index(f"ix_attachment_{owner}_id", f"{owner}_id")
        for owner in ("homework", "announcement", "post", "submission", "absence_note")
    ),
)
