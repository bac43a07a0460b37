"""Tables of satisfaction, of what goes with it, and of complaints past their day."""

from datetime import date

from alliancenet.language import digits, say, say_n
from alliancenet.model.execution import DriverImpact, Satisfaction, SatisfactionOfPartner
from alliancenet.model.score import Score
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.report.tables.review_cells import columns


def satisfaction(view: ExecutionView) -> Table:
    """Drivers, index and overall of every partner."""
    found = view.review.satisfaction
    names = [score.metric for score in found.overall] if found else []
    heads = [Column(key=f"s{place}", title=_driver(metric), is_number=True) for place, metric in enumerate(names)]
    rows: list[Row] = []
    if found:
        rows.append(
            (
                Cell(text=say("All partners"), order=""),
                *(score_cell(score, "partner") for score in found.overall),
                *_blank(3),
            )
        )
        rows += [
            (
                Cell(text=partner.name),
                *(score_cell(score, "answer") for score in partner.scores),
                _count(partner.complaints),
                _count(partner.badly, alarm=True),
                _count(partner.at_risk, alarm=True),
            )
            for partner in sorted(found.partners, key=_most_urgent)
        ]
    return Table(
        name="satisfaction",
        caption=say("How satisfied partners are, steps 1 to 5"),
        columns=(
            Column(key="partner", title=say("Partner")),
            *heads,
            *columns("complaints:Complaints#", "badly:Handled badly#", "risk:At risk although satisfied#"),
        ),
        rows=tuple(rows),
        empty=say("Nobody was asked in the last year: execution/satisfaction.csv."),
    )


def _most_urgent(partner: SatisfactionOfPartner) -> tuple[int, float, str]:
    """Those with people at risk first, then the least satisfied."""
    mean = partner.scores[0].value
    return (-(partner.at_risk or 0), 6.0 if mean is None else mean, partner.name)


def _driver(metric: str) -> str:
    part = metric.partition(".")[2]
    return words.capital(words.driver(part)) if part else say("Mean of the drivers")


def _blank(count: int) -> tuple[Cell, ...]:
    return (Cell(text=""),) * count


def _count(value: int | None, *, alarm: bool = False) -> Cell:
    if value is None:
        return Cell(text="withheld", tone="withheld", detail=say("too few responses"))
    return Cell(text=str(value), order=float(value), tone="red" if alarm and value else "")


def satisfaction_in_short(view: ExecutionView) -> Table:
    """The same without the single drivers."""
    table = satisfaction(view)
    return table.without(*(column.key for column in table.columns if column.key in {"s2", "s3", "s4", "s5", "s6"}))


def satisfaction_notes(view: ExecutionView) -> list[str]:
    """Complaints, people to call, and the link of staff and partners, in sentences."""
    found = view.review.satisfaction
    if found is None:
        return []
    well = found.handled_well
    if well.value is None:
        told = [say("Complaints handled well: not enough evidence ({reason}).", reason=words.retold(well.reason))]
    else:
        interval = say("{interval_of}, 90 % interval", interval_of=words.interval_of(well))
        told = [
            say(
                "{well} of {n} complaints were handled well ({interval}).",
                well=words.value_of(well),
                n=well.n,
                interval=interval,
            )
        ]
    calls = [
        f"{partner.name}: {', '.join(_who_answered(who, day) for who, day in partner.to_call)}"
        for partner in found.partners
        if partner.to_call
    ]
    told += _about_impact(found)
    if calls:
        told.append(
            say("Call, since they are satisfied and had a complaint handled badly: {names}.", names="; ".join(calls))
        )
    return [*told, *(_link(link) for link in found.links if link.value is not None or not link.label)]


def _who_answered(who: str, day: date) -> str:
    return say("{who} (answered {day})", who=who, day=words.table_day(day))


def links_untold(view: ExecutionView) -> list[str]:
    """Why it is not told whether staff and partners move together where something is high or low."""
    found = view.review.satisfaction
    return [_link(link) for link in (found.links if found else ()) if link.value is None and link.label]


