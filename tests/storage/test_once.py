import sqlalchemy as sa

from storage.database import Database
from storage.once import once, options
from storage.tables import chat

built: list[bool] = []


@once
def _chats(newest: bool) -> sa.Select[tuple[int]]:
    built.append(newest)
    query = sa.select(chat.c.telegram_id).where(chat.c.telegram_id > sa.bindparam("above"))
    return query.order_by(chat.c.id.desc() if newest else chat.c.id)


async def test_a_statement_is_put_together_once_for_each_flag(any_db: Database) -> None:
    built.clear()
    _chats.cache_clear()  # type: ignore[attr-defined]  # functools.cache gives it

    assert _chats(True) is _chats(True)
    assert _chats(False) is not _chats(True)
    assert built == [True, False]


async def test_each_call_is_given_its_own_values(any_db: Database) -> None:
    now = sa.func.current_timestamp()
    async with any_db.begin() as session:
        for number in (5, 7, 9):
            row = {"telegram_id": number, "created_at": now}
            await session.execute(sa.insert(chat).values(**row))

    found = []
    for newest, above in ((True, 4), (False, 6), (True, 6)):
        async with any_db.read() as session:
            rows = await session.execute(_chats(newest), {"above": above})
            found.append([*rows.scalars()])

    assert found == [[9, 7, 5], [7, 9], [9, 7]]


def test_only_these_statements_have_a_search_of_their_own() -> None:
    assert options(_chats(True)) is not None
    assert options(sa.select(chat.c.id)) is None
