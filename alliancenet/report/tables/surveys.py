"""How a survey that is collected stands, as tables; made of counts, never of answers."""

from collections.abc import Iterable, Mapping

from alliancenet.collect.joining import JoinReport
from alliancenet.collect.matching import MatchState
from alliancenet.collect.standing import AnswerRate, DeskView, OfAlliance
from alliancenet.language import digits, in_percent, marked, say
from alliancenet.report.table import Cell, Column, Row, Table


def rates(alliance: OfAlliance, number: int) -> Table:
    """Answers of an alliance by firm, level and unit, with the confidence their share gives.

    Parameters
    ----------
    number : of the alliance on its page, so that no two tables share a name.
    """
    return Table(
        name=f"rates{number}",
        caption=say("Who answered: {name}", name=alliance.name),
        columns=(
            Column(key="group", title=say("Group")),
            Column(key="kind", title=say("Kind"), width="nowrap"),
            Column(key="answered", title=say("Answered"), is_number=True),
            Column(key="asked", title=say("Asked"), is_number=True),
            Column(key="share", title=say("Share"), is_number=True),
            Column(key="confidence", title=say("Confidence this share gives"), width="nowrap"),
            Column(key="needs", title=say("Still needed"), width="wide"),
        ),
        rows=(
            *_rows("firm", alliance.firms),
            *_rows("level", alliance.levels),
            *_rows("unit", alliance.units),
        ),
        empty=say("Nobody is asked about this alliance."),
    )


def silent(view: DeskView) -> Table:
    """Who has not finished, key roles first; for the facilitator only."""
    return Table(
        name="silent",
        caption=say("Who has not finished"),
        columns=(
            Column(key="name", title=say("Name")),
            Column(key="firm", title=say("Firm")),
            Column(key="key", title=say("Key role"), width="nowrap"),
            Column(key="begun", title=say("Began"), width="nowrap"),
        ),
        rows=tuple(
            (
                Cell(text=person.name),
                Cell(text=person.organisation),
                Cell(text="yes" if person.is_key else "no"),
                Cell(text="yes" if person.has_begun else "no"),
            )
            for person in view.silent
        ),
        empty=say("Everybody has answered."),
    )


_KINDS = (
    *(marked("firm", context="kind of group"), marked("level", context="kind of group")),
    *(marked("key role", context="kind of group"), marked("function", context="kind of group")),
)


def match_counts(report: JoinReport, number: int) -> Table:
    """The counted match report of one hand-over.

    Parameters
    ----------
    number : of the hand-over on its page.
    """
    fates = [match.fate for match in report.matches]
    same = sum(twice.is_same for twice in report.twice)
    counted = (
        ("People on the other side's list", len(report.matches)),
        ("People matched with somebody here", fates.count(MatchState.MATCHED)),
        ("People waiting for your word", len(report.waiting)),
        ("People only there", fates.count(MatchState.ONLY_THERE)),
        ("People left out by your word", fates.count(MatchState.LEFT_OUT)),
        ("People only here", len(report.only_here)),
        ("People who answered on both sides, the same", same),
        ("People who answered on both sides, not the same", len(report.twice) - same),
        ("People whose answers were joined", len(report.people)),
        ("Answers joined", report.rows),
        *((f"Answers not joined, {reason}", count) for reason, count in sorted(report.left_out.items())),
    )
    return Table(
        name=f"matched{number}",
        caption="What became of it",
        columns=(
            Column(key="what", title="Counted", width="wide"),
            Column(key="count", title="How many", is_number=True),
        ),
        rows=tuple((Cell(text=what), Cell(text=f"{count:,}", order=count)) for what, count in counted),
    )


def matches(report: JoinReport, number: int, names: Mapping[str, str]) -> Table:
    """Who on the other side's list is who here, and by which sign; for the facilitator only.

    Parameters
    ----------
    number : of the hand-over on its page.
    names : of people here, by id.
    """
    return Table(
        name=f"people{number}",
        caption="Who is who",
        columns=(
            Column(key="there", title="There"),
            Column(key="firm", title="Firm"),
            Column(key="fate", title="State", width="nowrap"),
            Column(key="here", title="Here"),
            Column(key="why", title="Why"),
        ),
        rows=tuple(
            (
                Cell(text=match.there.name or match.there.id),
                Cell(text=match.there.firm or match.there.organisation),
                Cell(text=match.fate.value),
                Cell(text=names.get(match.here, "")),
                Cell(text=match.why),
            )
            for match in report.matches
        ),
    )


def _rows(kind: str, found: Iterable[AnswerRate]) -> Iterable[Row]:
    for rate in found:
        share = rate.answered / rate.asked
        yield (
            Cell(text=rate.title),
            Cell(text=say(kind, context="kind of group")),
            Cell(text=digits(f"{rate.answered:,}"), order=rate.answered),
            Cell(text=digits(f"{rate.asked:,}"), order=rate.asked),
            Cell(text=in_percent(share), order=share),
            Cell(text=say(rate.confidence, context="confidence"), tone=rate.confidence),
            Cell(text=_needs(rate)),
        )


def _needs(rate: AnswerRate) -> str:
    if not rate.can_reach:
        return say("too few people for a mean of their own")
    parts = (
        (rate.needs, say("until its means are told")),
        (rate.needs_medium, say("for medium")),
        (rate.needs_high, say("for high")),
    )
    return ", ".join(f"{count} {what}" for count, what in parts if count) or say("nothing")
