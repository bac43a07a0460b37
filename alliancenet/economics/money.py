"""Money as whole minor units of a currency (cents, yen, fils): sums are exact."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from alliancenet.model.currencies import CURRENCIES

_POINT = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:[,' \u00a0\u202f’]\d{3})+)(?:\.\d+)?|\.\d+")
_COMMA = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:[.' \u00a0\u202f’]\d{3})+)(?:,\d+)?|,\d+")
_GROUPS = re.compile(r"[' \u00a0\u202f’]")
_PLAIN, _PLAIN_WHOLE = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,2}))?"), re.compile(r"(-?)(\d{1,12})()")
_PLAIN_DIGITS = 2
_LONGEST = 40
MOST_MINOR = 10**14
"""Largest amount of one row, in minor units: tens of thousands of such rows still fit 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """How numbers of a column are written.

    Parameters
    ----------
    decimal : `.` or `,`; the other one may group thousands.
    """

    decimal: str

    def read(self, text: str) -> Decimal | None:
        """The number, or None when the text is not one; a minus may trail and parentheses mean less than zero."""
        body, negative = _unsigned(text)
        pattern = _POINT if self.decimal == "." else _COMMA
        if len(body) > _LONGEST or not pattern.fullmatch(body):
            return None
        plain = _GROUPS.sub("", body).replace("," if self.decimal == "." else ".", "").replace(self.decimal, ".")
        number = Decimal(plain)
        return -number if negative else number


POINT, COMMA = Convention(decimal="."), Convention(decimal=",")


def _unsigned(text: str) -> tuple[str, bool]:
    body = text.strip().replace("\u2212", "-")
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1].strip(), True
    if body.endswith("-"):
        return body[:-1].strip(), True
    if body.startswith(("-", "+")):
        return body[1:].strip(), body[0] == "-"
    return body, False


def conventions_of(texts: Sequence[str]) -> tuple[Convention, ...]:
    """Conventions that each of the texts fits; both only where they read every text alike.

    Returns
    -------
    One where the texts are clear, none where no single convention fits all, two where both fit and
    read some text differently.
    """
    fits = []
    for convention in (POINT, COMMA):
        numbers = [convention.read(text) for text in texts]
        if None not in numbers:
            fits.append((convention, numbers))
    if len(fits) == 2 and fits[0][1] == fits[1][1]:
        return (POINT,)
    return tuple(convention for convention, _ in fits)


def plain_minor_units(texts: Sequence[str], currency: str) -> list[int] | None:
    """Amounts that can be read in one way alone, such as -12 or 1234.50, in minor units; None where any cannot.

    Notes
    -----
    A short cut for tables of many amounts: what it reads, `conventions_of` and `minor_units` read alike.
    """
    digits = CURRENCIES[currency]
    plain = _PLAIN_WHOLE if digits < _PLAIN_DIGITS else _PLAIN
    found = []
    for text in texts:
        parts = plain.fullmatch(text)
        if parts is None and text:
            return None
        sign, whole, part = parts.groups("") if parts else ("", "0", "")
        size = int(whole + part) * 10 ** (digits - len(part))
        found.append(-size if sign else size)
    return found


def minor_units(amount: Decimal, currency: str, rate: Decimal = Decimal(1)) -> int:
    """An amount in whole minor units; what is finer is rounded half to even.

    Parameters
    ----------
    rate : units of the currency for one of the amount.
    """
    with localcontext(Context(prec=3 * _LONGEST)):
        exact = (amount * rate).scaleb(CURRENCIES[currency])
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Units of the reporting currency for one unit of another.

    Parameters
    ----------
    reporting : ISO 4217 code all sums are told in.
    steps : by currency, the first day of each rate and the rate, oldest first; a rate holds until
        the next one.
    """

    reporting: str
    steps: Mapping[str, tuple[tuple[date, Decimal], ...]]

    def rate(self, currency: str, day: date) -> Decimal | None:
        """The rate that holds on a day; None before the first one."""
        if currency == self.reporting:
            return Decimal(1)
        holding = [rate for first, rate in self.steps.get(currency, ()) if first <= day]
        return holding[-1] if holding else None
