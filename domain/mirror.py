"""Rows that a school's system gives: the words between ``sources`` and ``storage``.

Each row begins with its key number, its id in the source and the hash of its meaning.
Fields are named as the columns they end up in. A field that points to another row holds that row's
key number, or minus the id of a row that the database already has. Days and times are
ISO text (``YYYY-MM-DD``, ``HH:MM:SS.ffffff``), moments ISO text in UTC without a zone.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

DERIVED = "grade:"
"""Begins the ids of homerooms and memberships that follow from ``users.grades``."""


class SchoolRow(NamedTuple):
    """An organisation."""

    no: int
    sourced_id: str
    content_hash: bytes
    title: str
    kind: str


class SessionRow(NamedTuple):
    """An academic session."""

    no: int
    sourced_id: str
    content_hash: bytes
    title: str
    kind: str
    begins_on: str
    ends_on: str
    parent_sourced_id: str


class PersonRow(NamedTuple):
    """Anybody; contact data and passwords are never read."""

    no: int
    sourced_id: str
    content_hash: bytes
    given_name: str
    family_name: str
    middle_name: str
    grade: str


class PersonRoleRow(NamedTuple):
    """What somebody is at an organisation."""

    no: int
    sourced_id: str
    content_hash: bytes
    person_id: int
    school_id: int | None
    role: str


class GuardianshipRow(NamedTuple):
    """Who is whose guardian."""

    no: int
    sourced_id: str
    content_hash: bytes
    student_id: int
    guardian_id: int


class SubjectRow(NamedTuple):
    """A OneRoster course."""

    no: int
    sourced_id: str
    content_hash: bytes
    title: str


class SchoolClassRow(NamedTuple):
    """A OneRoster class of type homeroom."""

    no: int
    sourced_id: str
    content_hash: bytes
    school_id: int
    title: str
    grade: str


class CourseRow(NamedTuple):
    """A OneRoster class of type scheduled."""

    no: int
    sourced_id: str
    content_hash: bytes
    school_id: int
    subject_id: int
    title: str
    room: str


class ClassMemberRow(NamedTuple):
    """Somebody in a homeroom."""

    no: int
    sourced_id: str
    content_hash: bytes
    school_class_id: int
    person_id: int
    role: str
    begins_on: str | None
    ends_on: str | None


class CourseMemberRow(NamedTuple):
    """Somebody in a course."""

    no: int
    sourced_id: str
    content_hash: bytes
    course_id: int
    person_id: int
    role: str
    begins_on: str | None
    ends_on: str | None


class ClassSessionRow(NamedTuple):
    """A session of a homeroom: its own, an ancestor or a descendant of one."""

    school_class_id: int
    academic_session_id: int


class CourseSessionRow(NamedTuple):
    """A session of a course: its own, an ancestor or a descendant of one."""

    course_id: int
    academic_session_id: int


class CategoryRow(NamedTuple):
    """A kind of work."""

    no: int
    sourced_id: str
    content_hash: bytes
    title: str
    weight: float | None


class ScoreScaleRow(NamedTuple):
    """A scale; ``values`` is JSON text."""

    no: int
    sourced_id: str
    content_hash: bytes
    title: str
    scale: str
    values: str


class AssessmentRow(NamedTuple):
    """A line item."""

    no: int
    sourced_id: str
    content_hash: bytes
    course_id: int
    category_id: int | None
    academic_session_id: int | None
    title: str
    description: str
    assigned_on: str
    due_on: str
    minimum: float | None
    maximum: float | None
    scale: str


class MarkRow(NamedTuple):
    """A result that is a mark."""

    no: int
    sourced_id: str
    content_hash: bytes
    student_id: int
    course_id: int
    assessment_id: int
    day: str
    ordinal: int
    value: str
    score: float | None
    scale: str
    comment: str


class BellRow(NamedTuple):
    """When a lesson of some number begins and ends; weekday 0 is Monday."""

    no: int
    sourced_id: str
    content_hash: bytes
    school_id: int
    weekday: int | None
    number: int
    starts_at: str
    ends_at: str


class TimetableRow(NamedTuple):
    """One lesson of every week; weekday 0 is Monday."""

    no: int
    sourced_id: str
    content_hash: bytes
    course_id: int
    weekday: int
    number: int
    week: str
    room: str
    teacher_id: int | None
    begins_on: str | None
    ends_on: str | None


class HolidayRow(NamedTuple):
    """Days without lessons, of a school or of one class."""

    no: int
    sourced_id: str
    content_hash: bytes
    school_id: int | None
    school_class_id: int | None
    title: str
    begins_on: str
    ends_on: str


class LessonRow(NamedTuple):
    """A lesson of one day."""

    no: int
    sourced_id: str
    content_hash: bytes
    course_id: int
    day: str
    number: int
    starts_at: str | None
    ends_at: str | None
    topic: str
    room: str
    teacher_id: int | None
    status: str


class HomeworkRow(NamedTuple):
    """Homework of a course."""

    no: int
    sourced_id: str
    content_hash: bytes
    course_id: int
    assigned_on: str
    due_on: str
    text: str
    hand_in: int


class AttendanceRow(NamedTuple):
    """One attendance event."""

    no: int
    sourced_id: str
    content_hash: bytes
    student_id: int
    day: str
    category: str
    course_id: int | None
    number: int | None
    minutes_late: int | None
    reason: str
    raw_code: str


class FinalMarkRow(NamedTuple):
    """A final mark of a session."""

    no: int
    sourced_id: str
    content_hash: bytes
    student_id: int
    course_id: int
    academic_session_id: int
    value: str
    lessons_missed: int | None


class AnnouncementRow(NamedTuple):
    """News to exactly one of a school, a class and a course."""

    no: int
    sourced_id: str
    content_hash: bytes
    school_id: int | None
    school_class_id: int | None
    course_id: int | None
    title: str
    body: str
    posted_at: str
    must_confirm: int
    urgent: int


class GoneRow(NamedTuple):
    """A row that a delta file takes back; ``noun`` is the table."""

    noun: str
    sourced_id: str


Row: TypeAlias = (
    SchoolRow | SessionRow | PersonRow | PersonRoleRow | GuardianshipRow | SubjectRow
    | SchoolClassRow | CourseRow | ClassMemberRow | CourseMemberRow | ClassSessionRow
    | CourseSessionRow | CategoryRow | ScoreScaleRow | AssessmentRow | MarkRow | BellRow
    | TimetableRow | HolidayRow | LessonRow | HomeworkRow | AttendanceRow | FinalMarkRow
    | AnnouncementRow | GoneRow
)  # fmt: skip
Batch: TypeAlias = list[Row]
"""Rows of one type, never empty."""


class KnownWork(NamedTuple):
    """What marks need to know of an assessment that the database has."""

    course: str
    """The course's id in the source."""
    minimum: float | None
    maximum: float | None
    scale: str


class KnownSession(NamedTuple):
    """What the tree of sessions needs to know of one that the database has."""

    kind: str
    parent: str


@dataclass(slots=True)
class Known:
    """What the database already has of one source, for files that are delta or absent."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    """Table → id in the source → row id; active rows only."""
    org_kinds: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, KnownSession] = field(default_factory=dict)
    scales: dict[str, str] = field(default_factory=dict)
    works: dict[str, KnownWork] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    """Person's id in the source → domain roles."""
    with_homeroom: set[str] = field(default_factory=set)
    """Ids of schools that have a class of the source's own."""
    agents: list[str] = field(default_factory=list)
    """Ids of guardianships, sorted."""
