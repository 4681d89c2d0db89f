"""Questions and answers in words."""

from domain.composing import Composed
from domain.questions import Addressee, Post, State, Target, Thread, ThreadLine, ThreadPage
from views.format import clip, escape, local_day, moment, short_day, shorten
from views.words import gettext as _
from views.words import ngettext

_NAME = 60
_PREVIEW = 1500


def threads(shown: ThreadPage) -> str:
    """What one asked and what one has to answer."""
    heading = _("<b>💬 Questions</b>")
    if not shown.threads:
        hint = _("Here you can write to the class teacher, a teacher, the deputy head or support.")
        nothing = _("There are no questions yet.")
        return "\n\n".join([heading, nothing, *([hint] if shown.student_id else [])])
    return f"{heading}\n\n" + shorten([_line(one) for one in shown.threads], between="\n\n").text


def _line(one: ThreadLine) -> str:
    subject = escape(one.subject) or _("(a file)")
    where = " · ".join(part for part in (escape(one.about), _whom(one)) if part)
    return f"{icon(one.state)} <b>{subject}</b>\n{where} · {moment(one.updated_at)}"


def icon(state: State) -> str:
    """Return the sign of a state."""
    return {State.OPEN: "🟡", State.ANSWERED: "🟢", State.CLOSED: "⚪️"}[state]


def _whom(one: ThreadLine) -> str:
    return escape(one.course) if one.course else addressee(one.addressee)


def addressee(one: Addressee) -> str:
    """Return the office in words."""
    return {
        Addressee.CLASS_TEACHER: _("class teacher"),
        Addressee.SUBJECT_TEACHER: _("subject teacher"),
        Addressee.DEPUTY_HEAD: _("deputy head"),
        Addressee.SUPPORT: _("support"),
    }[one]


def targets(child: str, found: list[Target]) -> str:
    """Ask whom the question is for."""
    heading = _("<b>💬 A question about {child}</b>").format(child=escape(child))
    if not found:
        return f"{heading}\n\n" + _("The school has not entered anybody who could be asked.")
    return f"{heading}\n\n" + _("Whom do you want to ask?")


def target(one: Target) -> str:
    """Return whom one may ask, as a button."""
    words = {
        Addressee.CLASS_TEACHER: _("👩‍🏫 Class teacher: {name}"),
        Addressee.SUBJECT_TEACHER: _("📚 {name}"),
        Addressee.DEPUTY_HEAD: _("🏫 Deputy head: {name}"),
        Addressee.SUPPORT: _("🛟 Support of the diary"),
    }
    return clip(words[one.addressee].format(name=one.name), _NAME)


def ask(one: Target) -> str:
    """Ask for the question itself."""
    whom = f"<b>{escape(target(one))}</b>"
    later = (
        ""
        if one.linked
        else "\n" + _("They do not use the bot yet: they will see the question when they join.")
    )
    return f"{whom}{later}\n\n" + _(
        "Write your question. Photos and documents can go along. To stop: /cancel"
    )


def ask_more() -> str:
    """Ask for what is said on in a thread."""
    return _("✍️ Write your message. Photos and documents can go along. To stop: /cancel")


def preview(said: Composed) -> str:
    """What is about to be sent."""
    text = escape(clip(said.text, _PREVIEW)) if said.text else "—"
    return _("<b>This is what I send:</b>") + f"\n\n{text}" + files_line(len(said.files))


def files_line(number: int) -> str:
    """Return how many files go along, or nothing."""
    if not number:
        return ""
    return "\n\n" + ngettext("📎 {n} file", "📎 {n} files", number).format(n=number)


def thread(shown: Thread) -> str:
    """A page of a thread."""
    one = shown.line
    where = " · ".join(part for part in (escape(one.about), _whom(one)) if part)
    subject = escape(one.subject) or _("(a file)")
    heading = f"{icon(one.state)} <b>{subject}</b>\n{where}"
    posts = [_post(post) for post in shown.posts]
    # The newest must be there: older posts give way.
    while len(posts) > 1 and sum(map(len, posts)) > _ROOM:
        posts = posts[1:]
    return "\n\n".join([heading, *posts, *_waits(one)])


_ROOM = 3300


def _waits(one: ThreadLine) -> list[str]:
    if one.state is not State.OPEN or one.waiting_since is None:
        return []
    since = short_day(local_day(one.waiting_since))
    return [_("⏳ Waits for an answer since {day}.").format(day=since)]


def _post(post: Post) -> str:
    sign = "🏫" if post.by_staff else "👤"
    author = escape(clip(post.author, _NAME)) or "—"
    text = f"\n{escape(post.text)}" if post.text else ""
    files = files_line(len(post.files)).strip()
    return f"{sign} <b>{author}</b>, {moment(post.at)}{text}" + (f"\n{files}" if files else "")


def sent() -> str:
    """That the question is on its way."""
    return _("✅ Sent. The answer comes here as a message.")
