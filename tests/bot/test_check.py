import argparse
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands.check import findings, run
from bot.settings import Settings
from storage import schema
from storage.database import Database, connect
from storage.tables import metadata


async def test_a_fresh_machine_lacks_only_the_token(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"database_url": f"sqlite+aiosqlite:///{tmp_path}/d/diary.db"}
    )

    wrong = [sentence async for fine, sentence in findings(settings) if not fine]

    assert wrong == ["token: BOT_TOKEN is empty: ask @BotFather for one and put it into .env"]
    assert not (tmp_path / "d").exists()


async def test_a_database_of_a_newer_program_is_no_place_to_serve(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/diary.db"
    db = connect(url)
    await schema.upgrade(db)
    async with db.begin() as session:
        await session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    await db.close()

    wrong = [
        sentence
        async for fine, sentence in findings(Settings.model_validate({"database_url": url}))
        if not fine
    ]

    assert wrong[0] == "schema: 9999 is newer than this program knows: update it"


async def test_an_unreachable_bot_api_is_told_without_the_token(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {
            "database_url": f"sqlite+aiosqlite:///{tmp_path}/diary.db",
            "bot_token": "42:SECRET",
            "bot_api_url": "http://127.0.0.1:9",
        }
    )

    sentences = [sentence async for _fine, sentence in findings(settings)]

    assert sentences[-1].startswith("token: http://127.0.0.1:9 does not answer")
    assert "SECRET" not in " ".join(sentences)


@pytest.mark.parametrize(
    ("statements", "wrong"),
    [
        (
            ["DROP TABLE bell", "DROP TABLE holiday"],
            ["tables: missing in the database: bell, holiday; restore a backup"],
        ),
        (
            [
                "ALTER TABLE announcement DROP COLUMN body",
                "ALTER TABLE holiday DROP COLUMN title",
            ],
            [
                "tables: announcement.body is missing: restore a backup",
                "tables: holiday.title is missing: restore a backup",
            ],
        ),
    ],
)
async def test_what_the_database_lacks_is_named(
    db: Database, statements: list[str], wrong: list[str]
) -> None:
    async with db.begin() as session:
        for statement in statements:
            await session.execute(sa.text(statement))

    url = db.engine.url.render_as_string(hide_password=False)
    told = [one async for one in findings(Settings.model_validate({"database_url": url}))]

    assert [sentence for fine, sentence in told if not fine][:-1] == wrong


async def test_a_whole_database_has_all_its_tables(any_db: Database) -> None:
    url = any_db.engine.url.render_as_string(hide_password=False)
    settings = Settings.model_validate({"database_url": url, "secret_key": "test" * 8})

    told = [sentence async for fine, sentence in findings(settings) if fine]

    assert f"tables: all {len(metadata.tables)} are there" in told


@pytest.mark.parametrize(("token", "finding"), [
    ("", "note   metrics: whoever reaches 0.0.0.0:8080 reads /metrics: set METRICS_TOKEN"),
    ("for-prometheus", "ok     metrics: METRICS_TOKEN is asked for"),
])  # fmt: skip
async def test_open_metrics_are_told_and_no_reason_not_to_serve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], token: str, finding: str
) -> None:
    settings = Settings.model_validate({
        "database_url": f"sqlite+aiosqlite:///{tmp_path}/diary.db",
        "http_host": "0.0.0.0", "http_port": 8080, "metrics_token": token,
    })  # fmt: skip

    await run(argparse.Namespace(), settings)

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "metrics:" in line] == [finding]
    assert [line for line in lines if line.startswith("not ok")] == [lines[-1]]
