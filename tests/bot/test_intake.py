"""In whose order an update stands."""

from typing import Any

import pytest

from bot.intake import place

PERSON, GROUP = 1004, -500
HERE: dict[str, Any] = {"chat": {"id": GROUP}, "from": {"id": PERSON}}


@pytest.mark.parametrize(("update", "expected"), [
    ({"message": HERE}, GROUP),
    # In the group's order: who puts the bot out and has it bound again ends with a bound group.
    ({"my_chat_member": HERE}, GROUP),
    ({"my_chat_member": {"chat": {"id": PERSON}, "from": {"id": PERSON}}}, PERSON),
    ({"callback_query": {"from": {"id": PERSON}}}, PERSON),
    ({"update_id": 7, "unheard_of": {}}, 7),
])  # fmt: skip
def test_an_update_stands_in_the_order_of_its_chat(update: dict[str, Any], expected: int) -> None:
    assert place(update) == expected
