"""Any week of any family: never early, never in quiet hours, never lost, never twice.

Hypothesis makes up facts, corrections, choices and the passing of time, in zones where the
clocks change, and looks at every message that reached the Bot API server.
"""

import asyncio
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.clock import FixedClock
from domain.facts import MarkAdded, MarkChanged, MarkRemoved
from domain.quiet import NONE, QuietHours, QuietWeek, in_force
from domain.timing import Mode, digest_moment
from notifications.sender import Options
from sandbox.server import BotApiServer
from storage import deliveries, facts
from storage import tables as t
from storage.database import connect
from storage.upsert import upsert
from tests.long import so_many
from tests.notifications.house import House, telegram, texts
from tests.school import fill

SCHOOLS = QuietHours(time(21), time(7))
GRACE = timedelta(minutes=3)
STALE = timedelta(days=2)  # of a mark's kind
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOTHER = 1  # of Anna (1) and Pyotr (2)
CHILDREN = (1, 2)
STARTS = [
    ("Europe/Moscow", datetime(2026, 9, 16, 9, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 24, 9, tzinfo=UTC)),  # the clocks go back tonight
    ("America/New_York", datetime(2027, 3, 13, 15, tzinfo=UTC)),  # … go forward tonight
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 3, tzinfo=UTC)),  # … by half an hour
]
HOURS = st.builds(
    QuietHours, st.sampled_from([time(hour) for hour in (0, 13, 20, 22, 23)]),
    st.sampled_from([time(0), time(6), time(9), time(14)]),
)  # fmt: skip
WEEKS = st.lists(st.one_of(st.none(), st.just(NONE), HOURS), min_size=7, max_size=7).map(
    lambda days: QuietWeek(tuple(days))
)


@dataclass
class Story:
    """What we know of one mark, beside the bot."""

    child: int
    urgent: bool
    value: str
    changed_at: datetime = LONG_AGO
    taken_back: bool = False
    not_before: datetime = LONG_AGO
    """The digest's moment, as the choices were when it became ready."""


@dataclass
class Choices:
    week: QuietWeek = field(default_factory=QuietWeek)
    child_weeks: dict[int, QuietWeek] = field(default_factory=dict)
    modes: dict[int, Mode] = field(default_factory=dict)
    breaks: dict[int, bool] = field(default_factory=dict)
    digest_at: time | None = None


