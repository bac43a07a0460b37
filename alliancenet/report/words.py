"""How measures, states and places are said; the one place that knows."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from markupsafe import Markup, escape

from alliancenet.language import (
    amount_of_money,
    digits,
    is_english,
    long_day,
    marked,
    month_name,
    month_of_year,
    own_or_said,
    say,
    say_n,
    short_day,
)
from alliancenet.language import retold as retold  # noqa: PLC0414 - read as words of a page
from alliancenet.model.audit import AllianceSummary, Confidence, FirmSummary, ParticipantRole, WaveSummary
from alliancenet.model.catalogue import Better, card_of
from alliancenet.model.currencies import in_words
from alliancenet.model.finding import Severity
from alliancenet.model.numbers import difference as difference  # noqa: PLC0414 - read as words of a page
from alliancenet.model.numbers import money as money  # noqa: PLC0414
from alliancenet.model.numbers import number as number  # noqa: PLC0414
from alliancenet.model.numbers import signed as signed  # noqa: PLC0414
from alliancenet.model.numbers import title_of as title_of  # noqa: PLC0414
from alliancenet.model.numbers import unit_of as unit_of  # noqa: PLC0414
from alliancenet.model.score import Band, Score, State

_ESTIMATED = "estimated for missing answers"
_OF_PARTS = ("health", "integration", "integration_seen")
SEVERITY_MARK = {Severity.HIGH: "▲", Severity.MEDIUM: "◆", Severity.LOW: "▽", Severity.INFO: "○"}
CONFIDENCE_MARK = {Confidence.HIGH: "●", Confidence.MEDIUM: "◐", Confidence.LOW: "○"}
BAND_MARK = {Band.GREEN: "●", Band.AMBER: "◆", Band.RED: "▲", Band.GREY: "?"}
BAND_WORD = {
    Band.GREEN: marked("on track", context="band"),
    Band.AMBER: marked("watch", context="band"),
    Band.RED: marked("low", context="band"),
    Band.GREY: marked("unsure", context="band"),
}
ROLE_MARK = {
    ParticipantRole.CORE: "●",
    ParticipantRole.PERIPHERAL: "◌",
    ParticipantRole.ISOLATE: "×",
    ParticipantRole.UNKNOWN: "?",
}
STATE_WORD = {
    State.OK: "",
    State.SUPPRESSED: marked("withheld"),
    State.NOT_ENOUGH_EVIDENCE: marked("not enough evidence"),
}
_STANDINGS = (
    marked("act", context="standing"),
    marked("watch", context="standing"),
    marked("on track", context="standing"),
    marked("not measured", context="standing"),
)
_LEVELS = (
    marked("strategic", context="level of integration"),
    marked("tactical", context="level of integration"),
    marked("operational", context="level of integration"),
    marked("interpersonal", context="level of integration"),
    marked("cultural", context="level of integration"),
    marked("Strategic", context="level"),
    marked("Tactical", context="level"),
    marked("Operational", context="level"),
    marked("Interpersonal", context="level"),
    marked("Cultural", context="level"),
)
_DIRECTIONS = (marked("better", context="direction"), marked("worse", context="direction"))
_CONFIDENCES = (
    marked("high", context="confidence"),
    marked("medium", context="confidence"),
    marked("low", context="confidence"),
)
_ROLES = (
    marked("executive", context="role"),
    marked("alliance manager", context="role"),
    marked("analyst", context="role"),
    marked("facilitator", context="role"),
    marked("hr", context="role"),
    marked("partner", context="role"),
    marked("person", context="role"),
)
NONE = "–"
_CODE = re.compile(r"\b[DNGPSVHAM]-[A-Z]{2,12}\b")


def plain(word: str) -> str:
    """An identifier as words: ``project_leader`` is "project leader"."""
    return word.replace("_", " ")


def standing(found: StrEnum) -> str:
    """Where an alliance stands, in a word."""
    return say(found.value, context="standing")


def level(name: str) -> str:
    """A level of integration, as the head of a column or row."""
    return say(name.capitalize(), context="level")


def band(found: Band) -> str:
    """A band in a word."""
    return say(BAND_WORD[found], context="band")


def role(found: StrEnum) -> str:
    """What a reader is to the alliances, in words."""
    told = say(plain(found.value), context="role")
    return "HR" if told == "hr" else told


def unbroken(text: str) -> Markup:
    """Text in which a finding's code is never broken at its hyphen."""
    return Markup(_CODE.sub(r'<span class="code">\g<0></span>', str(escape(text))))


