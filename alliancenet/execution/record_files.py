"""Files of what the own firm keeps on record: pay, benchmarks, telling, forms."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from alliancenet.execution.folder import (
    ExecutionFolder,
    any_number,
    filled,
    needed_number,
    needed_share,
    needed_word,
    whole,
)
from alliancenet.execution.records import FORMS, PAY_KINDS, Act, Form, OthersNumber, Scheme
from alliancenet.files.entry import shown
from alliancenet.files.folding import folded
from alliancenet.model.catalogue import Unit
from alliancenet.model.register import Level
from alliancenet.sources.cells import Cells

_ROUNDING = 0.01
CAPABILITY = "capability"
"""Dimension whose benchmark may stand in the project file, where audits read it."""
MEANS = ("meeting", "workshop", "letter", "video", "intranet", "newsletter", "one_to_one", "other")


def schemes(folder: ExecutionFolder) -> tuple[Scheme, ...] | None:
    """Pay elements; the shares of a role add to 1, within a hundredth."""
    name = "schemes.csv"
    found: list[Scheme] = []
    seen: dict[tuple[str, str], str] = {}
    shares: dict[str, list[float | None]] = defaultdict(list)
    last: dict[str, Cells] = {}
    for cells in folder.rows(name, ("role", "measure", "share_of_variable_pay"), ("kind", "person_count", "group")):
        role, measure = filled(cells, "role", "the name of the role"), filled(cells, "measure", "what is paid for")
        share = needed_share(cells, "share_of_variable_pay")
        kind = needed_word(cells, "kind", tuple(PAY_KINDS))
        people = whole(cells, "person_count")
        group = cells.one_of("group", ("front_line", "management"))
        if role and measure and seen.setdefault((folded(role), folded(measure)), measure) is not measure:
            cells.fault("measure", f"{shown(measure)} of {shown(role)} stands further up", "one row for each")
            continue
        if role:
            shares[folded(role)].append(share)
            last[folded(role)] = cells
        if role and measure and kind and share is not None:
            found.append(
                Scheme(
                    role=role,
                    measure=measure,
                    share=share,
                    kind=kind,
                    people=people,
                    is_management=group == "management",
                )
            )
    for role, given in shares.items():
        known = [share for share in given if share is not None]
        if len(known) == len(given) and abs(sum(known) - 1) > _ROUNDING:
            folder.fault(
                last[role],
                "share_of_variable_pay",
                f"the shares of {shown(last[role].text('role'))} add to {sum(known):.3g}",
                "shares of its variable pay, adding to 1",
                "write .4 for 40 %; add what is missing as kind other",
            )
    return tuple(found) if folder.has(name) else None


def benchmarks(folder: ExecutionFolder) -> tuple[OthersNumber, ...] | None:
    """Numbers of others; source and date are needed with each."""
    name = "benchmarks.csv"
    found: list[OthersNumber] = []
    required = ("dimension", "value", "unit", "who", "source", "date")
    for cells in folder.rows(name, required, ("low", "high", "n", "impact")):
        dimension = filled(cells, "dimension", "what is compared: a measure of `alliancenet execution --dimensions`")
        value = needed_number(cells, "value")
        unit = filled(cells, "unit", f"the unit of the number, such as {Unit.POINTS.value} or {Unit.SHARE.value}")
        who = filled(cells, "who", "whose number it is: best in class, a local rival, an industry")
        source, day = filled(cells, "source", "where the number stands"), cells.day("date", needed=True)
        low, high = any_number(cells, "low"), any_number(cells, "high")
        count, impact = whole(cells, "n"), cells.number("impact", -1, 1)
        if dimension == CAPABILITY and folder.register.capability_benchmark is not None:
            found_twice = "capability_benchmark of alliancenet.yaml states it too"
            cells.fault("dimension", found_twice, "one home for it", "take this row out, or the key out of the project")
            continue
        if value is not None:
            if low is not None and low > value:
                cells.fault("low", f"{low:g} is above value {value:g}", "low ≤ value ≤ high")
            if high is not None and high < value:
                cells.fault("high", f"{high:g} is below value {value:g}", "low ≤ value ≤ high")
        if not (dimension and unit and who and source and day) or value is None:
            continue
        row = OthersNumber(
            dimension=dimension,
            value=value,
            unit=unit,
            who=who,
            source=source,
            day=day,
            low=low,
            high=high,
            n=count,
            impact=impact,
            row=cells.row,
        )
        if not cells.stands_already("dimension", row):
            found.append(row)
    return (*found, *_of_project(folder)) if folder.has(name) else None


def _of_project(folder: ExecutionFolder) -> Iterator[OthersNumber]:
    """The benchmark of the own capability, which has its home in the project file."""
    stated = folder.register.capability_benchmark
    if stated is not None:
        yield OthersNumber(
            dimension=CAPABILITY,
            value=stated.points,
            unit=Unit.POINTS.value,
            who="others, as in alliancenet.yaml",
            source=stated.source,
            day=stated.day,
            low=None,
            high=None,
            n=None,
            impact=None,
        )


def acts(folder: ExecutionFolder) -> tuple[Act, ...] | None:
    """Acts of telling a strategy."""
    name = "strategy_acts.csv"
    found: list[Act] = []
    for cells in folder.rows(
        name, ("date", "alliance", "firm"), ("level", "means", "teller", "by_leader", "reached", "message")
    ):
        day = cells.day("date", needed=True)
        alliance = folder.known(cells, "alliance", folder.alliances, "an alliance in alliances.yaml")
        firm = folder.known(cells, "firm", folder.firms, "a firm in organisations.csv")
        level = cells.one_of("level", tuple(Level))
        means = cells.one_of("means", MEANS)
        is_leader, reached = cells.yes_no("by_leader"), whole(cells, "reached", 1e6)
        if alliance and firm and firm not in _firms_of(folder, alliance):
            cells.fault("firm", f"{shown(firm)} is no firm of {alliance}", "one of its firms")
            continue
        if not (day and alliance and firm):
            continue
        row = Act(
            day=day,
            alliance=alliance,
            firm=firm,
            level=level,
            means=means,
            teller=cells.text("teller"),
            is_leader=is_leader,
            reached=reached,
            message=cells.text("message"),
        )
        if not cells.stands_already("date", row):
            found.append(row)
    return tuple(found) if folder.has(name) else None


def _firms_of(folder: ExecutionFolder, alliance: str) -> tuple[str, ...]:
    from alliancenet.model.register import AllianceId

    return tuple(map(str, folder.register.alliances[AllianceId(alliance)].organisations))


def forms(folder: ExecutionFolder) -> tuple[Form, ...] | None:
    """Forms of alliances, by alliance and day."""
    name = "forms.csv"
    found: list[Form] = []
    days: dict[tuple[str, date], Form] = {}
    for cells in folder.rows(name, ("alliance", "since", "form"), ("scope", "reason", "decided_by")):
        alliance = folder.known(cells, "alliance", folder.alliances, "an alliance in alliances.yaml")
        since, form = cells.day("since", needed=True), needed_word(cells, "form", FORMS)
        if not (alliance and since and form):
            continue
        row = Form(
            alliance=alliance,
            since=since,
            form=form,
            scope=cells.text("scope"),
            reason=cells.text("reason"),
            decided_by=cells.text("decided_by"),
        )
        if cells.stands_already("form", row):
            continue
        if (alliance, since) in days:
            cells.fault("since", f"{alliance} takes on another form on {since} further up", "one form a day")
            continue
        days[alliance, since] = row
        found.append(row)
    _refuse_after_end(found, folder)
    return tuple(sorted(found, key=lambda row: (row.alliance, row.since))) if folder.has(name) else None


def _refuse_after_end(found: list[Form], folder: ExecutionFolder) -> None:
    from alliancenet.errors import Problem

    ended: set[str] = set()
    for row in sorted(found, key=lambda row: (row.alliance, row.since)):
        if row.alliance in ended:
            folder.problems.append(
                Problem(
                    file="execution/forms.csv",
                    key="form",
                    found=f"{row.alliance} has form {row.form} from {row.since} on, after it ended",
                    needed="nothing after `ended`",
                    action="correct the day, or register a new alliance",
                )
            )
        elif row.form == "ended":
            ended.add(row.alliance)
