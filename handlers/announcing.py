"""Writing news: for whom, the words, the options, sending; who has read it."""

from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.announcing import Announcement, moment_of
from domain.announcing import State as Standing
from domain.composing import Composed
from domain.errors import MomentRefused
from domain.people import Reader
from domain.rights import What
from domain.school_clock import SchoolClock
from handlers import composing
from handlers.composing import PART
from handlers.open_lesson import TEXT
from handlers.show import show
from keyboards import announcing as keyboard
from keyboards.announcing import (
    AskMoment,
    AskWithdraw,
    BeginNews,
    ChooseAll,
    ChooseStudent,
    DropDraft,
    KeepNews,
    OpenAudiences,
    OpenChoices,
    OpenReaders,
    PostAt,
    PostNow,
    RemindReaders,
    RewriteNews,
    SetFlag,
    SetHearers,
    Withdraw,
)
from keyboards.open import OpenOwn, OpenOwnNews
from usecases import chosen, receipts
from usecases.announcing import ChangeDraft, ShowAudiences, ShowOwn, ShowOwnNews, WriteNews
from usecases.chosen import ShowChoices
from usecases.posting import EditNews, PostNews, WithdrawNews
from views import announcing as view


class Writing(StatesGroup):
    """News being written, or the moment for it to go out."""

    words = State()
    moment = State()


async def open_own_news(
    query: CallbackQuery, callback_data: OpenOwnNews, reader: Reader, show_own_news: ShowOwnNews
) -> None:
    """What one wrote."""
    shown = await show_own_news(reader, callback_data.page)
    await show(query, view.own(shown), keyboard.own(shown))


async def open_audiences(
    query: CallbackQuery,
    callback_data: OpenAudiences,
    reader: Reader,
    show_audiences: ShowAudiences,
) -> None:
    """For whom?"""
    found = await show_audiences(reader)
    await show(query, view.audiences(found), keyboard.audiences(found, callback_data.page))


async def begin_news(query: CallbackQuery, callback_data: BeginNews, state: FSMContext) -> None:
    """For these; rights are asked for when the words are kept."""
    data = callback_data
    await composing.begin(
        state, Writing.words, what=data.what.value, target_id=data.target_id, grade=data.grade
    )
    await show(query, view.ask(), keyboard.only_own())


async def rewrite_news(
    query: CallbackQuery,
    callback_data: RewriteNews,
    reader: Reader,
    state: FSMContext,
    show_own: ShowOwn,
) -> None:
    """Other words."""
    found, _counts = await show_own(reader, callback_data.news_id)
    asks = found.must_confirm and found.state is Standing.POSTED
    await composing.begin(state, Writing.words, news_id=found.id, asks=asks)
    await show(query, view.ask(), keyboard.only_own())


async def take_words(message: Message, state: FSMContext) -> None:
    """Words, a photo, a document."""
    asks = bool((await state.get_data()).get("asks"))

    def preview(said: Composed) -> tuple[str, InlineKeyboardMarkup]:
        return view.preview(said), keyboard.preview(posted_must_confirm=asks)

    await composing.take(message, state, preview)


async def keep_news(
    query: CallbackQuery,
    callback_data: KeepNews,
    reader: Reader,
    state: FSMContext,
    write_news: WriteNews,
    edit_news: EditNews,
    show_own: ShowOwn,
) -> None:
    """These words."""
    said, about = await composing.composed(state)
    if "news_id" in about:
        found = await edit_news(reader, about["news_id"], said, again=callback_data.again)
    else:
        what = What(about["what"])
        found = await write_news(reader, what, about["target_id"], about["grade"], said)
    await state.clear()
    await _show(query, reader, found.id, show_own)


async def open_own(
    query: CallbackQuery, callback_data: OpenOwn, reader: Reader, show_own: ShowOwn
) -> None:
    """One piece of news."""
    await _show(query, reader, callback_data.news_id, show_own)


async def set_hearers(
    query: CallbackQuery, callback_data: SetHearers, reader: Reader, change_draft: ChangeDraft
) -> None:
    """Parents, students or both."""
    data = callback_data
    found = await change_draft(reader, data.news_id, hearers=data.hearers)
    await show(query, view.draft(found), keyboard.one(found))


async def set_flag(
    query: CallbackQuery, callback_data: SetFlag, reader: Reader, change_draft: ChangeDraft
) -> None:
    """An option."""
    data = callback_data
    found = await change_draft(
        reader, data.news_id,
        must_confirm=data.on if data.flag == "must_confirm" else None,
        urgent=data.on if data.flag == "urgent" else None,
    )  # fmt: skip
    await show(query, view.draft(found), keyboard.one(found))


async def open_choices(
    query: CallbackQuery, callback_data: OpenChoices, reader: Reader, show_choices: ShowChoices
) -> None:
    """For whom of them?"""
    shown = await show_choices(reader, callback_data.news_id, callback_data.page)
    await show(query, view.choices(shown), keyboard.choices(shown))


async def choose_student(
    query: CallbackQuery,
    callback_data: ChooseStudent,
    reader: Reader,
    choose_reader: chosen.ChooseStudent,
) -> None:
    """For this one, or not."""
    data = callback_data
    shown = await choose_reader(
        reader, data.news_id, data.student_id, on=data.on, page=data.page
    )  # fmt: skip
    await show(query, view.choices(shown), keyboard.choices(shown))


