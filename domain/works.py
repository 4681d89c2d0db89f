"""Which pieces of work a family prepares for."""

_STEMS = (
    "контрольн", "диктант", "изложени", "сочинени", "самостоятельн", "проверочн", "зачёт", "зачет",
    "экзамен", "тест", "впр", "control", "exam", "test", "quiz", "midterm",
)  # fmt: skip


def is_control(title: str, category: str, weight: float) -> bool:
    """Tell whether a work weighs more than an answer, or is called one that does."""
    words = f"{title} {category}".lower()
    return weight > 1 or any(stem in words for stem in _STEMS)
