"""Who may see a student: asked from the database inside each use case's own transaction."""

from domain.errors import NotLinked
from domain.people import Access, Reader
from domain.school_clock import SchoolClock
from storage import students
from storage.database import Session


async def student_in_view(
    session: Session, clock: SchoolClock, reader: Reader, student_id: int | None
) -> Access:
    """Return what the reader may see of this student, or of the one their menus are about.

    One statement. Raises ``NotLinked`` for a student who is not the reader's, and where
    the reader has none.
    """
    now, today = clock.now(), clock.today()
    if student_id is not None:
        found = await students.access(session, reader.id, student_id, now=now, today=today)
        if found is None:
            raise NotLinked
        return found
    seen = await students.seen_by(session, reader.id, now=now, today=today)
    if not seen:
        raise NotLinked
    chosen = (access for access in seen if access.student.id == reader.selected_student_id)
    return next(chosen, seen[0])


async def marks_in_view(
    session: Session, clock: SchoolClock, reader: Reader, student_id: int | None
) -> Access:
    """Do the same for a screen of marks: a trusted person may be kept from them."""
    found = await student_in_view(session, clock, reader, student_id)
    if not found.sees_marks:
        raise NotLinked
    return found
