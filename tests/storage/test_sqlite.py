import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.tables import conversation, subject

NAME = sa.select(subject.c.title)


def named(title: str) -> sa.Insert:
    return sa.insert(subject).values(sourced_id=title, title=title)


async def test_what_is_read_is_of_one_moment(db: Database) -> None:
    async with db.read() as session:
        before = (await session.execute(NAME)).all()
        async with db.begin() as writing:
            await writing.execute(named("Алгебра"))
        after = (await session.execute(NAME)).all()

    assert before == after == []
    async with db.read() as session:
        assert await session.scalar(NAME) == "Алгебра"
        assert (await session.scalars(NAME)).all() == ["Алгебра"]


async def test_a_transaction_that_reads_cannot_write(db: Database) -> None:
    with pytest.raises(sa.exc.OperationalError, match="readonly"):
        async with db.read() as session:
            await session.execute(named("Алгебра"))


async def test_reading_goes_on_while_somebody_writes(db: Database) -> None:
    async with db.begin() as writing:
        await writing.execute(named("Алгебра"))
        async with asyncio.timeout(30), db.read() as session:
            assert (await session.execute(NAME)).all() == []


async def test_a_failure_leaves_no_transaction_open(db: Database) -> None:
    for _attempt in range(3):
        with pytest.raises(sa.exc.OperationalError):
            async with db.read() as session:
                await session.execute(sa.text("SELECT nothing FROM nowhere"))

    async with db.begin() as writing:
        await writing.execute(named("Алгебра"))
    async with db.read() as session:
        assert await session.scalar(NAME) == "Алгебра"


async def test_a_survey_reads_too_in_a_thread_of_its_own(db: Database) -> None:
    async with db.begin() as writing:
        await writing.execute(named("Алгебра"))

    async with db.survey() as session:
        assert await session.scalar(NAME) == "Алгебра"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Анна «И.»", '{"words":"Анна «И.»"}'),
        ("🎒", '{"words":"🎒"}'),
        ("half of a pair: \ud83c", '{"words": "half of a pair: \\ud83c"}'),
    ],
    ids=["Russian", "beyond the plane", "no text at all"],
)
async def test_what_is_kept_as_json_takes_no_more_room_than_its_words(
    db: Database, words: str, kept: str
) -> None:
    row = {"key": "1", "data": {"words": words}, "updated_at": datetime.now(UTC)}
    async with db.begin() as session:
        await session.execute(sa.insert(conversation).values(row))

    async with db.read() as session:
        assert await session.scalar(sa.text("SELECT data FROM conversation")) == kept
        assert await session.scalar(sa.select(conversation.c.data)) == {"words": words}
