"""The gradebook as OneRoster rows: categories, line items, results and scales."""

from collections.abc import Iterator

from domain.scales import Scale
from sandbox.school.gradebook import WEIGHTS, Gradebook, Mark, Work
from sandbox.school.people import SCHOOL
from sandbox.school.sections import Section
from sandbox.school.tables import Row

_CATEGORIES = {
    "control": "Контрольная работа",
    "test": "Самостоятельная работа",
    "homework": "Домашняя работа",
    "answer": "Ответ на уроке",
}
_SCALES = {
    Scale.FIVE: ("Пятибалльная", "{5:5},{4:4},{3:3},{2:2}"),
    Scale.PASS_FAIL: ("Зачёт / незачёт", "{1:зачёт},{0:незачёт}"),
}


def categories() -> Iterator[Row]:
    """Rows of categories.csv."""
    for sourced_id, title in _CATEGORIES.items():
        yield {"sourcedId": sourced_id, "title": title, "weight": str(WEIGHTS[sourced_id])}


def score_scales(sections: list[Section]) -> Iterator[Row]:
    """Rows of scoreScales.csv: one a class, since OneRoster's scale belongs to a class."""
    for section in sections:
        title, values = _SCALES[section.scale]
        yield {
            "sourcedId": _scale(section),
            "title": title,
            "type": section.scale.value,
            "orgSourcedId": SCHOOL,
            "courseSourcedId": section.course,
            "classSourcedId": section.id,
            "scoreScaleValue": values,
        }


def line_items(gradebook: Gradebook) -> Iterator[Row]:
    """Rows of lineItems.csv; values without numbers have no bounds."""
    for work in gradebook.works:
        numeric = work.section.scale.counts
        yield {
            "sourcedId": work.id,
            "title": work.title,
            "assignDate": work.given.isoformat(),
            "dueDate": work.day.isoformat(),
            "classSourcedId": work.section.id,
            "categorySourcedId": work.category,
            "academicSessionSourcedId": work.term.id,
            "resultValueMin": "1" if numeric else "",
            "resultValueMax": "5" if numeric else "",
            "schoolSourcedId": SCHOOL,
        }


def line_item_scales(gradebook: Gradebook) -> Iterator[Row]:
    """Rows of lineItemScoreScales.csv."""
    for work in gradebook.works:
        yield {
            "sourcedId": f"{work.id}.scale",
            "lineItemSourcedId": work.id,
            "scoreScaleSourcedId": _scale(work.section),
        }


def results(gradebook: Gradebook) -> Iterator[Row]:
    """Rows of results.csv; a mark in words stands in textScore and has no score.

    "н/а" is an exemption: under "not submitted" a reader may take it for no mark at all.
    """
    for mark in gradebook.marks:
        given = mark.score is not None or mark.work.section.scale is Scale.PASS_FAIL
        yield {
            "sourcedId": _result(mark),
            "lineItemSourcedId": mark.work.id,
            "studentSourcedId": mark.student.id,
            "scoreStatus": "fully graded" if given else "exempt",
            "score": "" if mark.score is None else str(mark.score),
            "scoreDate": mark.work.day.isoformat(),
            "comment": mark.comment,
            "textScore": mark.text,
            "classSourcedId": mark.work.section.id,
        }


def result_scales(gradebook: Gradebook) -> Iterator[Row]:
    """Rows of resultScoreScales.csv: of the marks that are words on a scale."""
    for mark in gradebook.marks:
        if mark.work.section.scale is Scale.PASS_FAIL:
            yield {
                "sourcedId": f"{_result(mark)}.scale",
                "resultSourcedId": _result(mark),
                "scoreScaleSourcedId": _scale(mark.work.section),
            }


def _scale(section: Section) -> str:
    return f"scale-{section.id[2:]}"


def _result(mark: Mark) -> str:
    return f"{_short(mark.work)}.{mark.student.id[2:]}"


def _short(work: Work) -> str:
    return work.id.replace("w-", "r-", 1)
