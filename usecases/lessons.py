"""One lesson of the journal: its students, its topic, the scale of its marks."""

from dataclasses import dataclass, replace
from uuid import uuid4

from domain.errors import LessonAhead, LessonCancelled, NotFound, TopicRefused
from domain.journal import TOPIC_LENGTH, Category, OpenedLesson
from domain.people import Reader
from domain.rights import Action, Object, What, may
from domain.scales import Scale
from domain.school_clock import SchoolClock
from storage import journal, marking
from storage.database import Database, Session
from storage.marking import Change
from usecases.audit import note_reading
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowLesson:
    """One lesson with its students."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int) -> OpenedLesson:
        """Return it; raises ``NotAllowed``."""
        async with self.db.read() as session:
            opened = await lesson_in_view(session, self.clock, reader, lesson_id)
        await note_lesson(self.db, self.clock, reader, opened)
        return opened


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """One lesson to give marks at."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int, category_id: int = 0) -> OpenedLesson:
        """Return it with the sort of work; raises as ``lesson_to_mark`` does."""
        async with self.db.read() as session:
            return await lesson_to_mark(session, self.clock, reader, lesson_id, category_id)


@dataclass(frozen=True, slots=True)
class ShowSorts:
    """The sorts of work that marks may be for."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int) -> tuple[Category, ...]:
        """Return them by title; raises ``NotAllowed``."""
        async with self.db.read() as session:
            lesson = Object(What.LESSON, lesson_id)
            await allow(session, self.clock, reader, Action.KEEP_JOURNAL, lesson)
            return await journal.categories(session)


@dataclass(frozen=True, slots=True)
class SetTopic:
    """What the lesson is about."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int, topic: str) -> OpenedLesson:
        """Write the topic; raises ``NotAllowed``, ``LessonCancelled``, ``TopicRefused``."""
        topic = " ".join(topic.split())
        if not topic or len(topic) > TOPIC_LENGTH:
            raise TopicRefused(TOPIC_LENGTH)
        async with self.db.begin() as session:
            opened = await lesson_to_keep(session, self.clock, reader, lesson_id)
            before = await journal.row(session, lesson_id)
            await journal.set_topic(session, lesson_id, topic)
            change = Change("lesson", before, {**before, "topic": topic})
            await marking.note(
                session, [change], chat_id=reader.id, batch=new_batch(), now=self.clock.now()
            )
        return replace(opened, lesson=replace(opened.lesson, topic=topic))


@dataclass(frozen=True, slots=True)
class SetScale:
    """On which scale the course's next marks are given."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int, scale: Scale) -> OpenedLesson:
        """Choose it; raises ``NotAllowed``."""
        async with self.db.begin() as session:
            opened = await lesson_to_keep(session, self.clock, reader, lesson_id)
            await journal.set_scale(session, opened.lesson.course_id, scale)
        return replace(opened, lesson=replace(opened.lesson, scale=scale))


async def note_lesson(
    db: Database, clock: SchoolClock, reader: Reader, opened: OpenedLesson
) -> None:
    """Note who reads the marks and absences of a lesson that they do not give."""
    if not opened.keeps:
        await note_reading(db, clock, reader, "journal.read", course=opened.lesson.course_id)


def new_batch() -> str:
    """Return a name for what is saved together."""
    return uuid4().hex[:12]


async def lesson_in_view(
    session: Session, clock: SchoolClock, reader: Reader, lesson_id: int
) -> OpenedLesson:
    """Return the lesson if the reader may read its journal, and whether they may write in it.

    Two statements. Raises ``NotAllowed``, ``NotFound``.
    """
    relations = await allow(
        session, clock, reader, Action.READ_JOURNAL, Object(What.LESSON, lesson_id)
    )
    opened = await journal.opened(session, lesson_id)
    if opened is None:
        raise NotFound
    keeps = may(relations, Action.KEEP_JOURNAL, What.LESSON)
    return replace(opened, keeps=keeps, ahead=opened.lesson.day > clock.today())


async def lesson_to_keep(
    session: Session, clock: SchoolClock, reader: Reader, lesson_id: int, category_id: int = 0
) -> OpenedLesson:
    """Return the lesson if the reader may write in its journal; two statements.

    Raises ``NotAllowed``, ``NotFound``, ``LessonCancelled``.
    """
    await allow(session, clock, reader, Action.KEEP_JOURNAL, Object(What.LESSON, lesson_id))
    opened = await journal.opened(session, lesson_id, category_id)
    if opened is None:
        raise NotFound
    if opened.lesson.is_cancelled:
        raise LessonCancelled
    return replace(opened, keeps=True, ahead=opened.lesson.day > clock.today())


async def lesson_to_mark(
    session: Session, clock: SchoolClock, reader: Reader, lesson_id: int, category_id: int = 0
) -> OpenedLesson:
    """Do the same for marks and attendance, which are of lessons that have begun.

    Raises ``LessonAhead`` besides.
    """
    opened = await lesson_to_keep(session, clock, reader, lesson_id, category_id)
    if opened.ahead:
        raise LessonAhead(opened.lesson.day)
    return opened