class AnyWeek(RuleBasedStateMachine):
    template: Path
    """A migrated database file, to begin each week with."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.stories: list[Story] = []
        self.choices = Choices()
        self.read = 0

    @initialize(start=st.sampled_from(STARTS))
    def open(self, start: tuple[str, datetime]) -> None:
        self.zone, self.clock = ZoneInfo(start[0]), FixedClock(start[1])
        self.run(self._open())

    async def _open(self) -> None:
        path = Path(self.folder.name, "diary.db")
        shutil.copy(self.template, path)
        self.db = connect(f"sqlite+aiosqlite:///{path}")
        await fill(self.db)
        self.server = BotApiServer()
        await self.server.__aenter__()
        await self.server.person(1001, "Ольга").start()
        self.bot = telegram(self.server)
        options = Options(quiet=SCHOOLS)
        self.house = House(self.db, self.clock, self.bot, options, zone=self.zone)
        only_mother = sa.update(t.access_grant).where(t.access_grant.c.chat_id != MOTHER)
        await self.house.change(only_mother.values(revoked_at=self.clock.now()))

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @rule(child=st.sampled_from(CHILDREN), urgent=st.booleans())
    def give(self, child: int, urgent: bool) -> None:
        self.stories.append(Story(child, urgent, f"№{len(self.stories)}a."))
        self._amend(len(self.stories) - 1, MarkAdded(**self._mark(-1), value=self._value(-1)))

    @rule(place=st.integers(0, 9))
    def correct(self, place: int) -> None:
        if place >= len(self.stories) or self.stories[place].taken_back:
            return
        story = self.stories[place]
        before, story.value = story.value, f"№{place}{chr(ord(story.value[-2]) + 1)}."
        self._amend(place, MarkChanged(**self._mark(place), before=before, value=story.value))

    @rule(place=st.integers(0, 9))
    def take_back(self, place: int) -> None:
        if place >= len(self.stories) or self.stories[place].taken_back:
            return
        story = self.stories[place]
        story.taken_back = True
        self._amend(place, MarkRemoved(**self._mark(place), before=story.value))

    @rule(mode=st.sampled_from([Mode.NOW, Mode.EVENING, Mode.WEEKLY]), breaks=st.booleans(),
          child=st.sampled_from(CHILDREN))  # fmt: skip
    def choose_mode(self, child: int, mode: Mode, breaks: bool) -> None:
        self.choices.modes[child], self.choices.breaks[child] = mode, breaks
        for kind in ("mark.added", "mark.changed", "mark.removed"):
            row = {"chat_id": MOTHER, "student_id": child, "kind": kind}
            self._put(t.preference, row, {"mode": mode, "breaks": breaks})

    @rule(week=WEEKS, child=st.sampled_from([0, *CHILDREN]))
    def choose_quiet(self, week: QuietWeek, child: int) -> None:
        if child:
            self.choices.child_weeks[child] = week
        else:
            self.choices.week = week
        row = {"chat_id": MOTHER, "student_id": child}
        self._put(t.quiet_choice, row, {"week": week.dump()})

    @rule(hour=st.sampled_from([None, 8, 15, 22]))
    def choose_digest(self, hour: int | None) -> None:
        self.choices.digest_at = None if hour is None else time(hour)
        self.run(self.house.change(sa.update(t.chat).values(digest_at=self.choices.digest_at)))
        self._let_go()

    @rule(minutes=st.sampled_from([1, 2, 4, 30, 60, 170, 600, 1300]))
    def wait(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @rule()
    def turn(self) -> None:
        """What the worker does when it is woken."""
        self.run(self._turn())

    async def _turn(self) -> None:
        for story in self.stories:
            # The bot looks at the choices when it plans: so do we.
            if story.not_before == LONG_AGO and self._ready(story):
                story.not_before = self._due(story)
        while await self.house.plan():
            pass
        await self.house.send()

    @invariant()
    def every_message_came_at_its_time(self) -> None:
        if not hasattr(self, "server"):
            return
        every = texts(self.server)
        for _chat, text in every[self.read :]:
            told = {int(number) for number in re.findall(r"№(\d+)[a-z]\.", text)}
            assert told, text
            for number in told:
                self._check(self.stories[number])
        self.read = len(every)

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.run(self._end())
        self.loop.close()
        self.folder.cleanup()

    async def _end(self) -> None:
        """Let two quiet weeks pass, turn by turn: then nothing may be left over."""
        for _day in range(3 * 14):
            self.clock.advance(timedelta(hours=8))
            await self._turn()
            self.every_message_came_at_its_time()
        f, d = t.fact.c, t.delivery.c
        unplanned = await self.house.rows(sa.select(f.id).where(f.planned_at.is_(None)))
        states = await self.house.rows(sa.select(d.state, d.reason).distinct())
        texts_sent = "\n".join(text for _chat, text in texts(self.server))
        await self.bot.session.close()
        await self.server.__aexit__(None, None, None)
        await self.db.close()
        assert unplanned == []
        assert {tuple(row) for row in states} <= {
            ("sent", ""), ("skipped", "replaced"), ("skipped", "withdrawn"), ("skipped", "stale"),
        }  # fmt: skip
        for story in self.stories:
            for state in range(ord("a"), ord(story.value[-2]) + 1):
                value = f"{story.value[:-2]}{chr(state)}."
                assert texts_sent.count(f"<b>{value}</b>") <= 1, f"told twice: {value}"

    def _amend(self, place: int, fact: Any) -> None:
        now = self.clock.now()
        story = self.stories[place]
        story.changed_at, story.not_before = now, LONG_AGO

        async def write() -> None:
            async with self.db.begin() as session:
                await facts.amend(session, [fact], now=now, ready_at=now + GRACE)

        self.run(write())

    def _mark(self, place: int) -> dict[str, Any]:
        story, number = self.stories[place], place % len(self.stories)
        return {
            "thing": f"mark:{number}", "urgent": story.urgent, "student": story.child, "name": "",
            "course": 1, "subject": "Алгебра", "day": date(2026, 9, 16),
        }  # fmt: skip

    def _value(self, place: int) -> str:
        return self.stories[place].value

    def _put(self, table: sa.Table, keys: dict[str, Any], values: dict[str, Any]) -> None:
        async def write() -> None:
            async with self.db.begin() as session:
                insert = upsert(session, table).values(**keys, **values)
                await session.execute(
                    insert.on_conflict_do_update(index_elements=list(keys), set_=values)
                )

        self.run(write())
        self._let_go()

    def _let_go(self) -> None:
        """After a choice everything that waits is looked at again: our expectations too."""

        async def write() -> None:
            async with self.db.begin() as session:
                await deliveries.let_go(session, MOTHER, self.clock.now())

        self.run(write())
        for story in self.stories:
            if self._ready(story):
                story.not_before = self.clock.now()

    def _ready(self, story: Story) -> bool:
        return self.clock.now() >= story.changed_at + GRACE

    def _breaks(self, story: Story) -> bool:
        return story.urgent and self.choices.breaks.get(story.child, True)

    def _week(self, child: int) -> QuietWeek:
        return in_force(self.choices.child_weeks.get(child), self.choices.week, SCHOOLS)

    def _due(self, story: Story) -> datetime:
        now = self.clock.now()
        mode = self.choices.modes.get(story.child, Mode.NOW)
        if self._breaks(story):
            return now
        return digest_moment(now, mode, self.choices.digest_at, self.zone)

    def _check(self, story: Story) -> None:
        now = self.clock.now()
        assert self._ready(story), "told within the grace"
        assert now >= story.not_before, "told before the digest"
        if not story.urgent:
            local = now.astimezone(self.zone)
            assert not self._week(story.child).hold(local), "told in quiet hours"


def test_any_week(migrated_file: Path) -> None:
    AnyWeek.template = migrated_file
    AnyWeek.TestCase.settings = settings(
        max_examples=so_many(15, 4), stateful_step_count=20, deadline=None,
        # A shorter story costs a school and its server each time: the long one is printed instead.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    AnyWeek.TestCase().runTest()
