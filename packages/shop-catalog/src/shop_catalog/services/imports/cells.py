"""How each kind of cell is read and written: the widgets of `columns`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from ...models.attributes import plain

FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet may take for a formula; quotes and blanks do not hide it."""
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""The control characters but tab and line ends: no file format carries them."""
LINE_END = re.compile(r"\r\n?")
UNDECODED = re.compile("[\ud800-\udfff]")
MAX_INTEGER = 2**31 - 1


def escape(text: str) -> str:
    """Put an apostrophe before what a spreadsheet may take for a formula; `unescape` takes exactly that one away."""
    return f"'{text}" if FORMULA.match(text) else text


def unescape(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text


class Cell(Widget):  # type: ignore[misc]
    """A cell of text. An empty one is ``empty``, where None stands for "not said"."""

    empty: Any = None

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        """Return what the cell says.

        :raises ValueError: it says nothing that fits the column.
        """
        if UNDECODED.search(value):
            raise ValueError(_("This is not UTF-8 text; save the file as “CSV UTF-8”."))
        text = unescape(value).translate(CONTROLS)
        return self.read(text) if text.strip() else self.empty

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        written = "" if value is None else self.write(value)
        return escape(written.translate(CONTROLS)) if isinstance(written, str) else written

    def read(self, text: str) -> Any:
        return text

    def write(self, value: Any) -> Any:
        return str(value)

    def same(self, said: Any, current: Any) -> bool:
        """Tell whether a cell says what is so already; what a file cannot carry makes no difference."""
        return bool(said == current or said == self.clean(str(self.render(current))))


class Text(Cell):
    """A short text, without blanks at its ends."""

    def __init__(self, max_length: int, *, empty: str | None = None) -> None:
        super().__init__()
        self.max_length = max_length
        self.empty = empty

    def read(self, text: str) -> str:
        text = text.strip()
        if len(text) > self.max_length:
            raise ValueError(
                _("At most %(limit)d characters; this has %(length)d.")
                % {"limit": self.max_length, "length": len(text)}
            )
        return text


class LongText(Cell):
    """A text as it is, with its lines; how they end makes no difference."""

    empty = ""

    def same(self, said: str, current: str) -> bool:
        return super().same(LINE_END.sub("\n", said), LINE_END.sub("\n", current))


class Attribute(Cell):
    """The value of an attribute, which only its kind can read."""

    empty = ""

    def read(self, text: str) -> str:
        return text.strip()

    def write(self, value: str | Decimal | bool) -> str | Decimal:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return Decimal(plain(value)) if isinstance(value, Decimal) else value


class Slug(Text):
    """A slug, as addresses have it."""

    def read(self, text: str) -> str:
        slug = super().read(text)
        if not re.fullmatch(r"[-\w]+", slug):
            raise ValueError(_("A slug has letters, digits, hyphens and underscores only."))
        return slug


class YesNo(Cell):
    """Yes or no, in the usual spellings."""

    SPELLINGS: Mapping[str, bool] = {
        **dict.fromkeys(("yes", "y", "true", "1", "on"), True),
        **dict.fromkeys(("no", "n", "false", "0", "off"), False),
    }

    def read(self, text: str) -> bool:
        try:
            return self.SPELLINGS[text.strip().lower()]
        except KeyError:
            raise ValueError(_("Write yes or no.")) from None

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


class Whole(Cell):
    """A whole number from zero up."""

    def read(self, text: str) -> int:
        text = text.strip()
        if not re.fullmatch(r"-?[0-9]+", text):
            raise ValueError(_("Write a whole number, such as 12."))
        if text.startswith("-") and text.strip("-0"):
            raise ValueError(_("It cannot be negative."))
        if len(text) > 15 or int(text) > MAX_INTEGER:
            raise ValueError(_("At most %(limit)d.") % {"limit": MAX_INTEGER})
        return int(text)

    def write(self, value: int) -> int:
        return value


class Amount(Cell):
    """A price without its currency."""

    MAX_DIGITS = 15

    def read(self, text: str) -> Decimal:
        text = text.strip()
        if re.fullmatch(r"-[0-9.,]*", text):
            raise ValueError(_("It cannot be negative."))
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
            raise ValueError(_("Write an amount with a decimal point and without a currency, such as 12.50."))
        if len(text) > self.MAX_DIGITS:
            raise ValueError(_("At most %(limit)d digits.") % {"limit": self.MAX_DIGITS})
        return Decimal(text)

    def write(self, value: Decimal) -> Decimal:
        return value


class Options(Cell):
    r"""Names and values, such as ``Size=M; Color=Red``; a backslash keeps ``;``, ``=`` and blanks at the ends as they are."""

    empty: Any = {}
    # While a cell is taken apart, control characters stand for what a backslash kept; no cell has any of its own.
    KEPT = {";": "\x01", "=": "\x02", "\\": "\x03", " ": "\x04"}
    BACK = {ord(mark): text for text, mark in KEPT.items()}

    def read(self, text: str) -> dict[str, str]:
        options: dict[str, str] = {}
        marked = re.sub(r"\\([;=\\ ])", lambda match: self.KEPT[match[1]], text)
        for pair in filter(str.strip, marked.split(";")):
            name, equals, value = (part.strip(" ").translate(self.BACK) for part in pair.partition("="))
            if not (name and equals) or name in options:
                raise ValueError(_("Write each option once, as in: Size=M; Color=Red"))
            options[name] = value
        return options

    def write(self, value: Mapping[str, object]) -> str:
        return "; ".join(f"{self._guard(name)}={self._guard(each)}" for name, each in value.items())

    def _guard(self, value: object) -> str:
        return re.sub(r"[;=\\]|^ | $", r"\\\g<0>", str(value))