def money_in(value: float, counted_in: str) -> str:
    """Money with what it is counted in: "−1.4 million DKK"; without it, that nobody says.

    Parameters
    ----------
    counted_in : currency on record, "" for none.
    """
    return f"{money(value)} {money_unit(counted_in) if counted_in else say('(currency not on record)')}"


_COUNTED_IN = re.compile(r"(thousand|million|billion) (.+)")
_THOUSANDS = (
    *(marked("thousand {currency}"), marked("million {currency}")),
    marked("billion {currency}"),
)


def money_unit(counted: str) -> str:
    """What money is counted in, in the reader's words: "million DKK", "Mio. DKK"."""
    found = _COUNTED_IN.fullmatch(counted)
    return say(f"{found[1]} {{currency}}", currency=found[2]) if found else counted


def amount(minor: float, currency: str) -> str:
    """An amount of minor units with its currency, to three digits that count: 62.9 k EUR, −1.41 M EUR."""
    return amount_of_money(in_words(minor, currency)).replace("-", "−").replace(" ", "\u00a0")


def amount_parts(minor: float, currency: str) -> tuple[str, str]:
    """An amount and its currency, for large type: ("62.9 k", "EUR")."""
    number, _, code = amount(minor, currency).rpartition("\u00a0")
    return number, code


def direction(metric: str, change: float) -> str:
    """Whether a change is for the better or the worse by the card of the measure; "" where neither way is better."""
    card = card_of(metric)
    if card is None or card.better is None or change == 0:
        return ""
    return "better" if (change > 0) == (card.better is Better.HIGHER) else "worse"


def value_of(score: Score | None) -> str:
    """The value alone, or the state in words where there is none."""
    if score is None:
        return NONE
    return _state(score.state) if score.value is None else number(score.value, unit_of(score.metric))


def _state(state: State) -> str:
    told = STATE_WORD[state]
    return say(told) if told else ""


def interval_of(score: Score) -> str:
    """Interval as "64 to 81"; "" where none is defined, or both ends read as the value itself does."""
    if score.interval is None:
        return ""
    low, high = (number(end, unit_of(score.metric)) for end in score.interval)
    return "" if low == high else say("{low} to {high}", low=low, high=high)


def count_of(score: Score) -> str:
    """What the number rests on: how many answers, people or pairs; parts where it is put together from scores."""
    is_of_parts = score.metric.partition(".")[0] in _OF_PARTS and score.metric.count(".") < 2
    return plural(score.n, "part").replace(" ", "\u00a0") if is_of_parts else f"n\u00a0{score.n}"


def label_of(score: Score) -> str:
    """What is said beside a number; that it is estimated is said once, in the strip above."""
    told = score.label.replace(f"{_ESTIMATED}; as reported ", "reported\u00a0")
    return told if is_english() else "; ".join(map(retold, told.split("; ")))


def is_estimated(score: Score) -> bool:
    """The number is the middle of the completed networks, not what those who answered make it."""
    return _ESTIMATED in score.label


def band_of(score: Score | None) -> Band | None:
    """Band of a score in points 0-100, as the gate gave it by the audit's own limits; None for other scores."""
    return Band(score.band) if score is not None and score.value is not None and score.band else None


def present(firm: FirmSummary, alliance: AllianceSummary) -> str:
    """How many of a firm are known, and from what: "9 of 12 answered, 11 seen in the logs"."""
    if alliance.by_logs_alone:
        return say("{seen} of {people} seen in the logs", seen=firm.seen or 0, people=firm.people)
    answered = say("{count} of {people} answered", count=firm.answered, people=firm.people)
    seen = firm.seen
    return answered if seen is None else say("{answered}, {seen} seen in the logs", answered=answered, seen=seen)


_SEVERITIES = (
    marked("high", context="severity"),
    marked("medium", context="severity"),
    marked("low", context="severity"),
    marked("info", context="severity"),
)


def severity(found: Severity) -> str:
    """How much a finding matters, in a word."""
    return say(found.value, context="severity")


def about(names: str) -> str:
    """What a finding is about: one name, or two joined by "and"."""
    return names if is_english() else listed(names.split(" and ", 1))


_UNITS = (
    marked("senior", context="unit"),
    marked("project leader", context="unit"),
    marked("operating", context="unit"),
)


