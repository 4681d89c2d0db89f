from aiogram import Dispatcher
from aiogram.methods import SendMessage

from keyboards.menu import ChooseStudent
from tests.person import Person
from tests.school import SmallSchool


async def test_a_child_is_chosen_in_place_of_the_menu(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001)

    edit, answer = await mother.press(ChooseStudent(student_id=school.pyotr))

    assert edit.text == "📘 <b>Пётр Иванов</b>, 3А"
    assert answer.text is None


async def test_a_stranger_learns_how_to_begin(bot: Dispatcher, school: SmallSchool) -> None:
    stranger = Person(bot, 2000, language="en")

    (sent,) = await stranger.say("/start")

    assert isinstance(sent, SendMessage)
    assert sent.text.startswith("<b>The school diary</b>")
