"""``manifest.csv``: which version, which files, how each is sent."""

import csv
from dataclasses import dataclass, field

from sources.files import Bundle, Member
from sources.oneroster.layouts import LAYOUTS, LEFT_ALONE
from sources.port import Log
from sources.text import Unreadable, lines

MODES = ("bulk", "delta", "absent")
_LINES_LIMIT = 1000


@dataclass(slots=True)
class Manifest:
    """What the bundle says of itself."""

    version: str = ""
    modes: dict[str, str] = field(default_factory=dict)
    """Noun of a file that is read → bulk, delta or absent."""
    system: str = ""
    """``source.systemCode``; empty where the sender did not name itself."""


@dataclass(slots=True)
class _Lines:
    member: Member
    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


def read(bundle: Bundle, log: Log) -> Manifest | None:
    """Return the manifest; nothing where it does not tell how to read the rest."""
    found = _Lines(bundle.roster["manifest"])
    try:
        _collect(found, log)
    except Unreadable as error:
        log.fatal(found.member.name, error.line, 1, error.reason)
    except csv.Error:
        log.fatal(found.member.name, 1, 1, "manifest.csv is no CSV file")
    if log.broken:
        return None
    version = _version(found, log)
    if version is None:
        return None
    modes = {noun: _mode(noun, found, bundle, log) for noun in LAYOUTS[version]}
    for noun in LEFT_ALONE[version]:
        _mode(noun, found, bundle, log)
    _undeclared(version, bundle, log)
    if log.broken:
        return None
    system = found.values.get("source.systemCode", "").strip()
    return Manifest(version, modes, "" if system == "absent" else system)


def _collect(found: _Lines, log: Log) -> None:
    reader = csv.reader(lines(found.member), strict=True)
    name = found.member.name
    for cells in reader:
        line = reader.line_num
        if line == 1:
            if [cell.strip() for cell in cells[:2]] != ["propertyName", "value"]:
                log.fatal(name, 1, 1, "the header is not propertyName,value")
                return
        elif line > _LINES_LIMIT:
            log.fatal(name, line, 1, "manifest.csv has too many lines to be one")
            return
        elif len(cells) >= 2:
            found.values[cells[0].strip()] = cells[1].strip()
            found.places[cells[0].strip()] = line
        elif cells:
            log.error(name, line, 1, "the line has one cell where two belong")


def _version(found: _Lines, log: Log) -> str | None:
    name = found.member.name
    if "manifest.version" not in found.values:
        log.fatal(name, 1, 1, "the line manifest.version is missing")
    elif found.values["manifest.version"] != "1.0":
        line = found.places["manifest.version"]
        log.doubt(name, line, 2, "manifest.version is not 1.0, the only one there is")
    version = found.values.get("oneroster.version")
    if version is None:
        log.fatal(name, 1, 1, "the line oneroster.version is missing")
        return None
    if version not in LAYOUTS:
        line = found.places["oneroster.version"]
        log.fatal(name, line, 2, f"oneroster.version {version[:20]!r} is none of 1.1, 1.2")
        return None
    return version


def _mode(noun: str, found: _Lines, bundle: Bundle, log: Log) -> str:
    """Return how a file is sent; a file that is not as declared stops the import."""
    name, key, there = found.member.name, f"file.{noun}", noun in bundle.roster
    mode = found.values.get(key)
    line = found.places.get(key, 1)
    if mode is None:
        tell = log.fatal if there else log.error
        tell(name, 1, 1, f"the line {key} is missing")
        return "absent"
    if mode not in MODES:
        tell = log.fatal if there else log.error
        trouble = f"{key} is {mode[:20]!r}" if mode else f"{key} is empty"
        tell(name, line, 2, f"{trouble}; it must be bulk, delta or absent")
        return "absent"
    if mode == "absent" and there:
        log.fatal(name, line, 2, f"{key} is absent, yet {noun}.csv is in the bundle")
    if mode != "absent" and not there:
        log.fatal(name, line, 2, f"{key} is {mode}, yet {noun}.csv is not in the bundle")
    return mode


def _undeclared(version: str, bundle: Bundle, log: Log) -> None:
    known = {"manifest", *LAYOUTS[version], *LEFT_ALONE[version]}
    for noun, member in bundle.roster.items():
        if noun not in known:
            log.doubt(member.name, 1, 1, f"OneRoster {version} has no such file; it is left alone")
        elif noun in LEFT_ALONE[version]:
            log.note(f"{member.name}: a diary does not need it; it is left alone")
