"""Every fault of Telegram and the network × every kind: nothing lost, nothing told twice.

But for lost answers, which are counted; and every drop has its reason in the row.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import (
    CODES,
    Absence,
    AbsenceNoteAnswered,
    AbsenceNoteSent,
    AbsenceUnexplained,
    AttendanceWithdrawn,
    DueTask,
    Fact,
    FinalMarkSet,
    HomeworkAssigned,
    HomeworkDue,
    Late,
    LessonChanged,
    LessonDuty,
    LowAverage,
    MarkAdded,
    MarkChanged,
    MarkCommented,
    MarkRemoved,
    NewsPosted,
    NewsReminder,
    PlannedLesson,
    QuestionAnswered,
    QuestionAsked,
    QuestionWaiting,
    SomebodyLinked,
    SubmissionAnswered,
    Tomorrow,
    WeekSummary,
)
from notifications.kind import all_kinds
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House, telegram
from tests.notifications.timer import Skipping
from tests.school import SEPTEMBER, SmallSchool

DAY = date(2026, 9, 16)
MOTHER, ELSEWHERE = 1001, 1004
ANNA: dict[str, Any] = {"student": 1, "name": "Анна И."}
MARK: dict[str, Any] = {**ANNA, "course": 1, "subject": "Алгебра", "day": DAY}
ASKED: dict[str, Any] = {"thread": 1, "subject": "т", "text": "т", "author": "О. И."}
EVERY: list[Fact] = [
    MarkAdded(**MARK, value="5"),
    MarkChanged(**MARK, before="4", value="5"),
    MarkRemoved(**MARK, before="4"),
    FinalMarkSet(**ANNA, course=1, subject="Алгебра", value="5", session="1 четверть"),
    Absence(**ANNA, day=DAY, category="absent"),
    Late(**ANNA, day=DAY),
    AttendanceWithdrawn(**ANNA, day=DAY),
    HomeworkAssigned(course=1, subject="А", text="№ 1", assigned_on=DAY, due_on=DAY),
    NewsPosted(announcement=1, title="т", body="", posted_at=SEPTEMBER, school=1),
    Tomorrow(**ANNA, day=DAY, lessons=[PlannedLesson(number=1, subject="Алгебра")]),
    WeekSummary(**ANNA, first=DAY, last=DAY, subjects=[], absences=1, lates=0),
    SomebodyLinked(**ANNA, role="guardian", holder="Пётр", chat=9),
    AbsenceUnexplained(**ANNA, day=DAY),
    HomeworkDue(**ANNA, due_on=DAY, tasks=[DueTask(subject="Алгебра", text="№ 1")]),
    LowAverage(**ANNA, course=1, subject="Алгебра", session="1 четверть", average="2.33", marks=3),
    LessonChanged(course=1, subject="Алгебра", day=DAY, number=1, status="cancelled"),
    SubmissionAnswered(**ANNA, course=1, homework=1, subject="Алгебра", state="accepted"),
    AbsenceNoteAnswered(**ANNA, note=1, first=DAY, last=DAY, accepted=True),
    QuestionAnswered(**ASKED, to_chat=1),
    NewsReminder(announcement=1, title="т", to_chat=1),
    QuestionAsked(**ASKED, to_course=1),
    QuestionWaiting(thread=1, subject="т", since=DAY, to_class=1),
    AbsenceNoteSent(note=1, student="Анна И.", first=DAY, last=DAY, category="ill", to_class=1),
    MarkCommented(
        mark=1, lesson=0, student="Анна И.", subject="А", value="5", day=DAY, author="О. И.",
        text="т", to_course=1,
    ),
    LessonDuty(subject="Алгебра, 7Б", day=DAY, number=1, chat=9, status="cancelled", to_course=1),
]  # fmt: skip
CHANGING = {"news.edited", "news.withdrawn"}
"""They send nothing but change what was sent: tests/notifications/test_post.py."""


@dataclass(frozen=True)
class Trouble:
    """What goes wrong for the mother, and what must come of it."""

    fault: Fault
    state: str = "sent"
    reason: str = ""
    requests: int = 2
    """How often the message reached Telegram, failed attempts and all."""
    messages: int = 1
    """How often it is on the phone."""
    if_never_repeated: tuple[int, str] | None = None
    """Requests and remark for kinds that are not sent again where the answer was lost."""


def mothers(**fault: Any) -> Fault:
    return Fault("sendMessage", chat_id=MOTHER, **fault)


TROUBLES = {
    "429": Trouble(mothers(code=429, retry_after=1)),
    "500": Trouble(mothers(code=500)),
    "502 twice": Trouble(mothers(code=502, times=2), requests=3),
    "401": Trouble(mothers(code=401)),
    "404": Trouble(mothers(code=404)),
    "409": Trouble(mothers(code=409)),
    "connection lost before": Trouble(
        mothers(drop="before"), requests=2, if_never_repeated=(1, "answer lost")
    ),
    "answer lost": Trouble(
        mothers(drop="after"), messages=2, if_never_repeated=(1, "answer lost")
    ),
    "blocked": Trouble(mothers(code=403), "failed", "forbidden", 1, 0),
    "deactivated": Trouble(
        mothers(code=403, description="Forbidden: user is deactivated"),
        "failed", "forbidden", 1, 0,
    ),
    "kicked": Trouble(
        mothers(code=403, description="Forbidden: bot was kicked from the group chat"),
        "failed", "forbidden", 1, 0,
    ),
    "no such chat": Trouble(
        mothers(code=400, description="Bad Request: chat not found"),
        "failed", "chat not found", 1, 0,
    ),
    "too long": Trouble(
        mothers(code=400, description="Bad Request: message is too long"),
        "failed", "bad request", 1, 0,
    ),
    "too large": Trouble(mothers(code=413), "failed", "too large", 1, 0),
    "moved": Trouble(
        mothers(code=400, description="group chat was upgraded", migrate_to=ELSEWHERE)
    ),
}  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
async def test_a_fault_meets_every_kind(
    db: Database, school: SmallSchool, server: BotApiServer, clock: FixedClock, trouble: Trouble
) -> None:
    timer, bot = Skipping(), telegram(server)
    house = House(db, clock, bot, timer=timer)
    # The mother teaches the class, so that she hears what is for staff, and nobody else does.
    teaches = sa.update(t.access_grant).where(t.access_grant.c.chat_id == 4)
    await house.change(teaches.values(chat_id=1))

    found = {fact.code: await _told(house, server, timer, fact, trouble) for fact in EVERY}

    assert found == {fact.code: _wanted(fact, trouble) for fact in EVERY}
    await bot.session.close()


async def _told(
    house: House, server: BotApiServer, timer: Skipping, fact: Fact, trouble: Trouble
) -> dict[str, object]:
    """Let a fact happen while the trouble lasts; return what became of it for the mother."""
    since, before = server.outbox.mark(), _messages(server)
    fault = server.fail(replace(trouble.fault))
    await house.change(
        sa.delete(t.delivery),
        sa.update(t.chat).values(unreachable_at=None),
        sa.update(t.chat).where(t.chat.c.id == 1).values(telegram_id=MOTHER),
        sa.update(t.chat).where(t.chat.c.id == 4).values(telegram_id=1),
    )
    await house.happens(fact)
    await house.plan()
    await house.send()
    for _attempt in range(3):
        house.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]  # it stands still
        timer.ahead += 60
        await house.send()

    d = t.delivery.c
    rows = await house.rows(sa.select(d.chat_id, d.state, d.reason, d.lost_answers))
    assert {row[1] for row in rows if row[0] != 1} <= {"sent"}
    assert fault.times == 0
    ((_chat, state, reason, lost),) = [row for row in rows if row[0] == 1]
    calls = [call for call in server.outbox.since(since) if call.chat_id in (MOTHER, ELSEWHERE)]
    return {
        "end": (state, reason), "requests": len(calls), "lost": lost,
        "messages": _messages(server) - before,
    }  # fmt: skip


def _messages(server: BotApiServer) -> int:
    """Return how many messages of the bot are on the mother's phones, old and new."""
    phones = [server.person(chat, "") for chat in (MOTHER, ELSEWHERE)]
    return sum(message.from_bot for phone in phones for message in phone.messages)


def _wanted(fact: Fact, trouble: Trouble) -> dict[str, object]:
    requests, reason, messages = trouble.requests, trouble.reason, trouble.messages
    if trouble.if_never_repeated and not all_kinds()[fact.code].repeats:
        requests, reason = trouble.if_never_repeated
        messages = 0 if trouble.fault.drop == "before" else 1
    lost = 1 if trouble.if_never_repeated and requests > 1 else 0
    return {
        "end": (trouble.state, reason),
        "requests": requests,
        "lost": lost,
        "messages": messages,
    }


def test_every_kind_is_in_the_matrix() -> None:
    assert {fact.code for fact in EVERY} == set(CODES) - CHANGING
