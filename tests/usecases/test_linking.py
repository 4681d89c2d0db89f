"""Several chats, one code, at the same moment; on both databases."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.settings import Settings
from domain import codes
from domain.clock import FixedClock
from domain.errors import CodeRefused, CodeTrouble, DiaryError, TooManyAttempts
from domain.linking import Linked, Offer
from domain.people import Reader, Role
from domain.school_clock import SchoolClock
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.conftest import NOW
from tests.school import fill
from usecases.chats import MeetChat
from usecases.codes import issue
from usecases.linking import LinkChat, OpenCode

KEY = b"a key of this test"


async def readers(db: Database, clock: FixedClock, number: int) -> list[Reader]:
    """Return that many chats that are linked to nobody."""
    meet = MeetChat(db, clock, ("ru",), "ru")
    return [await meet(9000 + one, "ru") for one in range(number)]


async def issued(db: Database, clock: SchoolClock, new: NewCode) -> str:
    async with db.begin() as session:
        return await issue(session, clock, KEY, new)


async def grants_made(db: Database) -> int:
    query = sa.select(sa.func.count()).where(t.access_grant.c.access_code_id.is_not(None))
    async with db.read() as session:
        return int(await session.scalar(query) or 0)


async def test_many_chats_that_say_yes_at_once_get_one_grant(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    school = await fill(any_db)
    wall = SchoolClock(clock, settings.zone)
    open_code, link_chat = OpenCode(any_db, wall, KEY), LinkChat(any_db, wall, KEY)
    code = await issued(any_db, wall, NewCode(Role.GUARDIAN, school.anna, school.mother))
    chats = await readers(any_db, clock, 8)
    offers: list[Offer] = [await open_code(reader, code) for reader in chats]

    results = await asyncio.gather(
        *(link_chat(r, o.code_id, o.proof) for r, o in zip(chats, offers, strict=True)),
        return_exceptions=True,
    )

    won = [result for result in results if isinstance(result, Linked)]
    lost = [result.trouble for result in results if isinstance(result, CodeRefused)]
    assert len(won) == 1
    assert lost == [CodeTrouble.USED] * 7
    assert await grants_made(any_db) == 1


async def test_one_chat_that_spends_two_codes_at_once_keeps_one(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    school = await fill(any_db)
    wall = SchoolClock(clock, settings.zone)
    open_code, link_chat = OpenCode(any_db, wall, KEY), LinkChat(any_db, wall, KEY)
    new = NewCode(Role.GUARDIAN, school.anna, school.mother)
    (chat,) = await readers(any_db, clock, 1)
    offers = [await open_code(chat, await issued(any_db, wall, new)) for _ in range(2)]

    await asyncio.gather(
        *(link_chat(chat, offer.code_id, offer.proof) for offer in offers), return_exceptions=True
    )

    assert await grants_made(any_db) == 1


async def test_a_burst_of_guesses_meets_the_pause_all_the_same(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    await fill(any_db)
    wall = SchoolClock(clock, settings.zone)
    (chat,) = await readers(any_db, clock, 1)
    open_code = OpenCode(any_db, wall, KEY)

    results = await asyncio.gather(
        *(open_code(chat, codes.generate()) for _ in range(30)), return_exceptions=True
    )

    assert all(isinstance(result, DiaryError) for result in results)
    judged = [result for result in results if isinstance(result, CodeRefused)]
    paused = [result for result in results if isinstance(result, TooManyAttempts)]
    assert (len(judged), len(paused)) == (6, 24)


def slip() -> str:
    """Return a code whose check sign is wrong."""
    code = codes.generate()
    return code[:-1] + codes.ALPHABET[(codes.ALPHABET.index(code[-1]) + 1) % 32]


async def test_a_flood_of_wrong_codes_is_counted_in_place(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    school = await fill(any_db)
    wall = SchoolClock(clock, settings.zone)
    (chat,) = await readers(any_db, clock, 1)
    open_code = OpenCode(any_db, wall, KEY)
    right = await issued(any_db, wall, NewCode(Role.GUARDIAN, school.anna, school.mother))
    flood = [right] * 5 + [slip() for _ in range(20)] + ["XX"] * 5
    flood += [codes.generate() for _ in range(30)]

    for text in (*flood, *flood):
        with contextlib.suppress(DiaryError):
            await open_code(chat, text)
    clock.advance(timedelta(hours=1))
    with contextlib.suppress(DiaryError):
        await open_code(chat, slip())

    entry = t.audit_entry.c
    query = sa.select(entry.outcome, entry.detail, entry.at).where(entry.action == "code.open")
    async with any_db.read() as session:
        rows = (await session.execute(query.order_by(entry.id))).all()
        kept = (await session.execute(sa.select(t.link_attempt))).all()
        code_id = await session.scalar(sa.select(t.access_code.c.id))
    assert [(outcome, detail, at) for outcome, detail, at in rows] == [
        ("ok", {"code": code_id, "count": 5}, NOW),
        ("mistyped", {"count": 20}, NOW),
        ("malformed", {"count": 5}, NOW),
        ("unknown", {"count": 6}, NOW),
        ("paused", {"count": 24 + 60}, NOW),
        ("mistyped", {}, NOW + timedelta(hours=1)),
    ]
    assert sorted(row.telegram_id for row in kept) == [0, chat.telegram_id]


async def test_slips_and_codes_that_were_right_once_cost_nothing(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    school = await fill(any_db)
    wall = SchoolClock(clock, settings.zone)
    (chat,) = await readers(any_db, clock, 1)
    open_code = OpenCode(any_db, wall, KEY)
    new = NewCode(Role.GUARDIAN, school.anna, school.mother)
    old = await issued(any_db, wall, new)
    clock.advance(codes.LIFETIME)
    right = await issued(any_db, wall, new)

    for text in [slip() for _ in range(30)] + [old] * 30:
        with pytest.raises(CodeRefused):
            await open_code(chat, text)

    assert isinstance(await open_code(chat, right), Offer)
    async with any_db.read() as session:
        rows = (await session.execute(sa.select(t.link_attempt))).all()
    assert {row.failures for row in rows} == {0}


async def test_the_code_itself_is_nowhere_in_the_database(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    school = await fill(any_db)
    wall = SchoolClock(clock, settings.zone)
    code = await issued(any_db, wall, NewCode(Role.STUDENT, school.anna))
    bare = code.replace("-", "")

    async with any_db.read() as session:
        row = (await session.execute(sa.select(t.access_code))).one()
        log = (await session.execute(sa.select(t.audit_entry))).all()

    assert row.digest == codes.digest(KEY, bare)
    assert (row.issued_at, row.expires_at) == (NOW, NOW + codes.LIFETIME)
    assert not any(text in f"{row}{log}" for text in (code, bare))
