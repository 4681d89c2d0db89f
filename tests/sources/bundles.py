"""A tiny OneRoster 1.2 bundle that tests bend: one class, two students, three marks."""

import zipfile
from pathlib import Path

from domain.mirror import Known
from sources import files
from sources.oneroster import manifest
from sources.port import Finding, Log
from sources.reader import read

Files = dict[str, str]
NOUNS_12 = (
    "academicSessions", "categories", "classes", "classResources", "courseResources", "courses",
    "demographics", "enrollments", "lineItemLearningObjectiveIds", "lineItems",
    "lineItemScoreScales", "orgs", "resources", "resultLearningObjectiveIds", "results",
    "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources", "users",
)  # fmt: skip
NOUNS_11 = (
    "academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
    "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users",
)  # fmt: skip
_B = "sourcedId,status,dateLastModified,"
_ROWS = {
    "orgs": f"{_B}name,type,identifier,parentSourcedId\ns,,,Школа № 5,school,,\n",
    "academicSessions": (
        f"{_B}title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "y,,,2026/27,schoolYear,2026-09-01,2027-05-28,,2027\n"
        "q1,,,1 четверть,term,2026-09-01,2026-10-23,y,2027\n"
    ),
    "courses": f"{_B}title,orgSourcedId\nalg,,,Алгебра,s\n",
    "classes": (
        f"{_B}title,grades,courseSourcedId,classType,location,schoolSourcedId,termSourcedIds\n"
        "7b,,,7Б,07,alg,homeroom,,s,q1\n"
        "7b-alg,,,Алгебра 7Б,07,alg,scheduled,204,s,q1\n"
    ),
    "users": (
        f"{_B}enabledUser,username,givenName,familyName,middleName,agentSourcedIds,grades,"
        "password,primaryOrgSourcedId\n"
        'anna,,,true,anna,Анна,Иванова,Сергеевна,mother,07,secret-word,s\n'
        "boris,,,true,boris,Борис,Петров,,,07,,s\n"
        "mother,,,true,m,Ольга,Иванова,,anna,,,s\n"
        "teacher,,,true,t,Мария,Сидорова,,,,,s\n"
    ),
    "roles": (
        f"{_B}userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
        "r1,,,anna,primary,student,,,s\n"
        "r2,,,boris,primary,student,,,s\n"
        "r3,,,mother,primary,parent,,,s\n"
        "r4,,,teacher,primary,teacher,,,s\n"
    ),
    "enrollments": (
        f"{_B}classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,7b,s,anna,student,,,\n"
        "e2,,,7b,s,boris,student,,,\n"
        "e3,,,7b,s,teacher,teacher,true,,\n"
        "e4,,,7b-alg,s,anna,student,,,\n"
        "e5,,,7b-alg,s,boris,student,,,\n"
    ),
    "categories": f"{_B}title,weight\nwork,,,Контрольная,2\n",
    "lineItems": (
        f"{_B}title,description,assignDate,dueDate,classSourcedId,categorySourcedId,"
        "academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId\n"
        "w1,,,Входная,,2026-09-10,2026-09-10,7b-alg,work,q1,2,5,s\n"
        "w2,,,Дроби,,2026-09-14,2026-09-14,7b-alg,work,q1,2,5,s\n"
    ),
    "results": (
        f"{_B}lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore\n"
        "m1,,,w1,anna,fully graded,4.00,2026-09-10,,\n"
        "m2,,,w1,boris,fully graded,3,2026-09-10,,\n"
        "m3,,,w2,anna,fully graded,5,2026-09-14,Молодец!,\n"
    ),
}  # fmt: skip


def manifest_text(version: str = "1.2", **modes: str) -> str:
    """Return a manifest; a file without a mode is absent."""
    nouns = NOUNS_12 if version == "1.2" else NOUNS_11
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
    lines += [f"file.{noun},{modes.get(noun, 'absent')}" for noun in nouns]
    return "\n".join([*lines, "source.systemName,Test", "source.systemCode,test"]) + "\n"


def small(**changed: str) -> Files:
    """Return the whole bundle; a keyword replaces a file's text, an empty text leaves it out."""
    rows = {noun: text for noun, text in (_ROWS | changed).items() if text and noun != "manifest"}
    found = {f"{noun}.csv": text for noun, text in rows.items()}
    modes = dict.fromkeys(rows, "bulk")
    return found | {"manifest.csv": changed.get("manifest") or manifest_text(**modes)}


def delta(**changed: str) -> Files:
    """Return a bundle of these files only, each a delta: a row is ``text`` below its header."""
    found = {f"{noun}.csv": header(noun) + text for noun, text in changed.items()}
    return found | {"manifest.csv": manifest_text(**dict.fromkeys(changed, "delta"))}


def header(noun: str) -> str:
    """Return the header line of a file."""
    return _ROWS[noun].split("\n", maxsplit=1)[0] + "\n"


def rows(noun: str) -> str:
    """Return a file of the small bundle."""
    return _ROWS[noun]


def folder(path: Path, content: Files) -> Path:
    """Write files below a folder."""
    for name, text in content.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8", newline="")
    return path


def archive(path: Path, content: Files) -> Path:
    """Write a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in content.items():
            target.writestr(name, text)
    return path


def findings(path: Path, known: Known | None = None) -> list[str]:
    """Read a bundle without a database and return its findings and notes as they are printed."""
    told: list[str] = []

    def tell(finding: Finding) -> None:
        told.append(str(finding))

    log = Log(tell, told.append)
    with files.opened(path) as bundle:
        found = manifest.read(bundle, log) if bundle.roster else None
        if not log.broken:
            for _ in read(bundle, found, known or Known(), log).batches:
                pass
    return told
