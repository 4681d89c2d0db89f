"""What must hold for every log line and every engine of the product, read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import connect

ROOT = Path(__file__).parents[1]
PRODUCT = (
    "bot", "handlers", "keyboards", "views", "reports", "notifications", "usecases", "storage",
    "sources", "domain", "sandbox",
)  # fmt: skip
LEVELS = ("debug", "info", "warning", "error", "exception", "critical", "log")
HARMLESS = ("retry_after", "errno", "sqlstate", "sqlite_errorname", "__traceback__")
"""Attributes of exceptions that are numbers, codes and places."""


def _files() -> Iterator[Path]:
    for package in PRODUCT:
        yield from (ROOT / package).rglob("*.py")


def _texts_in(node: ast.AST, tainted: set[str]) -> bool:
    """Tell whether an expression may hold the text of one of these exceptions."""
    match node:
        case ast.Call(func=ast.Name(id="type" | "isinstance" | "len")):
            return False
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in tainted:
            return attribute not in HARMLESS
        case ast.Name(id=name):
            return name in tainted
    return any(_texts_in(child, tainted) for child in ast.iter_child_nodes(node))


def _logged_texts(source: str) -> list[str]:
    """Return the functions with log calls that an exception's text goes into.

    Exceptions are what ``except … as name`` binds and parameters that are called ``error``; what is
    made of one and given a name is followed.
    """
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        every = [*function.args.args, *function.args.kwonlyargs]
        tainted = {one.arg for one in every if one.arg in ("error", "exception")}
        for node in ast.walk(function):
            match node:
                case ast.ExceptHandler(name=str(name)):
                    tainted.add(name)
        for _again in range(3):
            for node in ast.walk(function):
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value):
                        if _texts_in(value, tainted):
                            tainted.add(name)
        found += [function.name for node in ast.walk(function) if _logs(node, tainted)]
    return found


def _logs(node: ast.AST, tainted: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logger" | "logging"), attr=level)):
            return level in LEVELS and any(_texts_in(one, tainted) for one in node.args)
    return False


@pytest.mark.parametrize(
    "line",
    [
        "logger.error('x %s', error)",
        "logger.error('x %s', str(error))",
        "logger.error(f'x {error}')",
        "logger.error('x %s', error.message.split()[0])",
        "said = str(error)\n        logger.info('x %s', said)",
        "said = repr(error)\n        more = said[:10]\n        logger.log(10, 'x %s', more)",
    ],
)
def test_the_look_out_sees_each_way_to_log_a_text(line: str) -> None:
    source = f"def f():\n    try:\n        g()\n    except ValueError as error:\n        {line}\n"

    assert _logged_texts(source)


def test_it_lets_class_place_and_numbers_pass() -> None:
    source = (
        "def f():\n    try:\n        g()\n    except ValueError as error:\n"
        "        kind = type(error).__name__\n"
        "        logger.error('x %s %s', kind, error.retry_after, exc_info=error)\n"
    )

    assert _logged_texts(source) == []


def test_no_log_line_holds_the_text_of_an_exception() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in _files()
        for name in _logged_texts(path.read_text())
    }

    assert found == LOGS_FIELDS


LOGS_FIELDS = {"bot/intake.py:_set_aside"}
"""Names of fields that an update broke at, which Telegram's schema has, not their values."""


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:///{}/d.db", "postgresql+asyncpg://u@h/d"])
async def test_no_engine_prints_what_is_stored(url: str, tmp_path: Path) -> None:
    db = connect(url.format(tmp_path))

    assert [engine.hide_parameters for engine in db.engines] == [True] * len(db.engines)
    await db.close()


def test_every_engine_of_the_repository_hides_its_parameters() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in (*PRODUCT, "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("create_engine", "create_async_engine")
        and not any(one.arg == "hide_parameters" for one in node.keywords)
    ]

    assert bare == []
