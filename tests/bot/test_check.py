import argparse
from pathlib import Path

import pytest

from bot.commands.check import findings, run
from bot.settings import Settings
from storage import schema
from storage.database import connect


async def test_a_fresh_machine_lacks_only_the_token(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"database_url": f"sqlite+aiosqlite:///{tmp_path}/d/diary.db"}
    )

    wrong = [sentence async for fine, sentence in findings(settings) if not fine]

    assert wrong == ["token: BOT_TOKEN is empty: ask @BotFather for one and put it into .env"]
    assert not (tmp_path / "d").exists()


async def test_a_database_of_a_newer_program_is_no_place_to_serve(tmp_path: Path) -> None:
    import sqlalchemy as sa

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
