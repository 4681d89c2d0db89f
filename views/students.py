"""A child as every screen names them."""

from domain.people import Access
from views.format import escape


def heading(access: Access) -> str:
    """The child and the class, on a line of its own: a parent may have several."""
    student = access.student
    where = f", {escape(student.class_title)}" if student.class_title else ""
    return f"{escape(student.name.short)}{where}"
