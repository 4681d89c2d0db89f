"""Every table; with ``delivery_tables`` and ``school_tables`` the only place that names columns.

Mirrored rows come from a school's system and are unique by (source, sourced_id);
``content_hash`` tells a changed row from an unchanged one without comparing cells.
"""

import sqlalchemy as sa
from sqlalchemy import Column, Index, Table

from storage.columns import day, flag, key_to, mirrored, moment, pair, row_id, text, to
from storage.delivery_tables import (
    broken_update,
    delivery,
    due_time,
    fact,
    handled_update,
    waiting_update,
    worker,
)
from storage.metadata import metadata
from storage.school_tables import (
    absence_note,
    acknowledgement,
    announcement_student,
    attachment,
    bell,
    class_group,
    holiday,
    journal_change,
    post,
    receipt,
    submission,
    thread,
    timetable_entry,
)
from storage.types import Id, Json

__all__ = (
    "absence_note", "acknowledgement", "announcement_student", "attachment", "bell",
    "broken_update", "class_group", "delivery", "due_time", "fact", "handled_update", "holiday",
    "journal_change", "metadata", "post", "receipt", "submission", "thread", "timetable_entry",
    "waiting_update", "worker",
)  # fmt: skip


# --- the roster ---

school = mirrored(
    "school",
    text("title"),
    text("kind"),
    flag("active", default=True),
    Column("round_up_from", sa.Float, nullable=False, server_default="0.5"),  # of final marks
)
academic_session = mirrored(
    "academic_session",
    text("title"),
    text("kind"),  # OneRoster: schoolYear, semester, term, gradingPeriod
    day("begins_on"),
    day("ends_on"),
    text("parent_sourced_id"),
    flag("active", default=True),
)
person = mirrored(
    "person",
    text("given_name"),
    text("family_name"),
    text("middle_name"),
    text("grade"),
    flag("active", default=True),
)
person_role = mirrored(
    "person_role",
    to("person"),
    to("school", null=True),
    text("role"),  # domain.people.Role
    Index("ix_person_role_person_id", "person_id"),
    Index("ix_person_role_school_id", "school_id", "role"),
)
guardianship = mirrored(
    "guardianship",
    to("person", name="student_id"),
    to("person", name="guardian_id"),
    Index("ix_guardianship_student_id", "student_id"),
)
school_class = mirrored(
    "school_class",
    to("school"),
    text("title"),
    text("grade"),
    flag("active", default=True),
    Index("ix_school_class_school_id", "school_id"),
)
class_member = mirrored(
    "class_member",
    to("school_class"),
    to("person"),
    text("role"),  # student or teacher
    day("begins_on", null=True),
    day("ends_on", null=True),
    Index("ix_class_member_person_id", "person_id", "role"),
    Index("ix_class_member_school_class_id", "school_class_id", "role"),
)
subject = mirrored("subject", text("title"), flag("active", default=True))
course = mirrored(
    "course",
    to("school"),
    to("subject"),
    to("school_class", null=True),
    text("title"),
    text("room"),
    text("scale"),  # of the marks given in the chat; empty: as those given so far
    flag("active", default=True),
    Index("ix_course_school_id", "school_id"),
)
course_member = mirrored(
    "course_member",
    to("course"),
    to("person"),
    text("role"),  # student or teacher
    day("begins_on", null=True),
    day("ends_on", null=True),
    Index("ix_course_member_person_id", "person_id", "role"),
    Index("ix_course_member_course_id", "course_id", "role"),
)
# Own terms and, so that a screen needs no recursion, their parents and parts.
course_session = pair("course_session", "course", "academic_session")
class_session = pair("class_session", "school_class", "academic_session")

# --- the journal ---

