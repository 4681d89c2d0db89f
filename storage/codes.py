"""Access codes, of which only keyed hashes are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from domain.codes import StoredCode
from domain.people import Name, Role, Student
from storage.database import Session
from storage.tables import access_code, class_member, person, school_class

_holder = person.alias("holder")


@dataclass(frozen=True, slots=True)
class NewCode:
    """What a code will give."""

    role: Role
    student_id: int | None = None
    person_id: int | None = None
    holder_name: str = ""


async def add(
    session: Session,
    new: NewCode,
    digest: bytes,
    *,
    issued_at: datetime,
    expires_at: datetime,
    issued_by: int | None = None,
) -> int:
    """Write a code and return its row; ``issued_by`` is a chat, empty for the operator."""
    written = await session.execute(
        sa.insert(access_code)
        .values(
            digest=digest,
            role=new.role,
            student_id=new.student_id,
            person_id=new.person_id,
            holder_name=new.holder_name,
            issued_at=issued_at,
            expires_at=expires_at,
            issued_by_id=issued_by,
        )
        .returning(access_code.c.id)
    )
    return int(written.scalar_one())


async def add_all(
    session: Session,
    codes: Sequence[tuple[NewCode, bytes]],
    *,
    issued_at: datetime,
    expires_at: datetime,
    issued_by: int | None,
) -> None:
    """Write codes of known people with their digests in one statement."""
    same = {"issued_at": issued_at, "expires_at": expires_at, "issued_by_id": issued_by}
    rows = [
        {
            "digest": digest, "role": new.role, "student_id": new.student_id,
            "person_id": new.person_id, **same,
        }
        for new, digest in codes
    ]  # fmt: skip
    if rows:
        await session.execute(sa.insert(access_code), rows)


async def by_digest(session: Session, digest: bytes, *, today: date) -> StoredCode | None:
    """Return the code whose hash this is."""
    return await _one(session, access_code.c.digest == digest, today)


async def by_id(session: Session, code_id: int, *, today: date) -> StoredCode | None:
    """Return the code of this row."""
    return await _one(session, access_code.c.id == code_id, today)


async def listing(
    session: Session, *, today: date, class_title: str | None = None
) -> list[StoredCode]:
    """Return all codes, or those of a class's students, the newest first."""
    query = _stored(today).order_by(access_code.c.issued_at.desc(), access_code.c.id.desc())
    if class_title is not None:
        query = query.where(school_class.c.title == class_title)
    found = [_code(row) for row in await session.execute(query)]
    return list({code.id: code for code in found}.values())


async def use(session: Session, code_id: int, chat_id: int, *, now: datetime) -> bool:
    """Spend the code; false where somebody was faster, or it expired or was withdrawn meanwhile."""
    written = await session.execute(
        sa.update(access_code)
        .where(
            access_code.c.id == code_id,
            access_code.c.used_at.is_(None),
            access_code.c.revoked_at.is_(None),
            access_code.c.expires_at > now,
        )
        .values(used_at=now, used_by_id=chat_id)
    )
    return written.rowcount == 1


async def revoke(session: Session, code_id: int, *, now: datetime) -> bool:
    """Withdraw the code; false where it was withdrawn before."""
    written = await session.execute(
        sa.update(access_code)
        .where(access_code.c.id == code_id, access_code.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return written.rowcount == 1


async def _one(
    session: Session, condition: sa.ColumnElement[bool], today: date
) -> StoredCode | None:
    row = (await session.execute(_stored(today).where(condition).limit(1))).one_or_none()
    return _code(row) if row else None


def _stored(today: date) -> sa.Select[tuple[object, ...]]:
    """Select codes with the names of their people and the student's class today."""
    membership = sa.and_(
        class_member.c.person_id == person.c.id,
        class_member.c.role == "student",
        sa.or_(class_member.c.begins_on.is_(None), class_member.c.begins_on <= today),
        sa.or_(class_member.c.ends_on.is_(None), class_member.c.ends_on >= today),
    )
    return (
        sa.select(
            access_code,
            person.c.given_name,
            person.c.family_name,
            person.c.middle_name,
            person.c.active,
            _holder.c.given_name.label("holder_given"),
            _holder.c.family_name.label("holder_family"),
            _holder.c.middle_name.label("holder_middle"),
            _holder.c.active.label("holder_active"),
            school_class.c.title,
            school_class.c.id.label("class_id"),
        )
        .outerjoin(person, person.c.id == access_code.c.student_id)
        .outerjoin(_holder, _holder.c.id == access_code.c.person_id)
        .outerjoin(class_member, membership)
        .outerjoin(
            school_class,
            sa.and_(school_class.c.id == class_member.c.school_class_id, school_class.c.active),
        )
    )


def _code(row: sa.Row[tuple[object, ...]]) -> StoredCode:
    return StoredCode(
        id=row.id,
        role=Role(row.role),
        student=_student(row),
        person_id=row.person_id,
        person=Name(row.holder_given, row.holder_family, row.holder_middle)
        if row.person_id
        else None,
        holder_name=row.holder_name,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
        gone=row.active is False or row.holder_active is False,
    )


def _student(row: sa.Row[tuple[object, ...]]) -> Student | None:
    if row.student_id is None:
        return None
    name = Name(row.given_name, row.family_name, row.middle_name)
    return Student(row.student_id, name, row.title or "", row.class_id)
