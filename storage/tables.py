"""Every table; the only place that names columns for the migrations to follow.

Mirrored rows come from a school's system and are unique by (source, sourced_id);
``content_hash`` tells a changed row from an unchanged one without comparing cells.
"""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from storage.types import Id, Json, Utc

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _to(target: str, *, null: bool = False, name: str | None = None) -> Column[int]:
    """Return a foreign key to ``target.id``."""
    return Column(
        name or f"{target}_id",
        Id,
        ForeignKey(f"{target}.id", ondelete="CASCADE"),
        nullable=null,
    )


def _text(name: str) -> Column[str]:
    return Column(name, sa.Text, nullable=False, server_default="")


def _day(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, sa.Date, nullable=null)


def _moment(name: str, *, null: bool = True) -> Column[object]:
    return Column(name, Utc, nullable=null)


def _flag(name: str, *, default: bool) -> Column[bool]:
    value = sa.true() if default else sa.false()
    return Column(name, sa.Boolean, nullable=False, server_default=value)


def _mirrored(name: str, *columns: sa.schema.SchemaItem) -> Table:
    """Return a table whose rows a school's system may own."""
    return Table(
        name,
        metadata,
        _id(),
        Column("source", sa.String(64), nullable=False, server_default="local"),
        Column("sourced_id", sa.String(255), nullable=False),
        Column("content_hash", sa.LargeBinary(16)),  # empty for rows made here
        *columns,
        UniqueConstraint("source", "sourced_id"),
    )


# --- the roster ---