def _link(link: Score) -> str:
    """Whether staff and partners move together, over all partners or where something is high or low."""
    where, _, caution = link.label.partition("; ") if link.label.startswith("where ") else ("", "", link.label)
    if link.value is None:
        about = say("Do staff and partners move together{what}", what=f" {words.retold(where)}" if where else "")
        return say("{about}: not enough evidence ({reason}).", about=about, reason=words.retold(link.reason))
    interval = say("{interval_of}, 90 % interval", interval_of=words.interval_of(link))
    return say(
        "{what} whose contact people here like their work are satisfied: rank correlation {link} "
        "({interval}), {partners}; {caution}.",
        what=words.capital(
            say("{where}, partners", where=words.retold(where)) if where else say("partners", context="who")
        ),
        link=words.value_of(link),
        interval=interval,
        partners=words.plural(link.n, "partner"),
        caution=words.retold(caution),
    )


_TONE = {"fix now": "red", "keep and improve": "green"}


def impact(view: ExecutionView) -> Table:
    """What goes with overall satisfaction, the most important driver first."""
    found = view.review.satisfaction and view.review.satisfaction.impact
    drivers = sorted(found.drivers if found else (), key=lambda driver: -(driver.impact or 0.0))
    return Table(
        name="driver_impact",
        caption=say(
            "What goes with overall satisfaction{what}",
            what=say(", by {kind}", kind=words.retold(found.kind)) if found and found.kind else "",
        ),
        columns=columns("driver:Driver", "impact:Impact#", "then:What follows", "but:What limits it~"),
        rows=tuple(
            (
                Cell(text=_driver(driver.metric)),
                Cell(text=words.NONE, tone="withheld")
                if driver.impact is None
                else Cell(text=f"{driver.impact:.2f}", order=driver.impact, detail=_spread(driver)),
                _follows(driver),
                Cell(text="; ".join(driver.flags)),
            )
            for driver in drivers
        ),
        empty=words.sentence(words.retold(found.reason))
        if found and found.reason
        else say("Nobody was asked in the last year."),
    )


def _spread(driver: DriverImpact) -> str:
    return (
        ""
        if driver.low is None or driver.high is None
        else say("{low} to {high}", low=digits(f"{driver.low:.2f}"), high=digits(f"{driver.high:.2f}"))
    )


def _follows(driver: DriverImpact) -> Cell:
    if not driver.cell:
        return Cell(text=words.NONE, tone="withheld")
    if not driver.is_told:
        return Cell(
            text=say("perhaps {cell}", cell=say(driver.cell, context="impact")),
            detail=say("on an edge: 90 % of the draws do not agree"),
        )
    return Cell(text=say(driver.cell, context="impact"), tone=_TONE.get(driver.cell, ""))


def past_due(view: ExecutionView) -> Table:
    """Issues whose day has passed."""
    found = view.review.satisfaction
    return Table(
        name="past_due",
        caption=say("Complaints past their day"),
        columns=columns("alliance:Alliance", "opened:Opened!", "due:Due!", "age:Days open#", "severity:Severity"),
        rows=tuple(
            (
                Cell(text=view.review.names.get(issue.alliance, issue.alliance)),
                Cell(text=words.table_day(issue.opened)),
                Cell(text=words.table_day(issue.due)),
                Cell(text=str(issue.age), order=float(issue.age)),
                Cell(text=issue.severity or words.NONE),
            )
            for issue in (found.past_due if found else ())
        ),
        empty=say("No issue on record is past its day."),
    )


def _about_impact(found: Satisfaction) -> list[str]:
    """What to mend first, by what goes with overall satisfaction; association, and said so."""
    impact = found.impact
    if impact is None:
        return []
    if not impact.kind:
        return [say("Which driver matters most is not known: {reason}.", reason=words.retold(impact.reason))]
    first = max(impact.drivers, key=lambda driver: driver.impact or 0.0)
    told_urgent = [driver for driver in impact.drivers if driver.cell == "fix now" and driver.is_told]
    urgent = [words.lower_first_letter(_driver(driver.metric)) for driver in told_urgent]
    told = say(
        "{driver} goes most with overall satisfaction ({kind}, association and no proof)",
        driver=_driver(first.metric),
        kind=words.retold(impact.kind),
    )
    if not urgent:
        return [f"{told}."]
    worse = say_n(
        "{names} matters and is met worse than the rest",
        "{names} matter and are met worse than the rest",
        len(urgent),
        names=words.listed(urgent),
    )
    return [f"{told}; {worse}."]