lesson = mirrored(
    "lesson",
    to("course"),
    day("day"),
    Column("number", sa.Integer, nullable=False),
    Column("starts_at", sa.Time),  # the school's own time
    Column("ends_at", sa.Time),
    text("topic"),
    text("room"),
    to("person", null=True, name="teacher_id"),
    text("status"),  # "" (planned), held, cancelled, substituted
    text("note"),  # why it is cancelled or changed, for families to read
    Index("ix_lesson_course_id_day", "course_id", "day"),
)
homework = mirrored(
    "homework",
    to("course"),
    day("assigned_on"),
    day("due_on"),
    text("text"),
    flag("hand_in", default=False),  # the teacher expects something back by then
    Index("ix_homework_course_id_due_on", "course_id", "due_on"),
)
category = mirrored("category", text("title"), Column("weight", sa.Float))
score_scale = mirrored(
    "score_scale",
    text("title"),
    text("scale"),  # domain.scales.Scale
    Column("values", Json, nullable=False),  # [[value, lower, upper], …] as the source gives them
)
assessment = mirrored(
    "assessment",
    to("course"),
    to("category", null=True),
    to("academic_session", null=True),
    text("title"),
    text("description"),
    day("assigned_on"),
    day("due_on"),
    Column("minimum", sa.Float),
    Column("maximum", sa.Float),
    Column("weight", sa.Float),
    text("scale"),
    Index("ix_assessment_course_id_due_on", "course_id", "due_on"),
)
mark = mirrored(
    "mark",
    to("person", name="student_id"),
    to("course"),
    to("assessment", null=True),
    to("lesson", null=True),
    day("day"),
    Column("ordinal", sa.SmallInteger, nullable=False, server_default="1"),
    text("value"),  # as a person reads it: "5", "74", "зачёт"
    Column("score", sa.Float),  # empty where the mark does not count
    Column("weight", sa.Float),  # the mark's own; see domain.marks for what applies
    text("scale"),
    text("comment"),
    Index("ix_mark_student_id_day", "student_id", "day"),
    # Few marks name their lesson; without it a lesson that goes would look through all of them.
    Index(
        "ix_mark_lesson_id",
        "lesson_id",
        sqlite_where=sa.text("lesson_id IS NOT NULL"),
        postgresql_where=sa.text("lesson_id IS NOT NULL"),
    ),
    Index("ix_mark_student_id_course_id_day", "student_id", "course_id", "day"),
)
final_mark = mirrored(
    "final_mark",
    to("person", name="student_id"),
    to("course"),
    to("academic_session"),
    text("value"),
    Column("lessons_missed", sa.Integer),
    Index("ix_final_mark_student_id", "student_id"),
)
attendance = mirrored(
    "attendance",
    to("person", name="student_id"),
    day("day"),
    text("category"),  # absent, excused, ill, late, present
    to("course", null=True),
    Column("number", sa.Integer),
    Column("minutes_late", sa.Integer),
    text("reason"),
    text("raw_code"),
    Index("ix_attendance_student_id_day", "student_id", "day"),
)
announcement = mirrored(
    "announcement",
    to("school", null=True),
    to("school_class", null=True),
    to("course", null=True),
    text("title"),
    text("body"),
    moment("posted_at", null=False),
    flag("must_confirm", default=False),
    flag("urgent", default=False),  # told in quiet hours too
    text("state", default="posted"),  # draft, scheduled, posted, withdrawn
    text("grade"),  # with school_id: that year only; empty: all of it
    text("hearers"),  # guardian or student; empty: both
    flag("formatted", default=False),  # the body is Telegram's HTML, else plain text
    Column(
        "author_id", Id
    ),  # a chat; no foreign key, as SQLite adds none in place; empty: imported
    moment("publish_at"),  # of what is scheduled
    moment("edited_at"),
    moment("withdrawn_at"),
    Index("ix_announcement_school_id_posted_at", "school_id", "posted_at"),
    Index("ix_announcement_school_class_id_posted_at", "school_class_id", "posted_at"),
    Index("ix_announcement_course_id_posted_at", "course_id", "posted_at"),
)

