"""aiogram as it comes: its session, its polling and its exceptions against this server."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
)
from aiogram.utils.token import validate_token

from sandbox import BotApiServer, Fault, Person
from tests.sandbox.pictures import png


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    async with Bot(server.token, session, default=DefaultBotProperties(parse_mode="HTML")) as bot:
        yield bot


@pytest.mark.parametrize(
    ("fault", "exception"),
    [
        (Fault(code=400), TelegramBadRequest),
        (Fault(code=401), TelegramUnauthorizedError),
        (Fault(code=403), TelegramForbiddenError),
        (Fault(code=404), TelegramNotFound),
        (Fault(code=429, retry_after=3), TelegramRetryAfter),
        (Fault(code=500), RestartingTelegram),
        (Fault(code=502), TelegramServerError),
        (Fault(drop="before"), TelegramNetworkError),
        (Fault(drop="after"), TelegramNetworkError),
    ],
)
async def test_each_fault_is_its_own_exception(
    server: BotApiServer, bot: Bot, anna: Person, fault: Fault, exception: type[TelegramAPIError]
) -> None:
    server.fail(fault)

    with pytest.raises(TelegramAPIError) as raised:
        await bot.send_message(1001, "x")

    assert raised.type is exception


async def test_the_pause_and_the_new_chat_come_through(
    server: BotApiServer, bot: Bot, anna: Person
) -> None:
    server.fail(Fault(code=429, retry_after=3))
    moved = await server.group(-500, "7Б", [anna]).migrate()

    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(1001, "x")
    with pytest.raises(TelegramMigrateToChat) as migrated:
        await bot.send_message(-500, "x")

    assert flood.value.retry_after == 3
    assert migrated.value.migrate_to_chat_id == moved.id


async def test_every_result_is_one_that_aiogram_reads(bot: Bot, anna: Person) -> None:
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="a", callback_data="b", style="success")]]
    )
    sent = await bot.send_message(1001, "<b>5</b>", reply_markup=keyboard)
    edited = await sent.edit_text("4")
    photo = await bot.send_photo(1001, BufferedInputFile(png(100, 50), "a.png"), caption="x")
    report = BufferedInputFile(b"%PDF", "a.pdf")
    album = await bot.send_media_group(
        1001, [InputMediaDocument(media=report), InputMediaDocument(media=report)]
    )
    chat = await bot.get_chat(1001)
    member = await bot.get_chat_member(1001, 1001)
    commands = [BotCommand(command="menu", description="Меню")]
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands, scope=scope, language_code="ru")

    assert isinstance(edited, Message)
    assert (sent.html_text, edited.text) == ("<b>5</b>", "4")
    assert photo.photo is not None
    assert photo.photo[-1].width == 100
    assert [message.document.file_name for message in album if message.document] == ["a.pdf"] * 2
    assert (chat.first_name, member.status) == ("Анна", "member")
    kept = await bot.get_my_commands(scope=scope, language_code="ru")
    assert [command.model_dump() for command in kept] == [commands[0].model_dump()]
    assert await bot.get_webhook_info()
    assert [command["command"] for command in anna.commands] == ["menu"]


async def test_a_whole_conversation_over_polling(server: BotApiServer, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message, command: CommandObject) -> None:
        button = InlineKeyboardButton(text="Да, это я", callback_data="yes")
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await message.answer(f"Код <code>{command.args}</code>?", reply_markup=keyboard)

    @dispatcher.callback_query(F.data == "yes")
    async def confirm(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Готово")
        await query.answer("Привет!")

    @dispatcher.message(F.document)
    async def copy(message: Message) -> None:
        assert message.document
        fetched = await bot.download(message.document)
        assert fetched
        await message.answer_document(BufferedInputFile(fetched.read(), "copy.txt"))

    polling = started(dispatcher, bot)
    await server.bot_listens()
    anna = server.person(1001, "Анна")
    await anna.start("K7QM")
    await anna.wait_for_text("Код K7QM?")
    answer = await anna.tap("Да")
    await anna.send_document(b"hello", "essay.txt")
    copied = await anna.wait_for(lambda message: message.from_bot and bool(message.file_id))
    await dispatcher.stop_polling()
    await polling

    assert answer.text == "Привет!"
    assert copied.content["document"]["file_size"] == 5
    assert anna.transcript() == (
        "#1 Анна: /start K7QM\n#2 bot (edited 1): Готово\n#3 Анна: <document>\n#4 bot: <document>"
    )
    assert server.outbox.errors() == []


def started(dispatcher: Dispatcher, bot: Bot) -> asyncio.Task[None]:
    polling = dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    return asyncio.create_task(polling)


async def test_the_token_is_one_that_aiogram_takes(server: BotApiServer) -> None:
    assert validate_token(server.token)
