"""Compile the message catalogues whenever the project is built or installed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves it open
    """Write a .mo beside each .po, so that a wheel speaks without make."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        """Compile every catalogue below ``locales``."""
        for po in Path(self.root, "locales").glob("*/LC_MESSAGES/*.po"):
            catalogue = read_po(po.read_bytes().splitlines(keepends=True), locale=po.parts[-3])
            with po.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, catalogue)
