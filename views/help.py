"""What the bot does, in one screen."""

from views.words import gettext as _


def help_() -> str:
    """Commands, codes, privacy."""
    title = _("What I can do")
    return "\n\n".join(
        (
            f"❓ <b>{title}</b>",
            "\n".join(
                (
                    "/today · /tomorrow · /week — " + _("the diary"),
                    "/homework — " + _("what is due next"),
                    "/marks · /final — " + _("marks and final marks"),
                    "/news — " + _("news of the school and the class"),
                    "/settings — " + _("language, messages, quiet hours, who sees the diary"),
                    "/menu — " + _("everything at a glance"),
                )
            ),
            _(
                "<b>Another child, or another phone?</b> Ask the class teacher for one more code and send it here. Each code opens the diary to one person."
            ),
            _(
                "<b>Too many messages?</b> Choose in /settings what I tell you, and when I keep quiet."
            ),
            _(
                "<b>Privacy.</b> I never ask for a password. Only people with a code of the school see the diary; who they are stands in /settings, and the class teacher can close any access at once."
            ),
        )
    )
