"""Answers of an alliance as exports of the platforms its firms asked with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms import Form, Told
from people import Actor
from plans import Plan
from platforms import PLATFORMS, Files
from spelling import last_first, own_address
from ties import Pair, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One wave of an alliance: what is true, what was told, and on which day by whom."""

    wave: str
    told: Told
    days: dict[int, date]
    truths: dict[Pair, Truth]


def exports(plan: Plan, actors: Sequence[Actor], rounds: Sequence[Round]) -> Files:
    """Exports and mapping files; with two platforms each firm asks its own people."""
    files: Files = {}
    for wave in rounds:
        for firm, platform in enumerate(plan.platforms):
            asked = {0, 1} if len(plan.platforms) == 1 else {firm}
            days = {place: day for place, day in wave.days.items() if actors[place].firm in asked}
            files |= PLATFORMS[platform](_form(plan, actors, wave, days, is_theirs=firm == 1))
    return files


def paper_exports(plan: Plan, actors: Sequence[Actor], last: Round) -> Files:
    """Exports and mapping files of what only some were asked, in the language of the own firm."""
    files: Files = {}
    for paper in plan.papers:
        told = [
            (place, -1, item, value)
            for firm, answers in enumerate(paper.answers)
            for place, given in zip(_first_to_ask(actors, last.days, firm), answers, strict=False)
            for item, value in given.items()
        ]
        days = {place: last.days[place] for place, _, _, _ in told}
        whole = _form(plan, actors, replace(last, told=told), days, is_theirs=False)
        files |= PLATFORMS[paper.platform](replace(whole, about=paper.about, roster=(), asked=paper.items, cells={}))
    return files


def _first_to_ask(actors: Sequence[Actor], days: Mapping[int, date], firm: int) -> list[int]:
    """People of a firm who answered at all, the alliance manager first."""
    places = [place for place in sorted(days) if actors[place].firm == firm]
    return sorted(places, key=lambda place: "alliance_manager" not in actors[place].roles)


def _form(plan: Plan, actors: Sequence[Actor], one: Round, days: dict[int, date], *, is_theirs: bool) -> Form:
    names = [actor.name for actor in actors]
    firms = ("brightwater", plan.partner[0])
    addresses = [f"{actor.name.lower().replace(' ', '.')}@{firms[actor.firm]}.example" for actor in actors]
    for place, theirs in enumerate(plan.their_names, start=plan.people[0]):
        addresses[place] = own_address(theirs)
        if is_theirs:
            names[place] = theirs
    if is_theirs and plan.their_names:
        names[: plan.people[0]] = [last_first(actor.name) for actor in actors if actor.firm == 0]
    return Form(
        alliance=plan.id,
        title=plan.name.partition(":")[0],
        wave=one.wave,
        actors=actors,
        names=names,
        addresses=addresses,
        told=[row for row in one.told if row[0] in days],
        days=days,
        language="de" if is_theirs else "en",
    )
