import argparse
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands import backup, restore
from bot.settings import Settings
from domain.errors import ImportRefused
from storage.database import Database, connect
from storage.tables import school as schools
from tests.school import SmallSchool


def settings_for(db: Database) -> Settings:
    url = db.engine.url.render_as_string(hide_password=False)
    return Settings.model_validate({"database_url": url})


def arguments(file: Path, *, force: bool = False) -> argparse.Namespace:
    return argparse.Namespace(file=file, force=force)


async def test_a_backup_made_while_a_writer_is_at_work_restores_what_was_committed(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.db"
    async with db.begin() as session:
        await session.execute(sa.update(schools).values(title="not committed"))
        assert await backup.run(arguments(copy), settings_for(db)) == 0
    target = Settings.model_validate(
        {"database_url": f"sqlite+aiosqlite:///{tmp_path}/new/diary.db"}
    )
    assert await restore.run(arguments(copy), target) == 0

    restored = connect(target.database_url)
    async with restored.read() as session:
        title = (await session.execute(sa.select(schools.c.title))).scalar_one()
    await restored.close()

    assert title == "Школа № 1234"


async def test_nothing_is_overwritten_unasked(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.db"
    copy.write_text("precious")

    with pytest.raises(ImportRefused) as refused:
        await backup.run(arguments(copy), settings_for(db))

    assert str(refused.value) == f"{copy} is there already: name another file, or add --force"
    assert copy.read_text() == "precious"


async def test_a_file_that_is_no_backup_is_refused_and_the_database_stays(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"garbage" * 1000)

    with pytest.raises(ImportRefused) as refused:
        await restore.run(arguments(garbage, force=True), settings_for(db))

    assert str(refused.value).startswith(f"{garbage} is no backup of a diary")
    async with db.read() as session:
        assert (await session.execute(sa.select(schools.c.title))).scalar_one() == "Школа № 1234"


async def test_a_database_in_use_is_not_swapped_under_the_bot(
    db: Database, school: SmallSchool, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.db"
    await backup.run(arguments(copy), settings_for(db))

    async with db.read() as session:
        await session.execute(sa.select(schools.c.id))
        with pytest.raises(ImportRefused) as refused:
            await restore.run(arguments(copy, force=True), settings_for(db))

    assert str(refused.value).endswith("is in use: stop the bot first")
