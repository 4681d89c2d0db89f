"""One id leads from a fact through the log to its message, and the log names nobody."""

from datetime import date

import sqlalchemy as sa

from domain.facts import MarkAdded, NewsPosted
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from tests.loglines import everything
from tests.notifications.house import House, texts
from tests.school import SEPTEMBER

MARK = MarkAdded(
    student=1, name="Анна", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16),
    work="Контрольная", comment="Молодец",
)  # fmt: skip
NEWS = NewsPosted(announcement=1, title="Собрание", body="В семь", posted_at=SEPTEMBER, school=1)
PERSONAL = (
    "Анна", "Иванов", "Ольга", "Петров", "Алгебра", "Контрольная", "Молодец", "Собрание", "В семь",
    "Новая оценка", "1001", "1002", "1003",
)  # fmt: skip


async def test_a_fact_can_be_followed_to_its_messages(house: House, server: BotApiServer) -> None:
    with everything() as log:
        await house.happens(NEWS, MARK)
        while await house.plan():
            pass
        await house.send()

    assert len(texts(server)) == 5
    of_the_mark = [entry for entry in log.entries() if "f2" in f"{entry['trace']}".split("+")]
    said = [entry["message"] for entry in of_the_mark if entry["logger"].startswith("notif")]
    ids = await house.rows(sa.select(t.delivery.c.id).where(t.delivery.c.fact_id == 2))
    assert len(ids) == 2
    for (number,) in ids:
        assert f"delivery {number} of fact 2 (mark.added): Sent" in said
    (planned,) = [line["message"] for line in log.entries() if "planned" in line["message"]]
    assert planned == "planned 2 facts, 5 deliveries: f1, f2"


async def test_no_line_on_the_way_holds_personal_data(house: House, server: BotApiServer) -> None:
    server.fail(Fault("sendMessage", 429, retry_after=1, chat_id=1001))
    server.fail(Fault("sendMessage", 400, "Bad Request: message is too long", chat_id=1002))
    server.fail(Fault("sendMessage", drop="after", chat_id=1003))

    with everything() as log:
        await house.happens(NEWS, MARK)
        while await house.plan():
            pass
        await house.send()

    assert log.lines
    assert [word for word in PERSONAL if word in log.said()] == []


async def test_a_broken_fact_is_logged_by_its_place_alone(
    house: House, server: BotApiServer
) -> None:
    moments = {"happened_at": house.clock.now(), "ready_at": house.clock.now()}
    broken = {"student": 1, "name": "Анна", "day": "вчера"}

    with everything() as log:
        await house.change(sa.insert(t.fact).values(kind="mark.added", payload=broken, **moments))
        await house.plan()
        await house.send()

    assert [word for word in (*PERSONAL, "вчера") if word in log.said()] == []
    errors = [entry for entry in log.entries() if entry["level"] == "ERROR"]
    assert {entry["trace"] for entry in errors} == {"f1"}