def unit(name: str) -> str:
    """A level of people in words; a function is called as the project calls it."""
    told = plain(name)
    return say(told, context="unit") if told in _UNITS else told


_PLACES = (
    *(marked("core", context="place"), marked("peripheral", context="place")),
    *(marked("isolate", context="place"), marked("unknown", context="place")),
)


def place(role: str) -> str:
    """Place of a person in the network, in a word."""
    return say(str(role), context="place")


_MOVES = (
    *(marked("open", context="action"), marked("under way", context="action"), marked("done", context="action")),
    *(marked("dropped", context="action"), marked("later", context="action")),
)


def move(state: StrEnum) -> str:
    """State of an action, in words."""
    return say(plain(state.value), context="action")


_SURVEYS = (
    *(marked("draft", context="survey"), marked("open", context="survey")),
    *(marked("closed", context="survey"), marked("frozen", context="survey")),
)


def survey_state(state: StrEnum) -> str:
    """State of a survey that is collected, in a word."""
    return say(state.value, context="survey")


_FATES = (
    *(marked("waiting", context="letter"), marked("sending", context="letter"), marked("sent", context="letter")),
    *(marked("failed", context="letter"), marked("spared", context="letter")),
)


def fate(found: StrEnum) -> str:
    """What became of a letter, in a word."""
    return say(found.value, context="letter")


_DRIVERS = (
    *(marked("product quality", context="driver"), marked("breadth of line", context="driver")),
    *(marked("delivery reliability", context="driver"), marked("knowledgeable people", context="driver")),
    marked("responsiveness", context="driver"),
)


def driver(name: str) -> str:
    """A driver of satisfaction in words; one of the project's own stays as it is called there."""
    told = plain(name)
    return say(told, context="driver") if told in _DRIVERS else told


def proposal(name: str) -> str:
    """What is proposed for an alliance, in the words of the rule."""
    return say(name, context="proposal")


_GROUPS = (
    *(marked("Core", context="group"), marked("Peripheral", context="group"), marked("Isolate", context="group")),
    *(marked("Unknown", context="group"), marked("Spanner", context="group"), marked("Other", context="group")),
)


def group_of_people(name: str) -> str:
    """A group people are counted in, as the head of a column."""
    return say(name.capitalize(), context="group")


_LAYERS = (
    *(marked("communication", context="layer"), marked("advice", context="layer")),
    *(marked("work flow", context="layer"), marked("trust", context="layer"), marked("friendship", context="layer")),
    *(marked("importance", context="layer"), marked("closeness", context="layer")),
    *(marked("information quality", context="layer"), marked("wanted change", context="layer")),
)


def layer(name: str) -> str:
    """What a tie is about, in words; a layer of the project's own stays as it is called there."""
    told = plain(name)
    return say(told, context="layer") if told in _LAYERS else told


_FORMS = (
    *(marked("letter of intent", context="form"), marked("contract", context="form")),
    *(marked("licence", context="form"), marked("supply agreement", context="form")),
    *(marked("distribution", context="form"), marked("joint project", context="form")),
    *(marked("consortium", context="form"), marked("alliance", context="form")),
    *(marked("minority equity", context="form"), marked("joint venture", context="form")),
    *(marked("merged", context="form"), marked("ended", context="form")),
    *(marked("contractual", context="form"), marked("equity", context="form")),
)


def form(name: str) -> str:
    """Form of an alliance in words; what a project calls its own way stays so."""
    told = plain(name)
    return say(told, context="form") if told in _FORMS else told


_DUTIES = (
    *(marked("alliance manager", context="duty"), marked("executive sponsor", context="duty")),
    *(marked("sponsor successor", context="duty"), marked("project leader", context="duty")),
)


def duty(name: str) -> str:
    """A duty of a person in words; what the project calls its own way stays so."""
    told = plain(name)
    return say(told, context="duty") if told in _DUTIES else told


def stage(name: str) -> str:
    """Stage of an alliance in a word."""
    return say(name, context="stage")


def level_in(name: str) -> str:
    """A level of integration inside a sentence, before "integration"."""
    return say(name, context="level of integration")


def only_month_of(wave: WaveSummary) -> str:
    """Month a wave closed in, without its year, or its id where no days are known."""
    return month_name(wave.closes) if wave.closes else wave.id.partition(" ")[0]


def date_of(wave: WaveSummary) -> str:
    """Day the wave closed, or the wave's id where no days are known."""
    return short_day(wave.closes) if wave.closes else wave.id


