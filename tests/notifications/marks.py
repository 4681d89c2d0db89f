"""A mark of Anna's; here, so that another process can import it without a Bot API server."""

from datetime import date

from domain.facts import MarkAdded

ALGEBRA = MarkAdded(
    student=1, name="Анна И.", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16),
    work="Ответ", comment="Молодец!",
)  # fmt: skip