async def choose_all(
    query: CallbackQuery,
    callback_data: ChooseAll,
    reader: Reader,
    choose_all_readers: chosen.ChooseAll,
) -> None:
    """For all of them."""
    found = await choose_all_readers(reader, callback_data.news_id)
    await show(query, view.draft(found), keyboard.one(found))


async def drop_draft(
    query: CallbackQuery,
    callback_data: DropDraft,
    reader: Reader,
    change_draft: ChangeDraft,
    show_own_news: ShowOwnNews,
) -> None:
    """Forget it."""
    await change_draft(reader, callback_data.news_id, drop=True)
    shown = await show_own_news(reader)
    await show(query, view.own(shown), keyboard.own(shown))


async def post_now(
    query: CallbackQuery,
    callback_data: PostNow,
    reader: Reader,
    post_news: PostNews,
    show_own: ShowOwn,
) -> None:
    """Send it."""
    found = await post_news(reader, callback_data.news_id)
    await _show(query, reader, found.id, show_own)


async def post_at(
    query: CallbackQuery,
    callback_data: PostAt,
    reader: Reader,
    wall: SchoolClock,
    post_news: PostNews,
) -> None:
    """At that hour."""
    data = callback_data
    day = wall.today() + timedelta(days=data.day == "tomorrow")
    at = datetime.combine(day, time(data.hour % 24), wall.zone)
    found = await post_news(reader, data.news_id, at)
    await show(query, view.draft(found), keyboard.one(found))


async def ask_moment(query: CallbackQuery, callback_data: AskMoment, state: FSMContext) -> None:
    """When?"""
    await composing.begin(state, Writing.moment, news_id=callback_data.news_id)
    await show(query, view.ask_moment(), keyboard.only_own())


async def take_moment(
    message: Message, reader: Reader, state: FSMContext, wall: SchoolClock, post_news: PostNews
) -> None:
    """Then."""
    at = moment_of(message.text or "", wall.now(), wall.zone)
    if at is None:
        raise MomentRefused
    found = await post_news(reader, (await state.get_data())["news_id"], at)
    await state.clear()
    await show(message, view.draft(found), keyboard.one(found))


async def ask_withdraw(
    query: CallbackQuery, callback_data: AskWithdraw, reader: Reader, show_own: ShowOwn
) -> None:
    """Sure?"""
    found, _counts = await show_own(reader, callback_data.news_id)
    await show(query, view.ask_withdraw(found), keyboard.ask_withdraw(found.id))


async def withdraw(
    query: CallbackQuery,
    callback_data: Withdraw,
    reader: Reader,
    withdraw_news: WithdrawNews,
    show_own: ShowOwn,
) -> None:
    """Sure."""
    await withdraw_news(reader, callback_data.news_id)
    await _show(query, reader, callback_data.news_id, show_own)


async def open_readers(
    query: CallbackQuery,
    callback_data: OpenReaders,
    reader: Reader,
    show_readers: receipts.ShowReaders,
) -> None:
    """Who has read it."""
    shown = await show_readers(reader, callback_data.news_id, callback_data.page)
    await show(query, view.readers(shown), keyboard.readers(shown))


async def remind(
    query: CallbackQuery,
    callback_data: RemindReaders,
    reader: Reader,
    remind_readers: receipts.RemindReaders,
) -> None:
    """Those who have not."""
    number = await remind_readers(reader, callback_data.news_id)
    await query.answer(view.reminded(number), show_alert=True)


async def _show(query: CallbackQuery, reader: Reader, news_id: int, show_own: ShowOwn) -> None:
    found, counts = await show_own(reader, news_id)
    await show(query, _text(found, view.posted(found, counts)), keyboard.one(found))


def _text(found: Announcement, posted: str) -> str:
    waits = found.state in (Standing.DRAFT, Standing.SCHEDULED)
    return view.draft(found) if waits else posted


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_words, Writing.words, composing.CONTENT, flags=PART)
    router.message.register(take_moment, Writing.moment, TEXT, flags=PART)
    router.callback_query.register(begin_news, BeginNews.filter(), flags=PART)
    router.callback_query.register(rewrite_news, RewriteNews.filter(), flags=PART)
    router.callback_query.register(keep_news, KeepNews.filter(), flags=PART)
    router.callback_query.register(ask_moment, AskMoment.filter(), flags=PART)
    router.callback_query.register(open_audiences, OpenAudiences.filter())
    for handler, data in (
        (open_own_news, OpenOwnNews),
        (open_own, OpenOwn),
        (set_hearers, SetHearers),
        (set_flag, SetFlag),
        (open_choices, OpenChoices),
        (choose_student, ChooseStudent),
        (choose_all, ChooseAll),
        (drop_draft, DropDraft),
        (post_now, PostNow),
        (post_at, PostAt),
        (ask_withdraw, AskWithdraw),
        (withdraw, Withdraw),
        (open_readers, OpenReaders),
        (remind, RemindReaders),
    ):
        router.callback_query.register(handler, data.filter())
    return router
