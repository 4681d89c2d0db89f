"""A sheet of access codes to cut apart: eight to a page of A4, one person to a cut-out."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from domain.class_codes import CutOut

COLUMNS, ROWS = 2, 4
_WIDTH, _HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_MARGIN = 7 * mm
"""Also of the page: what most printers cannot reach is less."""
_QR = 36 * mm
_TEXT = _WIDTH - 2 * _MARGIN
_BESIDE = _TEXT - _QR - 2 * mm
"""The width of what stands left of the QR code."""


def code_sheet(cut_outs: Sequence[CutOut], title: str) -> bytes:
    """Return the PDF; a page for every eight, and none of them shares a cut-out."""
    _load_fonts()
    out = BytesIO()
    # invariant: the same sheet is the same bytes, and the file does not say when it was made.
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    on_page = COLUMNS * ROWS
    for number, cut_out in enumerate(cut_outs):
        place = number % on_page
        if place == 0:
            if number:
                canvas.showPage()
            _cut_lines(canvas)
        row, column = divmod(place, COLUMNS)
        _draw(canvas, cut_out, column * _WIDTH, A4[1] - row * _HEIGHT)
    canvas.save()
    return out.getvalue()


@cache
def _load_fonts() -> None:
    """Register the fonts that come with us: a PDF's own have no Cyrillic."""
    for name in (_PLAIN, _BOLD):
        data = files("reports").joinpath("fonts", f"{name}.ttf").read_bytes()
        registerFont(TTFont(name, BytesIO(data)))


def _cut_lines(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setDash(3, 3)
    canvas.setStrokeGray(0.55)
    canvas.setLineWidth(0.5)
    for column in range(1, COLUMNS):
        canvas.line(column * _WIDTH, 0, column * _WIDTH, A4[1])
    for row in range(1, ROWS):
        canvas.line(0, row * _HEIGHT, A4[0], row * _HEIGHT)
    canvas.restoreState()


def _draw(canvas: Canvas, cut_out: CutOut, left: float, top: float) -> None:
    """Draw one cut-out with its upper left corner there."""
    x, y = left + _MARGIN, top - _MARGIN
    _qr(canvas, cut_out.link, x + _TEXT - _QR, top - _QR - 4 * mm)
    canvas.setFillGray(0.35)
    y = _lines(canvas, cut_out.school, _PLAIN, 8, x, y - 6, _BESIDE, most=2)
    canvas.setFillGray(0)
    y = _lines(canvas, cut_out.name, _BOLD, 14, x, y - 9, _BESIDE, most=3)
    canvas.setFillGray(0.2)
    _lines(canvas, cut_out.role, _PLAIN, 10, x, y - 4, _BESIDE, most=1)
    canvas.setFillGray(0)
    y = top - _QR - 9.5 * mm
    canvas.setFont(_BOLD, _fit(cut_out.code, _BOLD, 24, _TEXT))
    canvas.drawString(x, y, cut_out.code)
    y -= 15
    texts = (*cut_out.steps, cut_out.until)
    size = min(_wrapped(text, _PLAIN, 8.5, _TEXT, 1)[0] for text in texts)
    for step in cut_out.steps:
        y = _lines(canvas, step, _PLAIN, size, x, y, _TEXT, most=1) - 3
    canvas.setFillGray(0.35)
    _lines(canvas, cut_out.until, _PLAIN, size, x, y - 2, _TEXT, most=1)


def _lines(
    canvas: Canvas,
    text: str,
    font: str,
    size: float,
    x: float,
    y: float,
    width: float,
    *,
    most: int,
) -> float:
    """Draw text from this base line down, smaller until it fits; return the next base line."""
    size, lines = _wrapped(text, font, size, width, most)
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= size * 1.25
    return y


def _wrapped(text: str, font: str, size: float, width: float, most: int) -> tuple[float, list[str]]:
    """Return the size and lines of a text that fills at most so many; its end goes at the worst."""
    text, smallest = " ".join(text.split()), size * 0.6
    while True:
        # A double name may go on after its hyphen.
        split: list[str] = simpleSplit(text.replace("-", "- "), font, size, width)
        lines = [line.replace("- ", "-") for line in split]
        whole = all(stringWidth(line, font, size) <= width for line in lines)
        if len(lines) <= most and whole:
            return size, lines
        if size <= smallest:
            pieces = [piece for line in lines for piece in _broken(line, font, size, width)]
            return size, pieces[:most]
        size -= 0.5


def _broken(line: str, font: str, size: float, width: float) -> list[str]:
    """Return the pieces of a single word that is wider than the paper."""
    pieces = [""]
    for sign in line:
        if stringWidth(pieces[-1] + sign, font, size) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _fit(text: str, font: str, size: float, width: float) -> float:
    """Return the largest size up to this at which the text fits in one line."""
    wide: float = stringWidth(text, font, size)
    return size if wide <= width else size * width / wide


def _qr(canvas: Canvas, link: str, x: float, y: float) -> None:
    widget = QrCodeWidget(link, barWidth=_QR, barHeight=_QR, barLevel="M", barBorder=3)
    drawing = Drawing(_QR, _QR)
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x, y)
