"""From a fact row to a message on a phone, with everything running."""

from datetime import date

from domain.facts import MarkAdded
from sandbox.server import BotApiServer
from tests.notifications.house import House

ALGEBRA = MarkAdded(
    student=1, name="Анна И.", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16),
    work="Ответ", comment="Молодец!",
)  # fmt: skip


async def test_a_mark_is_on_the_phones_of_its_family_and_on_no_other(
    house: House, server: BotApiServer
) -> None:
    mark = server.outbox.mark()

    async with house.worker:
        await house.happens(ALGEBRA)
        await server.outbox.wait_for(lambda call: call.chat_id == 1002, since=mark, within=2)

    sent = {call.chat_id: call.params["text"] for call in server.outbox.since(mark)}
    assert sent == {
        1001: "⭐ <b>Анна И.</b> · Новая оценка: Алгебра — <b>5</b>"
        "\nОтвет, ср, 16 сент.\n💬 Молодец!",
        1002: "⭐ Новая оценка: Алгебра — <b>5</b>\nОтвет, ср, 16 сент.\n💬 Молодец!",
    }
