"""Access codes: how they are made, written, read and kept.

A code is ten signs of Crockford's base32, shown ``XXXX-XXXX-XX``: nine random ones
(45 bits) and a check sign. The signs are taken as elements of GF(32); a code is right
when the sum of sign × 2^place is zero there. The ten weights differ and none is zero, so
one changed sign and any two exchanged signs are always noticed. (Crockford's own check is
modulo 37 and needs signs outside the alphabet.)
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from domain.errors import CodeRefused, CodeTrouble
from domain.people import Name, Role, Student

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: https://www.crockford.com/base32.html"""
LENGTH = 10
LIFETIME = timedelta(days=14)
"""How long a code may lie in a drawer, unless its issuer says otherwise."""
_SHAPE = [4, 4, 2]
_NEARLY = range(7, 15)
"""How many signs make somebody's text a code that lost or won a few."""
_PROOF_SIGNS = 16

_VALUE = {sign: number for number, sign in enumerate(ALPHABET)}
# Crockford's look-alikes, and the Cyrillic letters that look like Latin ones.
_LOOK_ALIKE = str.maketrans("OILОІАВСЕНКМРТХУ", "0110" + "1" + "ABCEHKMPTXY")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−_", "-"))


class CodeState(StrEnum):
    """What a code is worth now."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class StoredCode:
    """A code as it is kept: all but the code itself."""

    id: int
    role: Role
    """``guardian``, ``student``, ``staff`` or ``school_admin``."""
    student: Student | None
    person_id: int | None
    """The known guardian, or the member of staff."""
    person: Name | None
    holder_name: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    gone: bool = False
    """Whether one of its people has left the school."""

    @property
    def for_staff(self) -> bool:
        """Whether the school administrator hands such codes out, not the class teacher."""
        return self.student is None

    @property
    def name(self) -> str:
        """Whom it was issued for: the child, the member of staff, the administrator."""
        subject = self.student.name if self.student else self.person
        return subject.full if subject else self.holder_name

    def state(self, now: datetime) -> CodeState:
        """Return what the code is worth; a used one stays used however old."""
        if self.used_at is not None:
            return CodeState.USED
        if self.revoked_at is not None:
            return CodeState.REVOKED
        return CodeState.EXPIRED if self.expires_at <= now else CodeState.OPEN

    def trouble(self, now: datetime) -> CodeTrouble | None:
        """Return why the code does not link; nothing if it does."""
        state = self.state(now)
        if state is not CodeState.OPEN:
            return CodeTrouble(state.value)
        return CodeTrouble.GONE if self.gone else None


def generate() -> str:
    """Return a new code without dashes."""
    signs = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[value] for value in [*signs, _double(_weigh(signs))])


def spell(code: str) -> str:
    """Return the code as people read it: ``XXXX-XXXX-XX``."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def read(text: str) -> str:
    """Return the code that somebody typed, look-alikes corrected, without dashes.

    Raises ``CodeRefused``: malformed where it is no code at all, mistyped where its
    check sign does not fit.
    """
    code = "".join(_parts(text))
    if len(code) != LENGTH or not _is_spelt(code):
        raise CodeRefused(CodeTrouble.MALFORMED)
    if not _is_right(code):
        raise CodeRefused(CodeTrouble.MISTYPED)
    return code


def looks_like_code(text: str) -> bool:
    """Tell whether somebody meant a code, also one with a slip; words and names are none.

    Ten letters without a digit may be a word, so they are a code only where the check
    sign fits; so is what is cut into other pieces than a code's.
    """
    parts = _parts(text)
    code = "".join(parts)
    if not _is_spelt(code.replace("U", "V")):
        return False
    marked = any(sign.isdigit() for sign in text)
    if len(code) != LENGTH:
        dashed = len(parts) > 1 and len(text.split()) == 1
        return len(code) in _NEARLY and (dashed or (marked and len(parts) == 1))
    shaped = len(parts) == 1 or [len(part) for part in parts] == _SHAPE
    dashed = "-" in text.translate(_DASHES)
    return shaped and (marked or dashed or (_is_spelt(code) and _is_right(code)))


def digest(key: bytes, code: str) -> bytes:
    """Return what is stored in place of the code: 32 bytes."""
    return hmac.digest(key, b"code:" + code.encode(), sha256)


def proof(key: bytes, code_id: int, chat_id: int) -> str:
    """Return what only the chat that typed the code can show when it confirms: 16 hex digits."""
    message = f"confirm:{code_id}:{chat_id}".encode()
    return hmac.digest(key, message, sha256).hex()[:_PROOF_SIGNS]


def proves(key: bytes, code_id: int, chat_id: int, shown: str) -> bool:
    """Tell whether the proof is this chat's for this code."""
    return hmac.compare_digest(proof(key, code_id, chat_id).encode(), shown.encode())


def _parts(text: str) -> list[str]:
    """Return the pieces between dashes and spaces, upper case, look-alikes replaced."""
    plain = text.upper().translate(_LOOK_ALIKE).translate(_DASHES)
    return [part for piece in plain.split() for part in piece.split("-") if part]


def _is_spelt(code: str) -> bool:
    return bool(code) and all(sign in _VALUE for sign in code)


def _is_right(code: str) -> bool:
    return _weigh(_VALUE[sign] for sign in code) == 0


def _weigh(values: Iterable[int]) -> int:
    """Return the sum of value × 2^place in GF(32), the last place being 0."""
    total = 0
    for value in values:
        total = _double(total) ^ value
    return total


def _double(value: int) -> int:
    """Multiply by 2 in GF(32), whose polynomial is x⁵ + x² + 1."""
    return value << 1 if value < 16 else (value << 1) ^ 0b100101
