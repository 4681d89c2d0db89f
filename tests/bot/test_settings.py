from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.env_example import text
from bot.settings import Settings
from domain.errors import OperatorFault
from domain.retention import Retention

ROOT = Path(__file__).parents[2]


def make(**values: object) -> Settings:
    return Settings.model_validate({**values})


def test_the_example_file_is_made_from_the_settings() -> None:
    assert (ROOT / ".env.example").read_text() == text()


def test_every_setting_explains_itself() -> None:
    silent = [name for name, field in Settings.model_fields.items() if not field.description]

    assert silent == []


def test_an_empty_value_is_the_default_but_for_quiet_hours() -> None:
    settings = make(http_port="", timezone="", default_quiet_hours="")

    assert (settings.http_port, settings.timezone) == (0, "Europe/Moscow")
    assert settings.quiet_hours is None


def test_quiet_hours_are_read_as_times() -> None:
    assert make(default_quiet_hours="22:30-06:15").quiet_hours == (time(22, 30), time(6, 15))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("default_language", "fr"),
        ("default_quiet_hours", "night"),
        ("database_url", "mysql://x/y"),
        ("http_port", "70000"),
        ("messages_per_second", "0"),
        ("keep_deliveries_days", "89"),
        ("keep_news_days", "89"),
        ("keep_history_days", "365"),
        ("keep_audit_days", "30"),
        ("keep_attempts_days", "1"),
        ("keep_strangers_days", "6"),
        ("keep_drafts_days", "0"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make(**{name: value})

    assert refused.value.errors()[0]["loc"] == (name,)


def test_each_setting_says_how_long_its_own_rows_stay() -> None:
    numbers = range(1000, 1007)
    names = (f"keep_{one.name}_days" for one in fields(Retention))

    assert make(**dict(zip(names, numbers, strict=True))).keeps == Retention(*numbers)
    assert make().keeps == Retention()


def test_the_key_is_made_once_and_only_for_the_owner(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/diary.db"

    first, second = make(database_url=url).key, make(database_url=url).key

    kept = tmp_path / "diary.key"
    assert first == second == kept.read_bytes()
    assert len(first) == 64
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [kept]


def test_postgresql_needs_a_key_of_its_own() -> None:
    with pytest.raises(OperatorFault) as refused:
        _ = make(database_url="postgresql+asyncpg://u@h/d", secret_key="").key

    assert str(refused.value).startswith("SECRET_KEY is empty")
