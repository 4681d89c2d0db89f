"""Homework: what was asked in the last two weeks and is due on the next lessons."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from sandbox.school.lessons import Changes
from sandbox.school.sections import Section
from sandbox.school.tables import Row
from sandbox.school.terms import SchoolYear

_DIARY = (
    "Читать 20 минут, заполнить читательский дневник:\n— автор и название;\n— главные герои;"
    "\n— что понравилось"
)
_REVISION = (
    "Подготовка к контрольной работе:\n1) повторить § {p};\n2) № {n}, {m};\n3) тест в конце "
    "параграфа;\n4) вопросы, которые остались, выписать — разберём в начале урока"
)
_TASKS = {
    "rus": (
        "Упр. {n}, правило на с. {p}",
        "Упр. {n} (устно), упр. {m} (письменно)",
        "Словарные слова на с. {p}, подготовиться к диктанту",
        "Выучить правило.\nУпр. {n}: списать, вставить буквы.\nРазбор: 2 слова по составу",
    ),
    "read": (
        "Читать с. {p}, отвечать на вопросы",
        "Выучить стихотворение наизусть (на выбор)",
        _DIARY,
    ),
    "lit": (
        "Дочитать главу, план пересказа",
        "Выучить наизусть отрывок (16 строк)",
        "Письменно: характеристика героя, 8–10 предложений",
    ),
    "math": (
        "№ {n}, № {m}; повторить таблицу умножения",
        "С. {p}, № {n} (все столбики), задача № {m}",
        "№ {n}, {m} в тетради; чертёж карандашом",
    ),
    "alg": (
        "§ {p}, № {n}, {m}",
        "№ {n} (а–г), № {m}; повторить формулы сокращённого умножения",
        "№ {n} (чётные), № {m} (в, г)",
        "Прочитать § {p}, разобрать примеры 1–3; № {n}",
        "№ {n}, {m}, на повторение — задача про два крана",
        _REVISION,
    ),
    "geom": ("П. {p}, доказательство теоремы; № {n}", "№ {n}, {m}: чертёж, дано, решение"),
    "world": (
        "С. {p}, пересказ; рабочая тетрадь № {k}",
        "Сообщение о растении нашего края, 5 минут",
    ),
    "eng": ("WB p. {p}, ex. {k}", "SB p. {p}, ex. {k}; learn the words", "Project: my weekend"),
    "hist": ("§ {p}, вопросы 1–4 устно; даты в тетрадь", "§ {p}, работа с картой"),
    "geo": ("§ {p}; контурная карта", "§ {p}, вопросы после параграфа; атлас на урок"),
    "bio": ("§ {p}, зарисовать строение", "§ {p}, термины выучить; рабочая тетрадь, с. {k}"),
    "phys": ("§ {p}, упр. {k}", "§ {p}; № {n}, {m} из сборника", "Оформить лабораторную работу"),
    "chem": (
        "§ {p}, № {k} письменно",
        "Уравнения реакций в тетради; повторить таблицу растворимости",
    ),
    "it": ("§ {p}, вопросы; термины в тетрадь", "Закончить презентацию (6–8 слайдов)"),
    "tech": ("Принести цветную бумагу, клей и ножницы", "Эскиз изделия в тетради"),
    "art": ("Принести акварель и кисти", "Закончить рисунок"),
    "music": ("Выучить слова песни",),
    "pe": ("Спортивная форма", "Комплекс утренней гимнастики"),
}
_HANDED_IN = ("Проект", "лабораторную работу", "Закончить презентацию", "Эскиз")
"""Words of the tasks of which a teacher wants to have something."""
_RARE = frozenset({"tech", "art", "music", "pe", "it"})
_LONG = (
    "Проект «Линейная функция вокруг нас», сдать до конца четверти.\n\nЧто нужно:\n"
    "1. Найти в жизни три зависимости, похожие на линейную (такси, тариф связи, копилка).\n"
    "2. Для каждой записать формулу y = kx + b и объяснить, что значат k и b.\n"
    "3. Построить графики на миллиметровке или в программе.\n"
    "4. Сделать вывод: 5–7 предложений.\n\nОформление: титульный лист, фамилия, класс. "
    "Работать можно вдвоём. Вопросы — на консультации в четверг после 6-го урока."
)


def homework(
    sections: list[Section], year: SchoolYear, changes: Changes, today: date
) -> Iterator[Row]:
    """Rows of homework.csv: given from two weeks ago to today, due on the next lesson."""
    days = year.teaching_days(max(year.begins, today - timedelta(days=14)), year.ends)
    for section in sections:
        lessons = [day for day, _ in section.lessons(days) if changes.take_place(section, day)]
        for given, due in pairwise(lessons):
            rng = Random(f"homework {section.id} {given}")
            if given <= today and rng.random() < _chance(section):
                yield _row(section, given, due, _task(rng, section))
    yield _project(sections, days, today)


def _chance(section: Section) -> float:
    return 0.3 if section.teaching.code in _RARE else 0.9


def _task(rng: Random, section: Section) -> str:
    first = rng.randint(60, 480)
    numbers = {"n": first, "m": first + rng.randint(1, 9)}
    numbers |= {"p": rng.randint(14, 96), "k": rng.randint(1, 9)}
    return rng.choice(_TASKS[section.teaching.code]).format(**numbers)


def _project(sections: list[Section], days: list[date], today: date) -> Row:
    """Return the one long task that a phone cannot show in a line."""
    algebra = next(section for section in sections if section.id == "c-7b-alg")
    lessons = [day for day, _ in algebra.lessons(days)]
    given = max(day for day in lessons if day < today)
    due = max(day for day in lessons if day <= today + timedelta(days=7))
    return _row(algebra, given, due, _LONG, "project")


def _row(section: Section, given: date, due: date, text: str, kind: str = "hw") -> Row:
    return {
        "sourcedId": f"{kind}-{section.id[2:]}-{given:%Y%m%d}",
        "classSourcedId": section.id,
        "assignedDate": given.isoformat(),
        "dueDate": due.isoformat(),
        "text": text,
        "handIn": "true" if any(words in text for words in _HANDED_IN) else "",
    }
