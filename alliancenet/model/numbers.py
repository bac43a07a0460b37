"""How a measure is called and how its numbers are written: the one place that knows, for terminal, pages and files."""

from math import floor, isclose, log10

from alliancenet.language import digits as written
from alliancenet.language import is_english, say, say_n
from alliancenet.model.catalogue import CARDS, Unit, card_of

_TO_ONE_DIGIT = frozenset({Unit.POINTS, Unit.POINTS_APART})


def title_of(metric: str) -> str:
    """Title of a metric, with its part: ``integration.tactical.seen`` is "Integration, tactical, seen"."""
    card = card_of(metric)
    family = metric.partition(".")[0] if card is None else card.id
    title = _plain(family)[:1].upper() + _plain(family)[1:] if card is None else say(card.title)
    parts = list(filter(None, metric[len(family) :].split(".")))
    return ", ".join([title.partition(":")[0] if parts else title, *map(_part, parts)])


def _part(name: str) -> str:
    """A part in words; a dimension that is asked the other way round by the name that says which way it counts."""
    card = CARDS.get(f"climate.{name}")
    if card is not None:
        return say(card.title) if not is_english() else card.title[:1].lower() + card.title[1:]
    return say(_plain(name), context="part")


def _plain(word: str) -> str:
    return word.replace("_", " ")


def unit_of(metric: str) -> Unit:
    """Unit of a metric; of one nobody knows, a bare number."""
    card = card_of(metric)
    return Unit.INDEX if card is None else card.unit


def number(value: float, unit: Unit) -> str:
    """A number as it is read: shares in percent, counts whole, money to three digits, large points without decimals.

    A half stays a half: 62.5 is neither 62 nor 63.
    """
    if unit is Unit.MONEY:
        return money(value)
    if unit is Unit.SHARE:
        return f"{_rounded(100 * value, 0)}\u00a0%"
    if value == int(value):
        return _rounded(value, 0)
    digits = 1 if unit in _TO_ONE_DIGIT else 2
    return _rounded(value, 0 if abs(value) >= 10 and not _is_half(value) else digits if abs(value) < 10 else 1)


def _is_half(value: float) -> bool:
    return isclose(value % 1, 0.5, abs_tol=1e-9)


def money(value: float) -> str:
    """Money to three digits that count: 1,230,000, −1.4, 0.05."""
    if value == 0:
        return "0"
    digits = 2 - floor(log10(abs(value)))
    text = f"{round(value, digits):,.{max(0, digits)}f}".replace("-", "−")
    return written(text.rstrip("0").rstrip(".") if "." in text else text)


def _rounded(value: float, digits: int) -> str:
    """Digits with a real minus sign, which no spreadsheet takes for a formula, and no minus zero."""
    return written(f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−"))


def both_numbers(before: float, after: float, unit: Unit) -> tuple[str, str]:
    """Two numbers to be compared, with one digit more where they would read the same and are not."""
    texts = number(before, unit), number(after, unit)
    if texts[0] != texts[1] or before == after or unit is Unit.MONEY:
        return texts
    return (_finer(before, unit), _finer(after, unit))


def _finer(value: float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{_rounded(100 * value, 1)}\u00a0%"
    return _rounded(value, 1 if abs(value) >= 10 else 2 if unit in _TO_ONE_DIGIT else 3)


def signed(value: float, unit: Unit) -> str:
    """How far two numbers are apart, with the sign of the change: "+5", "−12 percentage points"."""
    return ("+" if value > 0 else "−" if value < 0 else "") + difference(value, unit)


def difference(value: float, unit: Unit) -> str:
    """How far two numbers are apart, without a sign: of shares in percentage points.

    Examples
    --------
    >>> difference(-0.12, Unit.SHARE)
    '12 percentage points'
    >>> difference(-37.0, Unit.POINTS)
    '37'
    """
    if unit is Unit.SHARE:
        return say_n(
            "{n} percentage point",
            "{n} percentage points",
            round(100 * abs(value)),
            n=_rounded(100 * abs(value), 0),
        )
    return number(abs(value), unit)
