"""Invented Russian names: declined for men and women, with patronymics after the father."""

from random import Random

from domain.people import Name


def _words(text: str) -> list[str]:
    return text.split()


_BOYS = _words(
    "Александр Алексей Андрей Арсений Артём Богдан Вадим Глеб Григорий Даниил Денис Егор Иван "
    "Илья Кирилл Константин Лев Макар Максим Марк Матвей Михаил Никита Олег Роман Савелий Семён "
    "Степан Тимофей Тимур Фёдор Ярослав"
)
_GIRLS = _words(
    "Алина Алиса Амелия Анастасия Ангелина Арина Валерия Варвара Василиса Вера Вероника Виктория "
    "Дарья Диана Ева Екатерина Елизавета Злата Кира Ксения Любовь Маргарита Мария Милана Мирослава "
    "Надежда Полина София Таисия Ульяна Юлия Яна"
)
_FATHERS = {
    "Александр": "Александров", "Алексей": "Алексеев", "Андрей": "Андреев", "Антон": "Антонов",
    "Виктор": "Викторов", "Виталий": "Витальев", "Денис": "Денисов", "Евгений": "Евгеньев",
    "Игорь": "Игорев", "Константин": "Константинов", "Максим": "Максимов", "Михаил": "Михайлов",
    "Олег": "Олегов", "Павел": "Павлов", "Роман": "Романов", "Руслан": "Русланов",
    "Сергей": "Сергеев", "Станислав": "Станиславов", "Юрий": "Юрьев",
}  # fmt: skip
_MOTHERS = _words(
    "Алёна Анжела Анна Валентина Вероника Галина Евгения Екатерина Елена Жанна Инна Ирина Ксения "
    "Лариса Людмила Марина Мария Наталья Оксана Ольга Светлана Татьяна Юлия"
)
_SURNAMES = _words(
    "Абрамов Авдеев Агафонов Алексеев Андреев Антипов Архипов Балашов Баранов Белоусов Бирюков "
    "Блохин Бурцев Васильев Власов Воронин Гаврилов Герасимов Голубев Гончаров Горшков Григорьев "
    "Гусев Давыдов Данилов Денисов Дорофеев Ермаков Ефимов Рощин Журавлёв Зайцев Захаров Зимин "
    "Зуев Ильин Казаков Дубравин Карпов Киселёв Климов Ковалёв Колесников Комаров Лосев Костин "
    "Котов Крюков Кудрявцев Лапин Ключников Лебедев Логинов Синицын Мартынов Маслов Белозёров "
    "Мельников Миронов Морозов Мухин Назаров Тихомиров Никитин Носов Осипов Панов Пахомов Поляков "
    "Прохоров Родионов Рябов Савельев Самойлов Сафонов Селезнёв Сидоров Соболев Снегирёв Степанов "
    "Суханов Титов Трофимов Уваров Устинов Фадеев Филатов Фролов Хохлов Цветков Чернов Шилов "
    "Щербаков Яковлев Вишневский Загорский Каменский Ковальчук Лысенков Мкртчян Ким Хасанов "
    "Сафин Ахметов Бондаренко Савчук Погосян"
)
_ENDINGS = (
    ("ский", "ская"),
    ("ов", "ова"),
    ("ев", "ева"),
    ("ёв", "ёва"),
    ("ин", "ина"),
    ("ын", "ына"),
)


def surnames(rng: Random) -> list[str]:
    """Return all surnames in the form of men, shuffled."""
    return rng.sample(_SURNAMES, len(_SURNAMES))


def for_woman(surname: str) -> str:
    """Return a surname in the form of women: Гусев → Гусева; Ким stays."""
    for man, woman in _ENDINGS:
        if surname.endswith(man):
            return surname.removesuffix(man) + woman
    return surname


def child(rng: Random, surname: str, father: str, girl: bool) -> Name:
    """Return a child of that father."""
    given = rng.choice(_GIRLS if girl else _BOYS)
    return Name(given, for_woman(surname) if girl else surname, patronymic(father, girl))


def father(rng: Random, surname: str) -> Name:
    """Return a man of the parents' generation."""
    given, own = rng.choice(list(_FATHERS)), rng.choice(list(_FATHERS))
    return Name(given, surname, patronymic(own, woman=False))


def mother(rng: Random, surname: str) -> Name:
    """Return a woman of the parents' generation."""
    own = patronymic(rng.choice(list(_FATHERS)), woman=True)
    return Name(rng.choice(_MOTHERS), for_woman(surname), own)


def patronymic(father: str, woman: bool) -> str:
    """Return the middle name of a child of `father`."""
    return _FATHERS[father] + ("на" if woman else "ич")