def tier_of(alliance: AllianceSummary) -> str:
    """Tier, or "–" where none was given."""
    return str(alliance.tier) if alliance.tier else NONE


def spanner_word(spanner: bool | None) -> str:
    """Yes, no, or unknown."""
    return {True: say("yes"), False: say("no", context="answer"), None: say("unknown")}[spanner]


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 finding", "2 findings"."""
    return say_n(f"{{n}} {one}", f"{{n}} {many or one + 's'}", count, n=digits(f"{count:,}"))


_SMALL = (
    *(marked("no"), marked("one"), marked("two"), marked("three"), marked("four"), marked("five"), marked("six")),
    *(marked("seven"), marked("eight"), marked("nine"), marked("ten"), marked("eleven"), marked("twelve")),
)


def counted(count: int) -> str:
    """A count inside a sentence: in letters up to twelve."""
    return say(_SMALL[count]) if 0 <= count < len(_SMALL) else digits(f"{count:,}")


def counted_masculine(count: int) -> str:
    """A count before "finding", which is masculine in German: "ein Befund"."""
    return say("one", context="masculine") if count == 1 else counted(count)


def counted_of(count: int) -> str:
    """A count of partners that stands for them: "einer von 22 Partnern"."""
    return say("one", context="of partners") if count == 1 else counted(count)


def listed(parts: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def capital(text: str) -> str:
    """The text with a capital first letter, as a sentence starts."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text as it goes on after a colon: a small first letter, but for abbreviations and names of one letter."""
    stays = not is_english() or text[1:2].isupper() or text[1:2] == "-"  # in German nouns keep their capital
    return text if stays else text[:1].lower() + text[1:]


def lower_first_letter(text: str) -> str:
    """A title as a clause: a small first letter, in English."""
    return text[:1].lower() + text[1:] if is_english() else text


def under_name(name: str, text: str) -> str:
    """Return "Kestrel: meet the partner": after a name a text goes on with a small letter."""
    return f"{name}: {lower_first(text)}"


def sentence(text: str) -> str:
    """A clause as a sentence in the reader's words: capital first letter, one full stop or question mark."""
    told = capital(readable(text.strip())).rstrip(".")
    return told if told[-1:] in {"", "?", "!"} else f"{told}."


def dimension(title: str) -> str:
    """A dimension that is compared with others: a measure of ours in the reader's words, or what a project calls it."""
    first, *parts = title.split(", ")
    return ", ".join((own_or_said(first), *(own_or_said(part, context="part") for part in parts)))


def dimensions(titles: Iterable[str]) -> str:
    """Several of them."""
    return "; ".join(map(dimension, titles))


_READABLE = (
    (re.compile(r"\bcannot be told\b"), "cannot be said for lack of data"),
    (re.compile(r"\bcompleted networks?\b"), "simulations of the missing answers"),
    (re.compile(r"\bseen half\b"), "part seen in contacts"),
    (re.compile(r"\bsaid half\b"), "part people answer for"),
    (re.compile(r"\b1 ([a-z-]+ )?([a-z]+)s are\b"), r"1 \1\2 is"),
    (re.compile(r" {2,}"), " "),
)


def readable(text: str) -> str:
    """A text without the private words of those who made it."""
    for private, plain_words in _READABLE:
        text = private.sub(plain_words, text)
    return text


def short(name: str) -> str:
    """What an alliance is called in a sentence: "Kestrel" of "Kestrel: wind sensors"."""
    return name.partition(":")[0].strip() or name


def month(day: date) -> str:
    """Return "April 2026"."""
    return month_of_year(day)


def month_of(wave: WaveSummary) -> str:
    """Month a wave closed in, or its id where no days are known."""
    return month(wave.closes) if wave.closes else wave.id


def day(when: date) -> str:
    """Return "24 April 2026"."""
    return long_day(when)


def table_day(when: date) -> str:
    """A day in a table: 2026-04-24; in German 24.04.2026."""
    return short_day(when)


def only_month(when: date) -> str:
    """Name of a month: "April"."""
    return month_name(when)


def source(text: str) -> str:
    """A source as a reader may follow it: without our own numbers of rules, own limits as ours."""
    told = re.sub(r"\bC\d+(:\s*|[;,]\s*|\b)", "", text)
    return re.sub(r"(?:our )?\bown limits?\b", say("our own limit"), told).strip(" ;,")
