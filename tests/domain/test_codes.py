"""The check sign, the reading of what people type, and what is no code."""

import random
from itertools import pairwise

import pytest

from domain import codes
from domain.codes import ALPHABET, LENGTH
from domain.errors import CodeRefused, CodeTrouble

KEY = b"a key"


def trouble(text: str) -> CodeTrouble | None:
    """Return why the text is not read; nothing if it is."""
    try:
        codes.read(text)
    except CodeRefused as error:
        return error.trouble
    return None


def swapped(code: str, left: int, right: int) -> str:
    signs = list(code)
    signs[left], signs[right] = signs[right], signs[left]
    return "".join(signs)


def test_every_single_substitution_is_noticed() -> None:
    # The check is linear, so what holds for one code holds for all; a few prove the reading too.
    for code in [codes.generate() for _ in range(20)]:
        for place in range(LENGTH):
            for sign in ALPHABET.replace(code[place], ""):
                changed = code[:place] + sign + code[place + 1 :]
                assert trouble(changed) is CodeTrouble.MISTYPED, (code, changed)


def test_every_adjacent_transposition_of_two_different_signs_is_noticed() -> None:
    for left, right in pairwise(range(LENGTH)):
        for one, other in ((a, b) for a in ALPHABET for b in ALPHABET if a != b):
            code = _completed(left, right, one, other)
            assert trouble(code) is None
            assert trouble(swapped(code, left, right)) is CodeTrouble.MISTYPED


def _completed(left: int, right: int, one: str, other: str) -> str:
    """Return a right code with the two signs at the two places, a third that fits, and zeros."""
    signs = ["0"] * LENGTH
    signs[left], signs[right] = one, other
    free = next(place for place in range(LENGTH) if place not in (left, right))
    for sign in ALPHABET:
        signs[free] = sign
        if trouble("".join(signs)) is None:
            return "".join(signs)
    raise AssertionError("every nine signs have their tenth")


def test_adjacent_transpositions_of_real_codes_are_noticed() -> None:
    for code in [codes.generate() for _ in range(200)]:
        for place, (one, other) in enumerate(pairwise(code)):
            if one != other:
                assert trouble(swapped(code, place, place + 1)) is CodeTrouble.MISTYPED


def test_codes_have_45_random_bits() -> None:
    made = {codes.generate() for _ in range(2000)}

    assert len(made) == 2000
    for place in range(LENGTH):
        assert {code[place] for code in made} == set(ALPHABET)
    assert len(ALPHABET) ** (LENGTH - 1) == 2**45


@pytest.mark.parametrize(
    "typed",
    [
        "7K2M-1P0X-00", "7k2m-1p0x-00", "7K2M1P0X00", " 7k2m 1p0x 00 ", "7K2M–IPOX–OO",
        "7k2m−lpox−oo", "7К2М-1Р0Х-00", "7к2м-1р0х-оо", "7K2M_1P0X_00", "7K2M\n1P0X\n00",
    ],
)  # fmt: skip
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    # The tenth sign that fits 7K2M1P0X0 is looked up, the rest of the text is as typed.
    right = next(sign for sign in ALPHABET if trouble("7K2M1P0X0" + sign) is None)
    text = typed.rstrip()[:-1] + right

    assert codes.read(text) == "7K2M1P0X0" + right
    assert codes.looks_like_code(text)


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "-", "привет", "Анна Котова", "Марта Котова", "мама", "дз 16", "7Б", "basketball",
        "homework 16", "Как дела 12", "12", "16.09.2026", "спасибо!", "https://school.example/1",
        "😀" * 10, "я" * 4000, "1" * 4000, "Иванов-Петров", "what is 2 + 2",
    ],
)  # fmt: skip
def test_words_are_no_codes(words: str) -> None:
    assert not codes.looks_like_code(words)


@pytest.mark.parametrize(
    "text", ["7K2M-1P0X-0", "7K2M-1P0X-000", "7K2U-1P0X-00", "89161234567", "7K2M1P0"]
)
def test_nearly_a_code_is_meant_as_one_but_malformed(text: str) -> None:
    assert codes.looks_like_code(text)
    assert trouble(text) is CodeTrouble.MALFORMED


def test_ten_letters_are_a_code_only_where_the_check_sign_fits() -> None:
    word = next(
        code
        for code in (_lettered(random.Random(seed)) for seed in range(10_000))
        if trouble(code) is None
    )
    other = "Z" if word[-1] != "Z" else "Y"

    assert codes.looks_like_code(word.lower())
    assert not codes.looks_like_code(word[:-1] + other)


def _lettered(dice: random.Random) -> str:
    return "".join(dice.choices("ABCDEFGHJKMNPQRSTVWXYZ", k=LENGTH))


def test_a_hash_depends_on_key_and_code() -> None:
    made = {codes.digest(key, code) for key in (KEY, b"other") for code in ("A" * 10, "B" * 10)}

    assert {len(digest) for digest in made} == {32}
    assert len(made) == 4


def test_a_proof_is_of_one_chat_and_one_code() -> None:
    proof = codes.proof(KEY, 1, 2)

    assert codes.proves(KEY, 1, 2, proof)
    for key, code_id, chat_id, shown in (
        (KEY, 1, 3, proof), (KEY, 2, 2, proof), (KEY, 12, 2, proof), (b"other", 1, 2, proof),
        (KEY, 1, 2, ""), (KEY, 1, 2, proof[:-1]), (KEY, 1, 2, "я" * 16),
    ):  # fmt: skip
        assert not codes.proves(key, code_id, chat_id, shown)


def test_letters_in_a_codes_shape_are_meant_as_a_code_even_with_one_missing() -> None:
    assert codes.looks_like_code("ABCD-EFGH-J")
    assert not codes.looks_like_code("ABCDEFGHJ")
