"""When the marks of a course threaten its final mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.scales import Scale

LEAST = 3
"""Marks that have to count: one bad answer foretells nothing."""
LIMITS: Mapping[Scale, float] = {Scale.FIVE: 2.5, Scale.TEN: 4.0, Scale.HUNDRED: 50.0}
"""Below this mean a final mark comes out unsatisfactory, scale by scale.

Five points: schools round half up, so 2.5 is the least mean that becomes a 3. Ten points: 4 is the
lowest satisfactory mark, and a mean below it is commonly not rounded up to a pass. A hundred
points: half of them is the usual pass. Schools with rules of their own may differ; the message
says what the mean is, and not what the mark will be. Other scales have no such custom.
"""
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Mean:
    """The weighted mean of one student in one course, of marks of one scale."""

    student: int
    course: int
    scale: str
    value: float
    number: int
    """How many marks count."""

    @property
    def threatens(self) -> bool:
        """Whether the final mark is in danger."""
        limit = _BY_VALUE.get(self.scale)
        # Rounded, because 2.5 out of weights such as 0.1 may come out a hair below itself.
        return limit is not None and self.number >= LEAST and round(self.value, _DECIMALS) < limit


_BY_VALUE = {scale.value: limit for scale, limit in LIMITS.items()}
