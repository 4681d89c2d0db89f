"""``codes`` as it is typed."""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import sqlalchemy as sa
import zxingcpp

from bot.commands import codes
from bot.settings import Settings
from domain.errors import ImportRefused, PersonUnknown
from storage import tables as t
from storage.database import Database
from tests.school import fill

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}")


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    codes.add(parser.add_subparsers())
    return parser.parse_args(["codes", *words])


@pytest.fixture
async def here(settings: Settings, db: Database) -> Settings:
    """Give settings that lead to the small school."""
    await fill(db)
    url = db.engine.url.render_as_string(hide_password=False)
    return settings.model_copy(update={"database_url": url})


async def done(here: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Run a command that succeeds; return its lines."""
    args = parse(*words)
    assert await args.run(args, here) == 0
    return capsys.readouterr().out.splitlines()


async def refusal(here: Settings, *words: str) -> str:
    """Run a command that is refused; return the sentence, which ``bot.__main__`` prints."""
    args = parse(*words)
    with pytest.raises(PersonUnknown) as caught:
        await args.run(args, here)
    return str(caught.value)


async def test_codes_are_printed_one_a_line(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, role, name in (
        (("--student", "person-1"), "guardian", "Анна Иванова"),
        (("--student", "person-1", "--as", "student"), "student", "Анна Иванова"),
        (("--student", "person-1", "--guardian", "person-5"), "guardian", "Анна Иванова"),
        (("--staff", "person-4"), "staff", "Мария Сидорова"),
        (("--staff", "person-6"), "staff", "Виктор Кузнецов"),
        (("--admin", "Вера  Админ"), "school_admin", "Вера Админ"),
    ):
        lines = await done(here, capsys, "issue", *words, "--count", "2")

        parts = [line.split("\t") for line in lines]
        assert [part[1:] for part in parts] == [[role, name]] * 2
        assert all(CODE.fullmatch(part[0]) for part in parts)
        assert parts[0][0] != parts[1][0]


async def test_codes_as_json(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    lines = await done(here, capsys, "issue", "--staff", "person-4", "--json")

    (made,) = json.loads("\n".join(lines))
    assert CODE.fullmatch(made.pop("code"))
    assert made == {"role": "staff", "name": "Мария Сидорова"}


async def test_a_guardian_code_is_bound_to_the_known_guardian(
    here: Settings, db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await done(here, capsys, "issue", "--student", "person-1", "--guardian", "person-5")

    async with db.read() as session:
        row = (await session.execute(sa.select(t.access_code))).one()
    assert (row.role, row.student_id, row.person_id, row.issued_by_id) == ("guardian", 1, 5, None)


async def test_whom_the_roster_does_not_have_is_refused(here: Settings) -> None:
    assert await refusal(here, "issue", "--student", "nobody") == (
        "nobody at school has the sourcedId nobody"
    )
    assert await refusal(here, "issue", "--student", "person-4") == "person-4 is not a student"
    assert await refusal(here, "issue", "--staff", "person-1") == (
        "person-1 is not of the staff: a staff code is refused"
    )
    assert await refusal(here, "issue", "--staff", "person-5") == (
        "person-5 is not of the staff: a staff code is refused"
    )
    assert await refusal(here, "issue", "--student", "person-3", "--guardian", "person-5") == (
        "person-5 is not known as a guardian of person-3"
    )


async def test_an_ambiguous_id_lists_its_sources(
    here: Settings, db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.person).values(
                source="other", sourced_id="person-1", given_name="Не", family_name="Анна"
            )
        )

    sentence = await refusal(here, "issue", "--student", "person-1")
    lines = await done(here, capsys, "issue", "--student", "person-1", "--source", "test")

    assert sentence == "person-1 is in several sources, choose by --source: other, test"
    assert lines[0].endswith("\tguardian\tАнна Иванова")


@pytest.mark.parametrize(
    "words",
    [
        ("issue",), ("issue", "--student", "a", "--staff", "b"), ("issue", "--admin", " "),
        ("issue", "--student", "a", "--count", "0"), ("issue", "--student", "a", "--days", "367"),
        ("issue", "--staff", "a", "--as", "student"), ("issue", "--staff", "a", "--guardian", "b"),
        ("issue", "--student", "a", "--as", "student", "--guardian", "b"), ("revoke",), (),
    ],
)  # fmt: skip
async def test_wrong_usage_ends_with_two(here: Settings, words: tuple[str, ...]) -> None:
    async def typed() -> None:
        args = parse(*words)
        await args.run(args, here)

    with pytest.raises(SystemExit) as caught:
        await typed()

    assert caught.value.code == 2


async def test_the_list_shows_states_and_no_codes(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (first,) = await done(here, capsys, "issue", "--student", "person-1", "--days", "1")
    await done(here, capsys, "issue", "--staff", "person-4")
    code = first.split("\t")[0]

    revoked = await done(here, capsys, "revoke", code.lower().replace("-", " "))
    every = [line.split("\t") for line in await done(here, capsys, "list")]
    of_class = [line.split("\t") for line in await done(here, capsys, "list", "--class", "7Б")]
    of_other = await done(here, capsys, "list", "--class", "3А")

    assert revoked == ["revoked: guardian Анна Иванова"]
    assert [line[:3] for line in every] == [
        ["open", "staff", "Мария Сидорова"], ["revoked", "guardian", "Анна Иванова"],
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cell) for cell in every[0][3:5])
    assert [line[:3] for line in of_class] == [["revoked", "guardian", "Анна Иванова"]]
    assert of_other == []
    assert not any(code in cell for line in every for cell in line)


async def test_revoking_a_used_code_ends_the_link_it_made(
    here: Settings, db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = await done(here, capsys, "issue", "--staff", "person-4")
    async with db.begin() as session:
        await session.execute(sa.update(t.access_grant).values(access_code_id=None))
        one = sa.update(t.access_grant).where(t.access_grant.c.id == 5)
        await session.execute(one.values(access_code_id=1))

    lines = await done(here, capsys, "revoke", line.split("\t")[0])

    assert lines == ["revoked: staff Мария Сидорова; the link it made is ended (1)"]
    async with db.read() as session:
        ended = sa.select(t.access_grant.c.id).where(t.access_grant.c.revoked_at.is_not(None))
        assert list(await session.scalars(ended)) == [5]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("hello", "this is not a code: a code looks like XXXX-XXXX-XX"),
        ("0000-0000-01", "there is a slip in this code: its check sign does not fit"),
        ("0000-0000-00", "no such code was issued with this SECRET_KEY"),
    ],
)
async def test_revoking_no_code_says_why(
    here: Settings, capsys: pytest.CaptureFixture[str], typed: str, sentence: str
) -> None:
    args = parse("revoke", typed)

    assert await args.run(args, here) == 1

    assert capsys.readouterr().err == f"diary-bot: {sentence}\n"


async def test_a_sheet_for_a_class_is_a_file_with_a_link_each(
    here: Settings, db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "7b.pdf"
    words = ("sheet", "--class", "7Б", "--out", str(out), "--bot", "@diary_bot")

    lines = await done(here, capsys, *words, "--for", "all")
    with pytest.raises(ImportRefused, match="is there already"):
        await refusal(here, *words)

    pages = [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(out)]
    links = {code.text for page in pages for code in zxingcpp.read_barcodes(page)}
    assert lines == [f"{out}: 4 codes"]
    assert len(links) == 4
    assert all(link.startswith("https://t.me/diary_bot?start=") for link in links)
    async with db.read() as session:
        stored = (await session.execute(sa.select(t.access_code.c.role))).scalars()
    assert sorted(stored) == ["guardian", "guardian", "student", "student"]


async def test_a_sheet_of_no_class_or_of_nobody_is_no_file(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "7b.pdf"
    words = ("--out", str(out), "--bot", "diary_bot")

    unknown = await refusal(here, "sheet", "--class", "7Щ", *words)
    elsewhere = await refusal(here, "sheet", "--class", "7Б", "--school", "Школа № 6", *words)
    lines = await done(here, capsys, "sheet", "--class", "7Б", *words)

    assert unknown == "there is no class 7Щ"
    assert elsewhere == "there is no class 7Б in the school Школа № 6"
    assert lines == ["7Б: everybody is linked, no code was made"]
    assert not out.exists()


def test_the_command_needs_no_telegram() -> None:
    program = "import bot.commands.codes, sys; print('aiogram' in sys.modules)"

    out = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert out.stdout == b"False\n"
