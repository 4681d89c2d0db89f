"""What is taught: subjects and hours of each grade, who teaches them and where."""

from dataclasses import dataclass

from domain.people import Name
from domain.scales import Scale


@dataclass(frozen=True, slots=True)
class Teaching:
    """One subject in one class."""

    subject: str
    code: str
    hours: int
    """Lessons a week, at most one a day."""
    teachers: tuple[str, ...]
    """Two teachers: the class is taught in two subgroups at the same hours."""
    room: str
    scale: Scale = Scale.FIVE


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """One homeroom class."""

    code: str
    title: str
    grade: int
    size: int
    teacher: str
    room: str
    subjects: tuple[Teaching, ...]


STAFF = {
    "t-01": Name("Ольга", "Кузнецова", "Сергеевна"),
    "t-02": Name("Наталья", "Беляева", "Павловна"),
    "t-03": Name("Ирина", "Орлова", "Викторовна"),
    "t-04": Name("Татьяна", "Фомина", "Львовна"),
    "t-05": Name("Марина", "Крылова", "Евгеньевна"),
    "t-06": Name("Илья", "Тарасов", "Романович"),
    "t-07": Name("Вера", "Быстрова", "Алексеевна"),
    "t-08": Name("Светлана", "Галкина", "Юрьевна"),
    "t-09": Name("Андрей", "Лаптев", "Николаевич"),
    "t-10": Name("Виктор", "Сомов", "Геннадьевич"),
    "t-11": Name("Сергей", "Дроздов", "Михайлович"),
    "t-12": Name("Елена", "Рожкова", "Антоновна"),
    "t-13": Name("Павел", "Шестаков", "Ильич"),
}
DIRECTOR, DEPUTY_HEAD, ADMIN = "d-01", "d-02", "a-01"
OFFICE = {
    DIRECTOR: (Name("Лидия", "Северцева", "Аркадьевна"), "principal"),
    DEPUTY_HEAD: (Name("Галина", "Ветрова", "Степановна"), "principal"),
    ADMIN: (Name("Антон", "Полевой", "Дмитриевич"), "siteAdministrator"),
}

ENGLISH = "Английский язык"
_TWO = ("t-05", "t-06")
_THIRD = (
    Teaching("Русский язык", "rus", 5, ("t-02",), "12"),
    Teaching("Литературное чтение", "read", 4, ("t-02",), "12"),
    Teaching("Математика", "math", 4, ("t-02",), "12"),
    Teaching("Окружающий мир", "world", 2, ("t-02",), "12"),
    Teaching(ENGLISH, "eng", 2, _TWO, "14"),
    Teaching("Музыка", "music", 1, ("t-12",), "Музыкальный класс", Scale.PASS_FAIL),
    Teaching("Изобразительное искусство", "art", 1, ("t-02",), "12"),
    Teaching("Технология", "tech", 1, ("t-02",), "12"),
    Teaching("Физкультура", "pe", 3, ("t-11",), "Спортзал"),
)
_FIFTH = (
    Teaching("Русский язык", "rus", 5, ("t-04",), "24"),
    Teaching("Литература", "lit", 3, ("t-04",), "24"),
    Teaching("Математика", "math", 5, ("t-01",), "31"),
    Teaching(ENGLISH, "eng", 3, _TWO, "27"),
    Teaching("История", "hist", 2, ("t-07",), "22"),
    Teaching("География", "geo", 1, ("t-09",), "35"),
    Teaching("Биология", "bio", 1, ("t-08",), "36"),
    Teaching("Информатика", "it", 1, ("t-10",), "Компьютерный класс"),
    Teaching("Музыка", "music", 1, ("t-12",), "Музыкальный класс"),
    Teaching("Технология", "tech", 2, ("t-13",), "Мастерская"),
    Teaching("Физкультура", "pe", 3, ("t-11",), "Спортзал"),
)
_SEVENTH = (
    Teaching("Русский язык", "rus", 4, ("t-03",), "26"),
    Teaching("Литература", "lit", 2, ("t-03",), "26"),
    Teaching("Алгебра", "alg", 4, ("t-01",), "31"),
    Teaching("Геометрия", "geom", 2, ("t-01",), "31"),
    Teaching(ENGLISH, "eng", 3, _TWO, "27"),
    Teaching("История", "hist", 2, ("t-07",), "22"),
    Teaching("География", "geo", 2, ("t-09",), "35"),
    Teaching("Биология", "bio", 2, ("t-08",), "36"),
    Teaching("Физика", "phys", 2, ("t-10",), "33"),
    Teaching("Информатика", "it", 1, ("t-10",), "Компьютерный класс"),
    Teaching("Физкультура", "pe", 3, ("t-11",), "Спортзал"),
)
_NINTH = (
    Teaching("Русский язык", "rus", 3, ("t-03",), "26"),
    Teaching("Литература", "lit", 3, ("t-03",), "26"),
    Teaching("Алгебра", "alg", 4, ("t-01",), "31"),
    Teaching("Геометрия", "geom", 2, ("t-01",), "31"),
    Teaching(ENGLISH, "eng", 3, _TWO, "27"),
    Teaching("История", "hist", 3, ("t-07",), "22"),
    Teaching("Химия", "chem", 2, ("t-08",), "36"),
    Teaching("Биология", "bio", 2, ("t-08",), "36"),
    Teaching("Физика", "phys", 3, ("t-10",), "33"),
    Teaching("Информатика", "it", 1, ("t-10",), "Компьютерный класс"),
    Teaching("Физкультура", "pe", 3, ("t-11",), "Спортзал"),
)
PLANS = (
    ClassPlan("3a", "3А", 3, 22, "t-02", "12", _THIRD),
    ClassPlan("5b", "5Б", 5, 23, "t-04", "24", _FIFTH),
    ClassPlan("7b", "7Б", 7, 22, "t-01", "31", _SEVENTH),
    ClassPlan("9v", "9В", 9, 21, "t-03", "26", _NINTH),
)
