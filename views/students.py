"""A child as every screen names them."""

from domain.people import Access
from views.format import clip, escape

NAME_ROOM = 60


def heading(access: Access) -> str:
    """The child and the class, on a line of its own: a parent may have several."""
    student = access.student
    where = f", {escape(clip(student.class_title, NAME_ROOM))}" if student.class_title else ""
    return f"{escape(clip(student.name.short, NAME_ROOM))}{where}"
