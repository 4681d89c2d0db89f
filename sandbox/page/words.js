// The page's own words; what the bot says comes from the bot.

const WORDS = {
  ru: {
    title: "Школьный дневник: телефоны", lead: "Нажимайте кнопки и пишите боту — всё происходит на этом компьютере.",
    actions: "Жизнь школы", actionsHint: "Нажмите — и посмотрите, кому придёт сообщение.", people: "Чьи телефоны видны",
    calls: "Запросы бота", callsHint: "Что бот просит у Telegram.", noActions: "Здесь пока нет кнопок.",
    on: "на связи", off: "нет связи", other: "English", write: "Сообщение", start: "Начать", send: "Отправить",
    attach: "Прикрепить файл", commands: "Команды", block: "Блокировать", unblock: "Разблокировать",
    empty: "Чат пуст. Нажмите «Начать».", blocked: "Бот заблокирован", deactivated: "Аккаунт удалён", edited: "изм.",
    done: "Готово", failed: "Не получилось", slow: "Бот не ответил", typing: "печатает…", silent: "без звука", pinned: "Бот закрепил сообщение",
    topic: "Новая тема", service: "Служебное сообщение",
    writer: "Пишет", place: "Тема", general: "Общая", joined: "Теперь в группе", botAway: "Бота в группе нет", noGroup: "Этого человека нет ни в одной группе",
  },
  en: {
    title: "School diary: phones", lead: "Tap the buttons and write to the bot: all of it happens on this computer.",
    actions: "School life", actionsHint: "Press and see who gets a message.", people: "Whose phones are shown",
    calls: "The bot's requests", callsHint: "What the bot asks of Telegram.", noActions: "There are no buttons here yet.",
    on: "connected", off: "no connection", other: "Русский", write: "Message", start: "Start", send: "Send",
    attach: "Attach a file", commands: "Commands", block: "Block", unblock: "Unblock",
    empty: "The chat is empty. Press Start.", blocked: "The bot is blocked", deactivated: "The account is deleted", edited: "edited",
    done: "Done", failed: "It did not work", slow: "The bot did not answer", typing: "typing…", silent: "silent", pinned: "The bot pinned a message",
    topic: "New topic", service: "Service message",
    writer: "Writes", place: "Topic", general: "General", joined: "In the group now", botAway: "The bot is not in the group", noGroup: "This person is in no group",
  },
};

export let language = localStorage.getItem("language") || "ru";

export function word(key) {
  return WORDS[language][key];
}

export function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  localStorage.setItem("language", language);
}
