"""Who is on the page of the demo: people of the fictional school and the group they are in."""

from dataclasses import dataclass

from domain.people import Role
from sandbox.school import School
from usecases.codes import Target

MOTHER, STUDENT, TEACHER, DEPUTY_HEAD, ADMIN, OTHER_MOTHER = range(1001, 1007)
GROUP = -1_001_000_000_007
GROUP_MEMBERS = (TEACHER, MOTHER, OTHER_MOTHER)
TOPIC = "Объявления"


@dataclass(frozen=True, slots=True)
class Part:
    """One phone of the page and the codes that link it."""

    id: int
    name: str
    about: dict[str, str]
    targets: tuple[Target, ...]


def parts(school: School) -> tuple[Part, ...]:
    """Return everybody; the page shows the first three until more are ticked."""
    return (*_family_and_teacher(school), *_office(school), _other_family(school))


def group_title(school: School) -> str:
    """Return the name of the class's Telegram group."""
    return f"{school.class_title} · родители"


def _family_and_teacher(school: School) -> tuple[Part, ...]:
    mother, title = school.mother.sourced_id, school.class_title
    children = (school.pyotr.sourced_id, school.anna.sourced_id)
    return (
        Part(
            MOTHER,
            school.mother.name.given,
            {"ru": f"мама Анны ({title}) и Петра", "en": f"mother of Anna ({title}) and Pyotr"},
            tuple(Target(student=child, guardian=mother) for child in children),
        ),
        Part(
            STUDENT,
            school.anna.name.given,
            {"ru": f"ученица {title}", "en": f"student of {title}"},
            (Target(student=school.anna.sourced_id, role=Role.STUDENT),),
        ),
        Part(
            TEACHER,
            school.class_teacher.name.polite,
            {"ru": f"классный руководитель {title}", "en": f"class teacher of {title}"},
            (Target(staff=school.class_teacher.sourced_id),),
        ),
    )


def _office(school: School) -> tuple[Part, ...]:
    return (
        Part(
            DEPUTY_HEAD,
            school.deputy_head.name.polite,
            {"ru": "завуч", "en": "deputy head"},
            (Target(staff=school.deputy_head.sourced_id),),
        ),
        Part(
            ADMIN,
            school.admin.name.polite,
            {"ru": "администратор школы", "en": "school administrator"},
            (Target(staff=school.admin.sourced_id),),
        ),
    )


def _other_family(school: School) -> Part:
    child, mother = school.classmate.sourced_id, school.classmate_mother
    return Part(
        OTHER_MOTHER,
        mother.name.given,
        {
            "ru": f"мама Макара ({school.class_title})",
            "en": f"mother of Makar ({school.class_title})",
        },
        (Target(student=child, guardian=mother.sourced_id),),
    )
