"""How measures, states and places are said; the one place that knows."""

import re

from markupsafe import Markup, escape

from alliancenet.model.audit import AllianceSummary, Confidence, FirmSummary, ParticipantRole, WaveSummary
from alliancenet.model.finding import Severity
from alliancenet.model.score import Band, Score, State
from alliancenet.settings import default_settings

TITLES = {
    "redundancy": "Redundancy: departures that cut every cross-firm core tie",
    "redundancy_target": "Redundancy the tier asks for",
    "redundancy_carriers": "People who carry the cross-firm core ties",
    "concentration": "Share of cross-firm core ties on the busiest person",
    "concentration_score": "Spread of the cross-firm core ties",
    "core_ties": "Core ties",
    "core_share": "Core participants",
    "boundary_spanners": "Boundary spanners",
    "spanner_score": "Boundary spanning",
    "ei_index": "E-I index: across against within",
    "density": "Density of contact",
    "reciprocity": "Reciprocity",
    "components": "Groups joined by contact",
    "distance": "Mean distance between the firms",
    "counterpart_coverage": "Counterparts in touch",
    "counterpart_covered": "Counterpart at the level",
    "role_pairs": "Registered role pairs in touch",
    "sponsor_score": "Sponsor coverage",
    "sponsor_load": "Sponsorships of one executive",
    "response_rate": "Response rate",
    "health": "Health",
    "integration": "Integration",
    "performance": "Performance",
    "contract_congruence": "Expectations both firms see alike",
    "spectrum": "Relationship spectrum",
    "capability": "Alliance capability",
    "checklist": "Checklist",
    "trust_transfer": "Trust between people and in the firm go together",
    "outcome": "Outcome people report",
    "asked": "Own question",
    "quality": "Answers",
    "overload": "People asked too much",
    "log_agreement": "Survey and logs agree",
    "reply_hours": "Hours until an answer from the other firm",
    "after_hours": "Written after hours",
    "contact_wanted": "Pairs who want more contact",
}
_ESTIMATED = "estimated for missing answers"
_BANDED = re.compile(r"points( 0-100.*)?")  # a difference of points has no band
_OF_PARTS = ("health", "integration", "integration_seen")
STRUCTURE = (
    "redundancy",
    "concentration",
    "core_",
    "boundary_spanners",
    "ei_index",
    "density",
    "reciprocity",
    "components",
    "distance",
)
SEVERITY_MARK = {Severity.HIGH: "▲", Severity.MEDIUM: "◆", Severity.LOW: "▽", Severity.INFO: "○"}
CONFIDENCE_MARK = {Confidence.HIGH: "●", Confidence.MEDIUM: "◐", Confidence.LOW: "○"}
BAND_MARK = {Band.GREEN: "●", Band.AMBER: "◆", Band.RED: "▲", Band.GREY: "?"}
BAND_WORD = {Band.GREEN: "on track", Band.AMBER: "watch", Band.RED: "low", Band.GREY: "unsure"}
ROLE_MARK = {
    ParticipantRole.CORE: "●",
    ParticipantRole.PERIPHERAL: "◌",
    ParticipantRole.ISOLATE: "×",
    ParticipantRole.UNKNOWN: "?",
}
STATE_WORD = {
    State.OK: "",
    State.SUPPRESSED: "withheld",
    State.NOT_ENOUGH_EVIDENCE: "not enough evidence",
}
NONE = "–"
_CODE = re.compile(r"\b[DNGPSVHA]-[A-Z]{2,12}\b")


def plain(word: str) -> str:
    """An identifier as words: ``project_leader`` is "project leader"."""
    return word.replace("_", " ")


def unbroken(text: str) -> Markup:
    """Text in which a finding's code is never broken at its hyphen."""
    return Markup(_CODE.sub(r'<span class="code">\g<0></span>', str(escape(text))))


def title_of(metric: str) -> str:
    """Title of a metric, with its part: ``integration.tactical.seen`` is "Integration, tactical, seen"."""
    family, *parts = metric.split(".")
    title = TITLES.get(family) or plain(family)[:1].upper() + plain(family)[1:]
    return ", ".join([title.partition(":")[0] if parts else title, *map(plain, parts)])


def number(value: float, unit: str) -> str:
    """A number as it is read: shares in percent, counts whole, large points without decimals."""
    if unit.startswith("share"):
        return f"{_rounded(100 * value, 0)}\u00a0%"
    if value == int(value):
        return _rounded(value, 0)
    digits = 1 if unit.startswith("points") else 2
    return _rounded(value, 0 if abs(value) >= 10 else digits)


def _rounded(value: float, digits: int) -> str:
    """Digits with a real minus sign, which no spreadsheet takes for a formula, and no minus zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def value_of(score: Score | None) -> str:
    """The value alone, or the state in words where there is none."""
    if score is None:
        return NONE
    return STATE_WORD[score.state] if score.value is None else number(score.value, score.unit)


def interval_of(score: Score) -> str:
    """Interval as "64 to 81", or "" when none is defined."""
    if score.interval is None:
        return ""
    low, high = (number(end, score.unit) for end in score.interval)
    return "exact" if score.interval[0] == score.interval[1] else f"{low} to {high}"


def count_of(score: Score) -> str:
    """What the number rests on: how many answers, people or pairs; parts where it is put together from scores."""
    is_of_parts = score.metric.partition(".")[0] in _OF_PARTS and score.metric.count(".") < 2
    return plural(score.n, "part").replace(" ", "\u00a0") if is_of_parts else f"n\u00a0{score.n}"


def label_of(score: Score) -> str:
    """What is said beside a number; that it is estimated is said once, in the strip above."""
    return score.label.replace(f"{_ESTIMATED}; as reported ", "reported\u00a0")


def is_estimated(score: Score) -> bool:
    """The number is the middle of the completed networks, not what those who answered make it."""
    return _ESTIMATED in score.label


def band_of(score: Score | None) -> Band | None:
    """Band of a score in points 0-100, its own where gates hold it; None for other scores."""
    if score is None or score.value is None or not _BANDED.fullmatch(score.unit):
        return None
    if score.band:
        return Band(score.band)
    limits = default_settings().table("bands")
    if score.value < limits["red_below"]:
        return Band.RED
    return Band.GREEN if score.value >= limits["green_from"] else Band.AMBER


def present(firm: FirmSummary, alliance: AllianceSummary) -> str:
    """How many of a firm are known, and from what: "9 of 12 answered, 11 seen in the logs"."""
    if alliance.by_logs_alone:
        return f"{firm.seen or 0} of {firm.people} seen in the logs"
    seen = "" if firm.seen is None else f", {firm.seen} seen in the logs"
    return f"{firm.answered} of {firm.people} answered{seen}"


def date_of(wave: WaveSummary) -> str:
    """Day the wave closed, or the wave's id where no days are known."""
    return wave.closes.isoformat() if wave.closes else wave.id


def tier_of(alliance: AllianceSummary) -> str:
    """Tier, or "–" where none was given."""
    return str(alliance.tier) if alliance.tier else NONE


def spanner_word(spanner: bool | None) -> str:
    """Yes, no, or unknown."""
    return {True: "yes", False: "no", None: "unknown"}[spanner]


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 finding", "2 findings"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
