"""Prints .env.example: every setting with its default and its one sentence."""

from bot.settings import Settings


def text() -> str:
    """Return the file's text, made from the settings themselves."""
    lines = ["# Copy to .env and fill in what is empty; every default serves one school.", ""]
    for name, field in Settings.model_fields.items():
        lines += [f"# {field.description}", f"{name.upper()}={field.default}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(text(), end="")