school = _mirrored("school", _text("title"), _text("kind"), _flag("active", default=True))
academic_session = _mirrored(
    "academic_session",
    _text("title"),
    _text("kind"),  # OneRoster: schoolYear, semester, term, gradingPeriod
    _day("begins_on"),
    _day("ends_on"),
    _text("parent_sourced_id"),
    _flag("active", default=True),
)
person = _mirrored(
    "person",
    _text("given_name"),
    _text("family_name"),
    _text("middle_name"),
    _text("grade"),
    _flag("active", default=True),
)
person_role = _mirrored(
    "person_role",
    _to("person"),
    _to("school", null=True),
    _text("role"),  # domain.people.Role
    Index("ix_person_role_person_id", "person_id"),
)
guardianship = _mirrored(
    "guardianship",
    _to("person", name="student_id"),
    _to("person", name="guardian_id"),
    Index("ix_guardianship_student_id", "student_id"),
)
school_class = _mirrored(
    "school_class",
    _to("school"),
    _text("title"),
    _text("grade"),
    _flag("active", default=True),
    Index("ix_school_class_school_id", "school_id"),
)
class_member = _mirrored(
    "class_member",
    _to("school_class"),
    _to("person"),
    _text("role"),  # student or teacher
    _day("begins_on", null=True),
    _day("ends_on", null=True),
    Index("ix_class_member_person_id", "person_id", "role"),
    Index("ix_class_member_school_class_id", "school_class_id", "role"),
)
subject = _mirrored("subject", _text("title"), _flag("active", default=True))
course = _mirrored(
    "course",
    _to("school"),
    _to("subject"),
    _to("school_class", null=True),
    _text("title"),
    _text("room"),
    _flag("active", default=True),
)
course_member = _mirrored(
    "course_member",
    _to("course"),
    _to("person"),
    _text("role"),  # student or teacher
    _day("begins_on", null=True),
    _day("ends_on", null=True),
    Index("ix_course_member_person_id", "person_id", "role"),
    Index("ix_course_member_course_id", "course_id", "role"),
)
course_session = Table(
    "course_session",
    metadata,
    # A course's own terms and, so that a screen needs no recursion, their parents and parts.
    Column("course_id", Id, ForeignKey("course.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "academic_session_id",
        Id,
        ForeignKey("academic_session.id", ondelete="CASCADE"),
        primary_key=True,
    ),
)
class_session = Table(
    "class_session",
    metadata,
    Column(
        "school_class_id", Id, ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "academic_session_id",
        Id,
        ForeignKey("academic_session.id", ondelete="CASCADE"),
        primary_key=True,
    ),
)

# --- the journal ---

lesson = _mirrored(
    "lesson",
    _to("course"),
    _day("day"),
    Column("number", sa.Integer, nullable=False),
    Column("starts_at", sa.Time),  # the school's own time
    Column("ends_at", sa.Time),
    _text("topic"),
    _text("room"),
    _to("person", null=True, name="teacher_id"),
    _text("status"),  # "" (planned), held, cancelled, substituted
    Index("ix_lesson_course_id_day", "course_id", "day"),
)
homework = _mirrored(
    "homework",
    _to("course"),
    _day("assigned_on"),
    _day("due_on"),
    _text("text"),
    Index("ix_homework_course_id_due_on", "course_id", "due_on"),
)
category = _mirrored("category", _text("title"), Column("weight", sa.Float))
score_scale = _mirrored(
    "score_scale",
    _text("title"),
    _text("scale"),  # domain.scales.Scale
    Column("values", Json, nullable=False),  # [[value, lower, upper], …] as the source gives them
)
assessment = _mirrored(
    "assessment",
    _to("course"),
    _to("category", null=True),
    _to("academic_session", null=True),
    _text("title"),
    _text("description"),
    _day("assigned_on"),
    _day("due_on"),
    Column("minimum", sa.Float),
    Column("maximum", sa.Float),
    Column("weight", sa.Float),
    _text("scale"),
    Index("ix_assessment_course_id_due_on", "course_id", "due_on"),
)
mark = _mirrored(
    "mark",
    _to("person", name="student_id"),
    _to("course"),
    _to("assessment", null=True),
    _to("lesson", null=True),
    _day("day"),
    Column("ordinal", sa.SmallInteger, nullable=False, server_default="1"),
    _text("value"),  # as a person reads it: "5", "74", "зачёт"
    Column("score", sa.Float),  # empty where the mark does not count
    Column("weight", sa.Float),  # the mark's own; see domain.marks for what applies
    _text("scale"),
    _text("comment"),
    Index("ix_mark_student_id_day", "student_id", "day"),
    Index("ix_mark_student_id_course_id_day", "student_id", "course_id", "day"),
)
final_mark = _mirrored(
    "final_mark",
    _to("person", name="student_id"),
    _to("course"),
    _to("academic_session"),
    _text("value"),
    Column("lessons_missed", sa.Integer),
    Index("ix_final_mark_student_id", "student_id"),
)
attendance = _mirrored(
    "attendance",
    _to("person", name="student_id"),
    _day("day"),
    _text("category"),  # absent, excused, ill, late, present
    _to("course", null=True),
    Column("number", sa.Integer),
    Column("minutes_late", sa.Integer),
    _text("reason"),
    _text("raw_code"),
    Index("ix_attendance_student_id_day", "student_id", "day"),
)
announcement = _mirrored(
    "announcement",
    _to("school", null=True),
    _to("school_class", null=True),
    _to("course", null=True),
    _text("title"),
    _text("body"),
    _moment("posted_at", null=False),
    _flag("must_confirm", default=False),
    Index("ix_announcement_school_id_posted_at", "school_id", "posted_at"),
    Index("ix_announcement_school_class_id_posted_at", "school_class_id", "posted_at"),
    Index("ix_announcement_course_id_posted_at", "course_id", "posted_at"),
)

# --- who may see what ---

chat = Table(
    "chat",
    metadata,
    _id(),
    Column("telegram_id", sa.BigInteger, nullable=False, unique=True),
    Column("language", sa.String(8)),  # the person's choice
    Column("telegram_language", sa.String(35)),  # Telegram's IETF tag
    _to("person", null=True, name="selected_student_id"),
    Column("quiet_from", sa.Time),  # both empty: none; see quiet_chosen
    Column("quiet_until", sa.Time),
    _flag("quiet_chosen", default=False),  # false: the school's default holds
    _moment("unreachable_at"),
    _moment("created_at", null=False),
)
access_code = Table(
    "access_code",
    metadata,
    _id(),
    Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    _text("role"),
    _to("person", null=True, name="student_id"),
    _to("person", null=True),  # the known guardian or the member of staff
    _text("holder_name"),  # an admin's name, where no person row stands for them
    _moment("issued_at", null=False),
    _moment("expires_at", null=False),
    _moment("used_at"),
    _moment("revoked_at"),
    _to("chat", null=True, name="issued_by_id"),  # empty: the command line
    _to("chat", null=True, name="used_by_id"),
    Index("ix_access_code_student_id", "student_id"),
    Index("ix_access_code_person_id", "person_id"),
)
access_grant = Table(
    "access_grant",
    metadata,
    _id(),
    _to("chat"),
    _text("role"),  # student, guardian, trusted, staff, school_admin
    _to("person", null=True, name="student_id"),
    _to("person", null=True),
    _text("holder_name"),
    _flag("sees_marks", default=True),
    _to("access_code", null=True),
    _moment("granted_at", null=False),
    _moment("expires_at"),
    _moment("revoked_at"),
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
    _moment("last_failed_at", null=False),
    _moment("blocked_until"),
)
preference = Table(
    "preference",
    metadata,
    Column("chat_id", Id, ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True),
    Column("student_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", sa.String(64), primary_key=True),  # a fact's code
    _flag("enabled", default=True),
)
conversation = Table(
    "conversation",
    metadata,
    Column("key", sa.String(128), primary_key=True),
    Column("state", sa.String(128)),
    Column("data", Json, nullable=False),
    _moment("updated_at", null=False),
)
audit_entry = Table(
    "audit_entry",
    metadata,
    _id(),
    _moment("at", null=False),
    Column("chat_id", Id),  # no foreign key: the log outlives what it speaks of
    _text("action"),
    _text("outcome"),
    Column("detail", Json, nullable=False),  # ids only, never names or marks
    Index("ix_audit_entry_at", "at"),
)

# --- delivery ---

fact = Table(
    "fact",
    metadata,
    _id(),
    Column("kind", sa.String(64), nullable=False),
    Column("payload", Json, nullable=False),
    _moment("happened_at", null=False),
    _moment("ready_at", null=False),  # not planned earlier: a teacher may still correct it
    _moment("planned_at"),
    Column("unique_key", sa.String(128), unique=True),  # scheduled kinds: once however often due
    Index(
        "ix_fact_unplanned",
        "ready_at",
        sqlite_where=sa.text("planned_at IS NULL"),
        postgresql_where=sa.text("planned_at IS NULL"),
    ),
)
delivery = Table(
    "delivery",
    metadata,
    _id(),
    _to("fact"),
    _to("chat"),
    _to("person", null=True, name="student_id"),  # whose buttons the message gets
    Column("kind", sa.String(64), nullable=False),
    Column("state", sa.String(16), nullable=False, server_default="due"),
    _moment("due_at", null=False),
    Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _moment("claimed_until"),
    _moment("finished_at"),
    Column("message_id", sa.BigInteger),
    _text("reason"),
    UniqueConstraint("fact_id", "chat_id"),
    Index(
        "ix_delivery_due",
        "due_at",
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    ),
    Index("ix_delivery_chat_id", "chat_id"),
)
due_time = Table(
    "due_time",
    metadata,
    Column("job", sa.String(64), primary_key=True),
    _moment("due_at", null=False),
)
