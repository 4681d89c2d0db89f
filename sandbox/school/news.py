"""Announcements of the school and of its classes in the weeks before today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.school.people import SCHOOL
from sandbox.school.tables import Row


@dataclass(frozen=True, slots=True)
class _News:
    days_ago: int
    time: str
    title: str
    body: str
    homeroom: str = ""
    """Empty: for the whole school."""
    must_confirm: bool = False


_NEWS = (
    _News(
        1,
        "09:15",
        "Родительское собрание",
        "Уважаемые родители! В ближайший четверг в 18:30 пройдёт общешкольное собрание.\n\n"
        "В повестке:\n1. Итоги четверти.\n2. Питание в столовой.\n3. Безопасность на дороге.\n\n"
        "Классные руководители ждут вас в своих кабинетах сразу после общей части. "
        "Пожалуйста, подтвердите, что прочитали.",
        must_confirm=True,
    ),
    _News(
        2,
        "16:40",
        "Экскурсия в музей космонавтики",
        "В следующую пятницу 7Б едет в музей. Сбор в 09:00 у входа в школу, вернёмся к 14:30. "
        "С собой: вода, перекус, удобная обувь. Согласие на поездку передайте классному "
        "руководителю до среды.",
        "h-7b",
        must_confirm=True,
    ),
    _News(
        3,
        "12:05",
        "Сменная обувь и форма",
        "Напоминаем: сменная обувь нужна каждый день. На физкультуру — спортивный костюм "
        "и кроссовки на светлой подошве.",
        "h-3a",
    ),
    _News(
        5,
        "10:00",
        "Меню столовой обновилось",
        "С понедельника действует новое меню. Оплатить питание можно до 15 числа. Для детей "
        "с аллергией есть отдельный стол, нужна справка.",
    ),
    _News(
        6,
        "14:20",
        "Пробный экзамен по математике",
        "Пробный ОГЭ пройдёт в субботу в 10:00, кабинеты 31 и 33. Нужны паспорт, две чёрные "
        "гелевые ручки и линейка.",
        "h-9v",
        must_confirm=True,
    ),
    _News(
        8,
        "17:30",
        "Сбор макулатуры",
        "Класс участвует в сборе макулатуры до конца недели. Бумагу приносим в кабинет 31 "
        "перевязанной.",
        "h-7b",
    ),
    _News(
        10,
        "11:45",
        "Ждём рисунки на конкурс",
        "Принимаем рисунки на тему «Мой город» до пятницы. Формат А4, техника любая.",
        "h-5b",
    ),
    _News(
        13,
        "09:00",
        "Медосмотр",
        "На следующей неделе школьников осмотрит врач: 3А и 5Б — во вторник, 7Б и 9В — в среду. "
        "Бланк согласия можно взять у медсестры, кабинет 5.",
    ),
)


def announcements(today: date) -> Iterator[Row]:
    """Rows of announcements.csv: none newer than yesterday."""
    for news in _NEWS:
        day = today - timedelta(days=news.days_ago)
        yield {
            "sourcedId": f"news-{day:%Y%m%d}-{news.homeroom or 'school'}",
            "title": news.title,
            "body": news.body,
            "postedAt": f"{day}T{news.time}:00+03:00",
            "orgSourcedId": "" if news.homeroom else SCHOOL,
            "classSourcedId": news.homeroom,
            "mustConfirm": "true" if news.must_confirm else "false",
        }
