"""The printed sheet: rendered, read by eye and by a QR decoder."""

import re

import pypdfium2
import zxingcpp

from domain.class_codes import CutOut
from domain.codes import generate, spell
from reports.code_sheet import code_sheet

NAMES = (
    "Анна Иванова", "Ы" * 60, "Константин Константинопольский-Преображенский-Заречный",
    "Мухаммад-Абдуллаходжа Ибн Хаттаб Абдурахмангаджиевич-Длиннофамильный",
)  # fmt: skip


def cut_out(number: int) -> CutOut:
    code = generate()
    return CutOut(
        "Школа № 5 · 7Б", NAMES[number % len(NAMES)], "для родителя", spell(code),
        f"https://t.me/diary_bot?start={code}", ("1. Раз.", "2. Два.", "3. Три."),
        "Код действует до 30 сентября.",
    )  # fmt: skip


def test_every_qr_code_is_its_deep_link_and_stands_in_its_own_cut_out() -> None:
    slips = [cut_out(number) for number in range(10)]

    pages = pypdfium2.PdfDocument(code_sheet(slips, "Коды"))

    assert len(pages) == 2
    found = []
    for page in pages:
        image = page.render(scale=2).to_pil()
        width, height = image.width // 2, image.height // 4
        for place in range(8):
            left, top = place % 2 * width, place // 2 * height
            part = image.crop((left, top, left + width, top + height))
            found += [code.text for code in zxingcpp.read_barcodes(part)]
    assert found == [slip.link for slip in slips]


def test_names_and_codes_are_text_and_nothing_is_wider_than_its_cut_out() -> None:
    slips = [cut_out(number) for number in range(4)]

    (page,) = pypdfium2.PdfDocument(code_sheet(slips, "Коды"))

    text = page.get_textpage()
    half = page.get_width() / 2
    for place, slip in enumerate(slips):
        left, top = place % 2 * half, page.get_height() * (1 - place // 2 / 4)
        inside = text.get_text_bounded(
            left=left, right=left + half, top=top, bottom=top - page.get_height() / 4
        )
        plain = "".join(inside.split())
        assert slip.code in plain
        # Where a line ends with a hyphen, pdfium takes it for a broken word and drops the sign.
        assert re.sub("[ -]", "", slip.name)[:30] in re.sub("[-\x02]", "", plain)
        others = {one.code for one in slips} - {slip.code}
        assert not any(code in plain for code in others)
    image = page.render(scale=2, grayscale=True).to_pil()
    middle = image.crop((image.width // 2 + 4, 0, image.width // 2 + 24, image.height // 4 - 4))
    assert middle.getextrema() == (255, 255)


def test_a_sheet_is_the_same_bytes_each_time() -> None:
    slips = [cut_out(1)]

    assert code_sheet(slips, "Коды") == code_sheet(slips, "Коды")
