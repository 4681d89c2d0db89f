"""Two families: whatever one of them presses, nothing of the other's child comes out."""

import re

import sqlalchemy as sa

from bot.serve import Service
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage.tables import access_grant
from tests.e2e.test_crawl import _crawl, hire

OF_THE_IVANOVS = (
    "Анна",
    "Иванов",
    "Пётр",
    "Молодец",
    "стихотворение",
    "Чтение вслух",
    "Простуда",
    "3А",
)
OF_THE_PETROVS = ("Борис", "Петров")
MOTHER, FATHER, STRANGER = 1001, 1003, 9999


def _said_to(server: BotApiServer, person: Person) -> str:
    """Return everything the bot ever sent to the person: messages, edits, buttons, alerts."""
    calls = [str(call.params) for call in server.outbox.calls if call.chat_id == person.id]
    alerts = [tap.answer.text for tap in server.taps if tap.answer and tap.person_id == person.id]
    return "\n".join([*calls, *alerts])


def _forged(data: str) -> set[str]:
    """Return the button with each of its numbers turned into other plausible ones."""
    made = set()
    for number in re.finditer(r"(?<=:)\d{1,6}(?=:|$)", data):
        for other in ("0", "1", "2", "3", "4", "5", "999999", "-1"):
            made.add(data[: number.start()] + other + data[number.end() :])
    return made


async def test_buttons_of_one_family_show_the_other_nothing(
    service: Service, server: BotApiServer
) -> None:
    mother = server.person(MOTHER, "Ольга")
    father, stranger = server.person(FATHER, "Илья"), server.person(STRANGER, "Чужой")
    for person in (father, stranger):
        await person.say("/menu")
        await person.wait_for(lambda message: message.from_bot)
    of_mother = await _crawl(mother)

    for person in (father, stranger):
        for data in of_mother:
            await person.tap(data=data)

    for person in (father, stranger):
        said = _said_to(server, person)
        assert [word for word in OF_THE_IVANOVS if word in said] == []


async def test_altered_buttons_stay_within_the_family(
    service: Service, server: BotApiServer
) -> None:
    father, stranger = server.person(FATHER, "Илья"), server.person(STRANGER, "Чужой")
    await stranger.say("/menu")
    await stranger.wait_for(lambda message: message.from_bot)
    of_father = await _crawl(father)
    forged = {other for data in of_father for other in _forged(data)}

    for data in sorted(forged):
        await father.tap(data=data)
        await stranger.tap(data=data)

    assert len(forged) > 50
    assert [word for word in OF_THE_IVANOVS if word in _said_to(server, father)] == []
    said = _said_to(server, stranger)
    assert [word for word in OF_THE_IVANOVS + OF_THE_PETROVS if word in said] == []


async def test_a_revoked_link_is_dead_at_the_next_tap(
    service: Service, server: BotApiServer
) -> None:
    father = server.person(FATHER, "Илья")
    of_father = await _crawl(father)
    async with service.database.begin() as session:
        await session.execute(sa.delete(access_grant).where(access_grant.c.chat_id == 3))
    mark = server.outbox.mark()

    for data in of_father:
        await father.tap(data=data)

    after = "\n".join(
        str(call.params) for call in server.outbox.since(mark) if call.chat_id == FATHER
    )
    assert [word for word in OF_THE_PETROVS if word in after] == []


OF_3A = ("Пётр", "3А", "стихотворение", "Чтение вслух")
"""What only the deputy head and the administrator may see of another class."""
MARKS = ("Молодец", "Простуда", "Входная контрольная")
"""What an administrator and a teacher of another subject may not see of anybody."""
TEACHER, DEPUTY, ADMIN, PHYSICIST = 1004, 1005, 1006, 1007


async def test_staff_see_their_own_and_no_more(service: Service, server: BotApiServer) -> None:
    await hire(service)
    people = {number: server.person(number, "") for number in (TEACHER, DEPUTY, ADMIN, PHYSICIST)}
    met: set[str] = set()
    for person in people.values():
        met |= set(await _crawl(person))
    async with service.database.begin() as session:  # what the administrator closed on the way
        await session.execute(sa.update(access_grant).values(revoked_at=None))
    reading = {data for data in met if not data.startswith(WRITING)}
    every = sorted(reading | {other for data in reading for other in _forged(data)})

    for number in (TEACHER, ADMIN, PHYSICIST):
        for data in every[:: 1 if number == TEACHER else 3]:
            await people[number].tap(data=data)

    assert len(every) > 100
    assert [word for word in OF_3A if word in _said_to(server, people[TEACHER])] == []
    assert [
        word for word in (*OF_3A, "Алгебра") if word in _said_to(server, people[PHYSICIST])
    ] == []
    assert [word for word in MARKS if word in _said_to(server, people[ADMIN])] == []


WRITING = (
    "jg", "jpt", "jpa", "jxc", "jxd", "jxw", "jss", "ju", "code", "revoke", "link", "np", "nx",
    "nw", "td", "th", "tx", "set", "kid", "lang", "quiet", "drop", "unlink", "cc", "sc",
    "stc", "stx", "stmake", "strevoke", "adx", "adrevoke",
)  # fmt: skip
"""Buttons that change something: what is read is tried here, the rest in tests/test_rights.py."""
