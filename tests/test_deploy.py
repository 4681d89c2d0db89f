"""What an operator is given names only what is there: settings, metrics, ports, tables, files."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot import health
from bot.metrics import REGISTRY
from bot.settings import Settings
from bot.web import WEBHOOK_PATH
from storage.tables import metadata

ROOT = Path(__file__).parents[1]
IMAGE = (ROOT / "Dockerfile").read_text()
COMPOSE = [(ROOT / name).read_text() for name in ("compose.yaml", "compose.postgres.yaml")]
UNIT = (ROOT / "deploy/diary-bot.service").read_text()
CADDY = (ROOT / "deploy/Caddyfile").read_text()
BOARD = json.loads((ROOT / "deploy/grafana/diary-bot.json").read_text())
RULES = (ROOT / "deploy/prometheus/alerts.yml").read_text()
RULE_TESTS = (ROOT / "deploy/prometheus/alerts.test.yml").read_text()
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_OTHERS = {
    # Python, SQLite, asyncpg, the image of PostgreSQL, compose and our Caddyfile.
    "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONSAFEPATH", "PYTHONUNBUFFERED", "SQLITE_TMPDIR",
    "PGPASSWORD", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "BOT_DOMAIN", "WORKERS",
}  # fmt: skip


def names_in(text: str) -> set[str]:
    """Return what is set as ``NAME=`` or ``NAME:``, or filled in as ``${NAME`` or ``{$NAME``."""
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    taken = re.sub(r"^ENV PIP_.*$", "", code, flags=re.MULTILINE)
    found = re.findall(r"(?<![A-Za-z_$])([A-Z][A-Z_]{3,})(?:=|:(?= ))|[$]?[{][$]?([A-Z_]+)", taken)
    return {name for pair in found for name in pair if name}


def series() -> set[str]:
    """Return every name that a Prometheus query may ask of us."""
    names = set[str]()
    for family in text_string_to_metric_families(generate_latest(REGISTRY).decode()):
        match family.type:
            case "counter":
                names.add(f"{family.name}_total")
            case "histogram":
                names |= {f"{family.name}_{part}" for part in ("bucket", "count", "sum")}
            case _:
                names.add(family.name)
    return names


@pytest.mark.parametrize("text", [IMAGE, *COMPOSE, UNIT, CADDY], ids=len)
def test_every_name_in_the_environment_is_a_setting_or_somebody_elses(text: str) -> None:
    assert names_in(text) - SETTINGS - OF_OTHERS == set()


def test_the_names_are_found() -> None:
    assert names_in("A_B: x\n  HTTP_PORT: 1\nENV X_Y_Z=1\n${PASS_WORD:?}") == {
        "HTTP_PORT", "X_Y_Z", "PASS_WORD",
    }  # fmt: skip
    assert {"DATABASE_URL", "HTTP_PORT", "LOG_FORMAT"} <= names_in(IMAGE)


def test_the_dashboard_and_the_alerts_ask_for_metrics_that_are_there() -> None:
    queries = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
    asked = re.findall(r"\b(?:diary|process)_\w+", "\n".join([*queries, RULES, RULE_TESTS]))

    assert len(set(asked)) > 15
    assert set(asked) - series() == set()


def test_the_dashboard_shows_each_metric_of_ours() -> None:
    shown = json.dumps(BOARD)
    ours = {name for name in series() if name.startswith("diary_")}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in ours}
    assert {name for name in families if name not in shown} == set()


def test_each_alert_is_tested_and_said_what_to_do_about() -> None:
    alerts = re.findall(r"- alert: (\w+)", RULES)
    fires = re.findall(r"alertname: (\w+)\n\s+exp_alerts", RULE_TESTS)
    told = (ROOT / "docs/operating.md").read_text()

    assert len(alerts) == 11
    assert set(alerts) - set(fires) == set()
    assert [alert for alert in alerts if f"| `{alert}` |" not in told] == []


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool (Debian: prometheus)")
@pytest.mark.parametrize(
    "step", [["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]]
)
def test_prometheus_takes_the_alerts(step: list[str]) -> None:
    folder = ROOT / "deploy/prometheus"
    done = subprocess.run(["promtool", *step], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_installs_what_is_pinned_and_nothing_else() -> None:
    commands = IMAGE.replace("\\\n", " ")
    installs = re.findall(r"pip(?: --python \S+)? (?:install|wheel) ([^&\n]*)", commands)

    assert len(installs) == 4
    pinned = [one for one in installs if "--require-hashes -r requirements" in one]
    offline = [
        one for one in installs if "--no-deps" in one and re.search("--no-(index|build)", one)
    ]
    assert len(pinned) == len(offline) == 2
    for lock in ("requirements.lock", "requirements-build.lock"):
        text = (ROOT / lock).read_text()
        blocks = re.findall(r"^\S+==.*(?:\n .*)*", text, re.MULTILINE)
        assert [block for block in blocks if "--hash=" not in block] == []


def test_the_lock_of_the_build_has_what_the_build_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {re.split("[<>=~]", one)[0] for one in project["build-system"]["requires"]}
    lock = (ROOT / "requirements-build.lock").read_text()
    locked = set(re.findall(r"^(\S+)==", lock, re.MULTILINE))
    assert asked - locked == set()


def test_the_image_is_built_from_each_package_and_neither_settings_nor_data() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    rules = (ROOT / ".dockerignore").read_text().splitlines()

    assert rules[1] == "*"
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    assert allowed >= {*packages, "requirements.lock", "requirements-build.lock"}
    assert allowed & {".env", "data", ".git", "tests"} == set()


def test_a_container_is_not_root_and_can_write_nothing_but_its_data() -> None:
    final = IMAGE.rpartition("\nFROM ")[2]
    assert "USER 10001:10001" in final
    assert "STOPSIGNAL SIGTERM" in final
    assert "VOLUME /data" in final
    for text in COMPOSE:
        for promise in ("read_only: true", "- ALL", "no-new-privileges:true", "restart: ",
                        "stop_grace_period: 15s", "mem_limit: ", "pids_limit: "):  # fmt: skip
            assert promise in text, promise


def test_the_ports_are_the_same_everywhere() -> None:
    assert set(re.findall(r"HTTP_PORT\W+(\d+)", "\n".join([IMAGE, *COMPOSE]))) == {"8080"}
    assert re.findall(r"EXPOSE (\d+)", IMAGE) == ["8080"]
    assert set(re.findall(r"worker\d:(\d+)", COMPOSE[1])) == {"8080"}


def test_the_proxy_passes_the_webhook_and_nothing_else() -> None:
    assert re.findall(r"^\s+path (.+)$", CADDY, re.MULTILINE) == [WEBHOOK_PATH]
    assert f"/{WEBHOOK_PATH.lstrip('/')}" in COMPOSE[1]
    assert "handle {\n\t\trespond 404" in CADDY


@pytest.mark.parametrize("page", ["docs/privacy.md", "docs/ru/privacy.md"])
def test_the_privacy_page_names_every_table(page: str) -> None:
    told = set(re.findall(r"`(\w+)`", (ROOT / page).read_text()))
    assert {*metadata.tables, "alembic_version"} - told == set()


def test_the_privacy_pages_name_no_table_that_is_gone() -> None:
    for page in ("docs/privacy.md", "docs/ru/privacy.md"):
        rows = re.findall(r"^\| (`.*?`) \|", (ROOT / page).read_text(), re.MULTILINE)
        named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
        assert named == {*metadata.tables, "alembic_version"}


@pytest.mark.parametrize(
    "page",
    ["README.md", "SECURITY.md", "CHANGELOG.md", "docs/containers.md", "docs/operating.md",
     "docs/privacy.md", "docs/threat-model.md", "docs/ru/privacy.md", "docs/ru/running.md"],
)  # fmt: skip
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text()
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    broken = [link for link in links if not _leads(ROOT / page, link)]
    assert broken == []


def _leads(page: Path, link: str) -> bool:
    name, _, place = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE) if place else []
    return not place or place in {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings
    }


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, None),
        ({"HTTP_PORT": "0"}, None),
        ({"HTTP_PORT": "0", "WEBHOOK_URL": "https://x"}, "http://127.0.0.1:8080/health"),
        ({"HTTP_PORT": "9000"}, "http://127.0.0.1:9000/health"),
        ({"HTTP_PORT": "9000", "HTTP_HOST": "0.0.0.0"}, "http://127.0.0.1:9000/health"),
        ({"HTTP_PORT": "9000", "HTTP_HOST": "10.0.0.7"}, "http://10.0.0.7:9000/health"),
    ],
)
def test_the_health_check_asks_where_the_bot_listens(
    environment: dict[str, str], address: str | None
) -> None:
    assert health.address(environment) == address


def test_the_health_check_says_why_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert health.main({"HTTP_PORT": "0"}) == 1
    assert health.main({"HTTP_PORT": "1"}) == 1
    assert capsys.readouterr().out.splitlines() == [
        "not ok HTTP_PORT is 0: nobody can ask this bot how it is",
        "not ok http://127.0.0.1:1/health does not answer: URLError",
    ]
