"""``make demo``: the sandbox, the bot and the fictional school in one process.

Nothing is pretended: the people on the page are linked by codes that the bot issued, and what the
panel's buttons do is an import, as a school's own system would make one.
"""

import asyncio
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.serve import Service
from bot.settings import Settings
from domain.clock import Clock, SystemClock
from domain.school_clock import SchoolClock
from sandbox.cast import GROUP, GROUP_MEMBERS, TOPIC, group_title, parts
from sandbox.events import Events
from sandbox.people import Person
from sandbox.school import School, write_school
from sandbox.server import BotApiServer
from sources.port import Finding
from storage import schema
from storage.database import connect
from usecases.codes import IssueCodes
from usecases.imports import ImportJournal


async def run(port: int, settings: Settings, *, open_browser: bool) -> int:
    """Serve the page until a signal.

    Raises ``OSError`` where the port is taken.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="diary-demo-") as folder:
        async with BotApiServer(port=port) as server:
            demo = Demo(Path(folder), server, settings, SystemClock())
            await demo.open()
            try:
                _invite(server.url, open_browser=open_browser)
                await stop.wait()
            finally:
                await demo.close()
    return 0


def _invite(url: str, *, open_browser: bool) -> None:
    print(f"\nThe school is open: {url}\nCtrl+C closes it.\n", flush=True)
    if open_browser:
        with suppress(webbrowser.Error):
            webbrowser.open(url)


class Demo:
    """The parts of one demo, on a database of its own."""

    def __init__(
        self, folder: Path, server: BotApiServer, settings: Settings, clock: Clock
    ) -> None:
        self.server = server
        self.settings = settings.model_copy(update=_overrides(server, folder))
        self.database = connect(self.settings.database_url)
        self.service = Service(self.settings, self.database, clock)
        self._folder = folder
        self._clock = SchoolClock(clock, self.settings.zone)
        self._import = ImportJournal(self.database, self._clock)

    async def open(self) -> School:
        """Open the school, start the bot, let the people link, put the buttons on the panel."""
        await schema.upgrade(self.database)
        school = write_school(self._folder / "school", self._clock.today())
        await self._import(self._folder / "school", report=_Findings())
        await self.service.__aenter__()
        await self._people(school)
        self._panel(Events(self._folder / "events", school, self._clock.clock, self._clock.zone))
        return school

    async def close(self) -> None:
        """Stop the bot, then close the database."""
        await self.service.__aexit__(None, None, None)
        await self.database.close()

    async def _people(self, school: School) -> None:
        """Let everybody link by a code, as people do; the group gets the bot from its teacher."""
        issue = IssueCodes(self.database, self._clock, self.settings.key)
        for part in parts(school):
            person = self.server.person(part.id, part.name, about=part.about)
            for target in part.targets:
                (issued,) = await issue(target)
                await _link(person, issued.code)
        members = [self.server.persons[id_] for id_ in GROUP_MEMBERS]
        group = self.server.group(GROUP, group_title(school), members, forum=True, with_bot=False)
        await group.open_topic(members[0], TOPIC)

    def _panel(self, events: Events) -> None:
        for name, label, label_en, make in (
            ("mark", "Новая оценка", "A new mark", events.new_mark),
            ("corrected", "Исправить оценку", "Correct the mark", events.corrected_mark),
            ("withdrawn", "Снять оценку", "Withdraw the mark", events.withdrawn_mark),
            ("absence", "Пропуск урока", "An absence", events.absence),
            ("notice", "Объявление классу", "A notice to the class", events.notice),
        ):
            self.server.action(name, label, self._importing(make), label_en=label_en)

    def _importing(self, make: Callable[[], Path]) -> "_Happening":
        return _Happening(make, self._import)


@dataclass(frozen=True, slots=True)
class _Happening:
    """One of the panel's buttons: write a bundle, import it."""

    make: Callable[[], Path]
    importing: ImportJournal

    async def __call__(self) -> str:
        """Return when it happened, for the panel."""
        done = await self.importing(self.make(), report=_Findings())
        if not done.imported:
            return "✗"
        return f"{datetime.now():%H:%M:%S}"  # noqa: DTZ005  (for the eyes of whoever sits here)


@dataclass(frozen=True, slots=True)
class _Findings:
    """The demo's own data have no findings; if they had, they must be seen."""

    def finding(self, finding: Finding) -> None:
        """Print it."""
        print(finding, file=sys.stderr)

    def note(self, text: str) -> None:
        """Leave out what is no fault."""

    def progress(self, done: int, total: int) -> None:
        """Draw no bar: it is over in a second."""


async def _link(person: Person, code: str) -> None:
    """Send a code and say yes."""
    before = person.mark()
    await person.say(code)
    await person.wait_for(lambda m: m.from_bot and bool(m.buttons), since=before)
    await person.tap("Да")


def _overrides(server: BotApiServer, folder: Path) -> dict[str, object]:
    """Whatever .env says, the demo talks to its own server and keeps its own data."""
    return {
        "bot_token": server.token,
        "bot_api_url": server.url,
        "database_url": f"sqlite+aiosqlite:///{folder}/diary.db",
        "secret_key": "the demo keeps no secrets",
        "default_language": "ru",
        "default_quiet_hours": "",
        # Whoever tries it shall not wait three minutes for what a teacher has just written.
        "grace_seconds": 5,
        "http_port": 0,
        "webhook_url": "",
    }
