"""How a chat stands to a thing of the school: read from the roster at every call."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.people import Role
from domain.rights import Object, Relation, What
from storage.database import Session
from storage.grants import alive
from storage.tables import (
    access_grant,
    class_member,
    course,
    course_member,
    lesson,
    person,
    person_role,
    school_class,
)

_OF_GRANT = {
    Role.STUDENT: Relation.STUDENT,
    Role.GUARDIAN: Relation.GUARDIAN,
    Role.TRUSTED: Relation.TRUSTED,
}


async def relations(
    session: Session, chat_id: int, to: Object, *, now: datetime, today: date
) -> frozenset[Relation]:
    """Return every relation that holds at this moment; one statement."""
    mine = (access_grant.c.chat_id == chat_id, alive(now))
    branches = _of_staff(to, today)
    if to.what is What.STUDENT:
        branches.append(_of_family(to.id))
    found = await session.execute(sa.union(*(branch.where(*mine) for branch in branches)))
    return frozenset(Relation(name) for (name,) in found)


def _of_staff(to: Object, today: date) -> list[sa.Select[Any]]:
    """Select what makes a member of staff concerned: courses, classes, posts, this lesson."""
    courses, classes, schools = _around(to, today)
    me = access_grant.c.person_id
    staff = access_grant.join(person, at_work())
    post = sa.case(
        (person_role.c.role == Role.DEPUTY_HEAD, Relation.DEPUTY.value),
        else_=Relation.ADMIN.value,
    )
    branches = [
        _is(Relation.TEACHES)
        .select_from(staff.join(course_member, course_member.c.person_id == me))
        .where(
            course_member.c.role == "teacher",
            _on(course_member, today),
            course_member.c.course_id.in_(courses),
        ),
        _is(Relation.LEADS)
        .select_from(staff.join(class_member, class_member.c.person_id == me))
        .where(
            class_member.c.role == "teacher",
            _on(class_member, today),
            class_member.c.school_class_id.in_(classes),
        ),
        sa.select(post)
        .select_from(staff.join(person_role, person_role.c.person_id == me))
        .where(
            person_role.c.role.in_((Role.DEPUTY_HEAD, Role.SCHOOL_ADMIN)),
            person_role.c.school_id.in_(schools),
        ),
        _is(Relation.ADMIN)
        .select_from(access_grant)
        .where(access_grant.c.role == Role.SCHOOL_ADMIN, sa.exists(schools)),
    ]
    if to.what is What.LESSON:
        branches.append(
            _is(Relation.SUBSTITUTES)
            .select_from(staff.join(lesson, lesson.c.teacher_id == me))
            .where(lesson.c.id == to.id)
        )
    return branches


def _of_family(student_id: int) -> sa.Select[Any]:
    """Select as what the chat is linked to a student who is at school."""
    of_grant = sa.case(
        {role.value: relation.value for role, relation in _OF_GRANT.items()},
        value=access_grant.c.role,
    )
    pupil = sa.and_(person.c.id == access_grant.c.student_id, person.c.active)
    return (
        sa.select(of_grant)
        .select_from(access_grant.join(person, pupil))
        .where(
            access_grant.c.student_id == student_id,
            access_grant.c.role.in_([role.value for role in _OF_GRANT]),
        )
    )


def at_work() -> sa.ColumnElement[bool]:
    """Join a grant by a staff code to the person, who still works here."""
    mine = person.c.id == access_grant.c.person_id
    return sa.and_(access_grant.c.role == Role.STAFF, mine, person.c.active)


_Ids = sa.Select[tuple[int]]


def _around(to: Object, today: date) -> tuple[_Ids, _Ids, _Ids]:
    """Select the courses, classes and schools that a thing belongs to."""
    none = sa.select(course.c.id).where(sa.false())
    match to.what:
        case What.SCHOOL:
            return none, none, sa.select(sa.literal(to.id, sa.Integer))
        case What.CLASS:
            one = school_class.c.id == to.id
            return (
                none,
                sa.select(school_class.c.id).where(one, school_class.c.active),
                sa.select(school_class.c.school_id).where(one),
            )
        case What.COURSE:
            return _of_course(course.c.id == to.id)
        case What.LESSON:
            held = sa.select(lesson.c.course_id).where(lesson.c.id == to.id).scalar_subquery()
            return _of_course(course.c.id == held)
        case What.STUDENT:
            classes = sa.select(class_member.c.school_class_id).where(
                class_member.c.person_id == to.id, class_member.c.role == "student",
                _on(class_member, today),
            )  # fmt: skip
            courses = sa.select(course_member.c.course_id).where(
                course_member.c.person_id == to.id, course_member.c.role == "student",
                _on(course_member, today),
            )  # fmt: skip
            schools = sa.select(school_class.c.school_id).where(school_class.c.id.in_(classes))
            return courses, classes, schools


def _of_course(one: sa.ColumnElement[bool]) -> tuple[_Ids, _Ids, _Ids]:
    alive_one = sa.and_(one, course.c.active)
    return (
        sa.select(course.c.id).where(alive_one),
        sa.select(course.c.school_class_id).where(alive_one),
        sa.select(course.c.school_id).where(alive_one),
    )


def _is(relation: Relation) -> sa.Select[tuple[str]]:
    return sa.select(sa.literal(relation.value))


def _on(members: sa.Table, today: date) -> sa.ColumnElement[bool]:
    """Return the condition that a membership holds today."""
    return sa.and_(
        sa.or_(members.c.begins_on.is_(None), members.c.begins_on <= today),
        sa.or_(members.c.ends_on.is_(None), members.c.ends_on >= today),
    )
