"""Homework from the teacher's side: given at a lesson, changed, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.composing import Composed
from domain.errors import DateRefused, LessonCancelled, NotFound
from domain.fact import File
from domain.facts import HomeworkAssigned
from domain.files import Attachment
from domain.homework import PAGE, Draft, Given, GivenTasks
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import attachments, facts, marking, tasks
from storage.attachments import Owner
from storage.database import Database, Session
from storage.marking import Change
from usecases.lessons import lesson_to_keep, new_batch
from usecases.rights import allow

AHEAD = 5
"""Lessons offered for a homework to be due at."""
_YEAR = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class ShowLessonTasks:
    """What a lesson gave and what is due at it."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, lesson_id: int) -> GivenTasks:
        """Return it; raises ``NotAllowed``."""
        async with self.db.read() as session:
            lesson = Object(What.LESSON, lesson_id)
            await allow(session, self.clock, reader, Action.READ_JOURNAL, lesson)
            found = await tasks.of_lesson(session, lesson_id, today=self.clock.today())
        if found is None:
            raise NotFound
        course_id, title, items = found
        return GivenTasks(lesson_id, course_id, title, tuple(items))


@dataclass(frozen=True, slots=True)
class ShowCourseTasks:
    """A course's homework of the whole term."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, course_id: int, page: int = 0) -> GivenTasks:
        """Return a page, the last due first; raises ``NotAllowed``."""
        async with self.db.read() as session:
            course = Object(What.COURSE, course_id)
            await allow(session, self.clock, reader, Action.READ_JOURNAL, course)
            found = await tasks.of_course(
                session, course_id, today=self.clock.today(), skip=page * PAGE, limit=PAGE + 1
            )
        title = f"{found[0].subject}, {found[0].group}" if found else ""
        return GivenTasks(0, course_id, title, tuple(found[:PAGE]), page, len(found) > PAGE)


@dataclass(frozen=True, slots=True)
class GiveTask:
    """A new homework, due at the course's next lesson."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(self, reader: Reader, lesson_id: int, said: Composed) -> Draft:
        """Give it; raises ``NotAllowed``, ``LessonCancelled``, ``NothingWritten``."""
        said, now = said.checked(), self.clock.now()
        async with self.db.begin() as session:
            opened = await lesson_to_keep(session, self.clock, reader, lesson_id)
            one = opened.lesson
            if one.is_cancelled:
                raise LessonCancelled
            lessons = await tasks.next_lessons(session, one.course_id, one.day, AHEAD)
            due = lessons[0] if lessons else one.day + timedelta(days=1)
            values: dict[str, Any] = {
                "course_id": one.course_id, "assigned_on": one.day, "due_on": due,
                "text": said.text, "hand_in": False,
            }  # fmt: skip
            number = await tasks.add(session, **values)
            await attachments.add(session, Owner.HOMEWORK, number, said.files)
            change = Change("homework", None, {"id": number, **values})
            await marking.note(session, [change], chat_id=reader.id, batch=new_batch(), now=now)
            given = Given(
                number, one.course_id, one.subject, one.group, said.text, one.day, due,
                hand_in=False, files=len(said.files), students=len(opened.seats),
            )  # fmt: skip
            await facts.amend(
                session, [_fact(given, said.files)], now=now, ready_at=now + self.grace
            )
        return Draft(given, tuple(lessons))


@dataclass(frozen=True, slots=True)
class ShowGiven:
    """One homework, to its teacher."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, homework_id: int) -> Draft:
        """Return it; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            return await _draft(session, self.clock, reader, homework_id, Action.READ_JOURNAL)


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """Other words, another day, to be handed in or not; or taken back."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self, reader: Reader, homework_id: int, *, said: Composed | None = None,
        due: date | None = None, hand_in: bool | None = None,
    ) -> Draft:  # fmt: skip
        """Change what is given; families hear of it as of a change.

        Raises ``NotAllowed``, ``NotFound``, ``DateRefused`` for a day that is over, before the
        homework was given or beyond the school year.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            draft = await _draft(session, self.clock, reader, homework_id, Action.KEEP_JOURNAL)
            before = await tasks.row(session, homework_id)
            values: dict[str, Any] = {}
            given = draft.given
            if said is not None:
                said = said.checked()
                values["text"] = said.text
                given = replace(given, text=said.text, files=len(said.files))
                await attachments.drop(session, Owner.HOMEWORK, homework_id)
                await attachments.add(session, Owner.HOMEWORK, homework_id, said.files)
            if due is not None:
                await self._check(session, given, due)
                values["due_on"] = due
                given = replace(given, due_on=due)
            if hand_in is not None:
                values["hand_in"] = hand_in
                given = replace(given, hand_in=hand_in)
            await tasks.change(session, homework_id, **values)
            change = Change("homework", before, {**before, **values})
            await marking.note(session, [change], chat_id=reader.id, batch=new_batch(), now=now)
            files = await attachments.of(session, Owner.HOMEWORK, [homework_id])
            told = replace(_fact(given, files.get(homework_id, ())), changed=True)
            await facts.amend(session, [told], now=now, ready_at=now + self.grace)
        return Draft(given, draft.lessons)

    async def _check(self, session: Session, given: Given, due: date) -> None:
        first = max(given.assigned_on, self.clock.today())
        last = await tasks.year_end(session, given.course_id) or first + _YEAR
        if not first <= due <= last:
            raise DateRefused(first, last)


@dataclass(frozen=True, slots=True)
class RemoveTask:
    """A homework is taken back."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, homework_id: int) -> Given:
        """Remove it; who has not heard of it does not. Raises ``NotAllowed``, ``NotFound``."""
        now = self.clock.now()
        async with self.db.begin() as session:
            draft = await _draft(session, self.clock, reader, homework_id, Action.KEEP_JOURNAL)
            before = await tasks.row(session, homework_id)
            await tasks.remove(session, homework_id)
            await facts.withdraw(session, f"homework:{homework_id}", now=now)
            change = Change("homework", before, None)
            await marking.note(session, [change], chat_id=reader.id, batch=new_batch(), now=now)
        return draft.given


async def given_in_view(
    session: Session, clock: SchoolClock, reader: Reader, homework_id: int, action: Action
) -> Given:
    """Return a homework if the reader may do that in its course; two statements.

    Raises ``NotAllowed``, ``NotFound``.
    """
    return (await _draft(session, clock, reader, homework_id, action)).given


async def _draft(
    session: Session, clock: SchoolClock, reader: Reader, homework_id: int, action: Action
) -> Draft:
    found = await tasks.one(session, homework_id, today=clock.today(), lessons=AHEAD)
    if found is None:
        raise NotFound
    given, lessons = found
    await allow(session, clock, reader, action, Object(What.COURSE, given.course_id))
    return Draft(given, tuple(lessons))


def _fact(given: Given, files: Sequence[Attachment]) -> HomeworkAssigned:
    return HomeworkAssigned(
        thing=f"homework:{given.id}", course=given.course_id, subject=given.subject,
        text=given.text, assigned_on=given.assigned_on, due_on=given.due_on,
        hand_in=given.hand_in,
        files=[File(one.kind.value, one.file_id, one.name) for one in files],
    )  # fmt: skip