# --- who may see what ---

chat = Table(
    "chat",
    metadata,
    row_id(),
    Column("telegram_id", sa.BigInteger, nullable=False, unique=True),
    Column("language", sa.String(8)),  # the person's choice
    Column("telegram_language", sa.String(35)),  # Telegram's IETF tag
    to("person", null=True, name="selected_student_id"),
    Column("digest_at", sa.Time),  # the school's time; empty: the default hour
    flag("discreet", default=False),  # a lock screen shows nothing of the message
    moment("unreachable_at"),
    moment("created_at", null=False),
)
access_code = Table(
    "access_code",
    metadata,
    row_id(),
    Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    text("role"),
    to("person", null=True, name="student_id"),
    to("person", null=True),  # the known guardian or the member of staff
    text("holder_name"),  # an admin's name, where no person row stands for them
    moment("issued_at", null=False),
    moment("expires_at", null=False),
    moment("used_at"),
    moment("revoked_at"),
    to("chat", null=True, name="issued_by_id"),  # empty: the command line
    to("chat", null=True, name="used_by_id"),
    Index("ix_access_code_student_id", "student_id"),
    Index("ix_access_code_person_id", "person_id"),
    Index("ix_access_code_issued_by_id", "issued_by_id"),
    Index("ix_access_code_used_by_id", "used_by_id"),
)
access_grant = Table(
    "access_grant",
    metadata,
    row_id(),
    to("chat"),
    text("role"),  # student, guardian, trusted, staff, school_admin
    to("person", null=True, name="student_id"),
    to("person", null=True),
    text("holder_name"),
    flag("sees_marks", default=True),
    to("access_code", null=True),
    moment("granted_at", null=False),
    moment("expires_at"),
    moment("revoked_at"),
    Index("ix_access_grant_chat_id", "chat_id"),
    Index("ix_access_grant_student_id", "student_id"),
    Index("ix_access_grant_person_id", "person_id"),
)
link_attempt = Table(
    "link_attempt",
    metadata,
    # Telegram's chat id, because a guesser need not have a chat row; 0 counts all chats together.
    Column("telegram_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("failures", sa.Integer, nullable=False),
    moment("last_failed_at", null=False),
    moment("blocked_until"),
    Index("ix_link_attempt_last_failed_at", "last_failed_at"),
)
preference = Table(
    "preference",
    metadata,
    key_to("chat"),
    key_to("person", "student_id"),
    Column("kind", sa.String(64), primary_key=True),  # a fact's code
    Column("mode", sa.String(8), nullable=False, server_default="now"),  # domain.timing.Mode
    flag("breaks", default=True),  # what is urgent comes in quiet hours too
)
quiet_choice = Table(
    "quiet_choice",
    metadata,
    key_to("chat"),
    # No foreign key: 0 stands for every child that has no hours of its own.
    Column("student_id", Id, primary_key=True, autoincrement=False),
    Column("week", Json, nullable=False),  # domain.timing.QuietWeek
)
conversation = Table(
    "conversation",
    metadata,
    Column("key", sa.String(128), primary_key=True),
    Column("state", sa.String(128)),
    Column("data", Json, nullable=False),
    moment("updated_at", null=False),
    Index("ix_conversation_updated_at", "updated_at"),
)
audit_entry = Table(
    "audit_entry",
    metadata,
    row_id(),
    moment("at", null=False),
    Column("chat_id", Id),  # no foreign key: the log outlives what it speaks of
    text("action"),
    text("outcome"),
    Column("detail", Json, nullable=False),  # ids only, never names or marks
    Column("school_id", Id),  # whose administrators read it; empty: it belongs to no one school
    Index("ix_audit_entry_at", "at"),
    Index("ix_audit_entry_school_id_at", "school_id", "at"),
    Index("ix_audit_entry_chat_id_at", "chat_id", "at"),
)
