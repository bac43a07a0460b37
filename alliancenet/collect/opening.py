"""A project's wave becomes a survey: what the register knows, what the plan says, what people are told."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from alliancenet.collect.plan import CollectionPlan, languages_of
from alliancenet.collect.survey import AskedAlliance, Invited, Survey
from alliancenet.collect.words import words_in
from alliancenet.errors import InputError, Problem
from alliancenet.instruments.form import Handout, notice_of
from alliancenet.instruments.reading import find_instruments
from alliancenet.model.instrument import AnswerType, Instrument, Item, Kind
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import KEY_ROLES, Alliance, Person
from alliancenet.model.wave import Wave
from alliancenet.sources.loaded import Project
from alliancenet.visible import visible

_LIMITS = {
    "min_n": "suppression.min_n",
    "browse_people": "collect.browse_people",
    "block_items": "collect.block_items",
}


def survey_from(project: Project, folder: Path, plan: CollectionPlan, wave: str) -> Survey:
    """What a wave asks, of whom, and what they are told.

    Parameters
    ----------
    folder : the project folder; instruments are kept as they stand there now.

    Raises
    ------
    InputError
        With everything that is missing.
    """
    rounds = [occasion for occasion in project.waves if occasion.id == wave]
    if not rounds:
        known = ", ".join(dict.fromkeys(occasion.id for occasion in project.waves)) or "none"
        found, needed = f"there is no wave '{wave}'", f"one of: {known}"
        raise InputError([Problem(file="waves.csv", found=found, needed=needed, action="add it, with its days")])
    if problems := list(_missing(project, plan, rounds)):
        raise InputError(problems)
    everybody = {person: None for occasion in rounds for person in occasion.people}
    languages = languages_of(plan.instruments)
    people = tuple(_invited(project.register.people[person], languages) for person in everybody)
    files, confidence = find_instruments(folder), project.settings.table("confidence")
    return Survey(
        project=project.mark.id if project.mark else "",
        wave=wave,
        languages=languages,
        sources={instrument.id: files[instrument.id].read_text(encoding="utf-8") for instrument in plan.instruments},
        short=plan.short,
        only=plan.only,
        mode=plan.mode,
        notice={code: _notice(project, plan, code) for code in languages},
        contact=plan.contact,
        firms={firm.id: _line(firm.name) for firm in project.register.organisations.values()},
        people=people,
        alliances=tuple(_asked(project, occasion) for occasion in rounds),
        limits={
            **{name: project.settings.number(key) for name, key in _LIMITS.items()},
            **{f"confidence_{name}": float(share) for name, share in confidence.items()},
        },
        reminders=plan.reminders,
        url=plan.url,
        asked_firms=plan.firms,
        handover=asdict(plan.handover) if plan.handover else {},
    )


def addresses_of(project: Project, survey: Survey) -> dict[str, str]:
    """First e-mail address of each person who has one."""
    found = {person.id: project.register.people[person.id].addresses for person in survey.people}  # type: ignore[index]
    return {person: addresses[0] for person, addresses in found.items() if addresses}


def days_of(project: Project, wave: str) -> tuple[date, date]:
    """First and last day of a wave, over its alliances."""
    days = [(occasion.opens, occasion.closes) for occasion in project.waves if occasion.id == wave]
    return min(first for first, _ in days if first), max(last for _, last in days if last)


def _missing(project: Project, plan: CollectionPlan, rounds: list[Wave]) -> Iterator[Problem]:
    """What a survey still needs before anybody may be asked."""
    asked = {person for occasion in rounds for person in occasion.people}
    if not asked:
        yield Problem(file="memberships.csv", found="nobody belongs to the alliances of this wave", needed="people")
    if strange := sorted(set(plan.firms) - {str(project.register.people[person].organisation) for person in asked}):
        found = f"no firm of this wave: {', '.join(strange[:8])}"
        yield Problem(file="collect.yaml", key="firms", found=found, needed="ids of organisations.csv")
    for name, people in plan.only.items():
        if strange := sorted(set(people) - {str(person) for person in asked}):
            found = f"not asked in this wave: {', '.join(strange[:8])}"
            yield Problem(file="collect.yaml", key=f"only.{name}", found=found, needed="people of its alliances")
    for occasion in rounds:
        alliance = project.register.alliances[occasion.alliance]
        picks = [item for instrument in plan.instruments for item in _items(plan, instrument) if item.pick]
        if picks and len(alliance.objectives) < max(item.pick for item in picks):
            yield Problem(
                file="alliances.yaml",
                key=f"{alliance.id}.objectives",
                found=f"{len(alliance.objectives)} goals to choose from",
                needed=f"at least {max(item.pick for item in picks)}, for {picks[0].id}",
                action="add them, or leave the instrument out of collect.yaml",
            )
    unnamed = sorted(str(person) for person in asked if not project.register.people[person].name)
    if unnamed and any(instrument.kind is Kind.ROSTER for instrument in plan.instruments):
        yield Problem(
            file="people.csv",
            key="name",
            found=f"{len(unnamed)} people without a name: {', '.join(unnamed[:8])}",
            needed="names, for nobody can say how closely they work with a number",
            action="add the column `name`",
        )


def _items(plan: CollectionPlan, instrument: Instrument) -> Iterator[Item]:
    items = (instrument.short_items or instrument.items) if plan.short else instrument.items
    return (item for item in items if item.answer is AnswerType.PICK and item.pick_from == "objectives")


def _notice(project: Project, plan: CollectionPlan, language: str) -> dict[str, tuple[str, ...]]:
    """Lines of each instrument's notice: the same words as on paper."""
    handout = Handout(language=language, mode=plan.mode, roles=plan.roles, contact=plan.contact)
    handed = tuple(_handed_over(plan, language))
    return {
        instrument.id: (*notice_of(instrument, handout, project.settings, short=plan.short), *handed)
        for instrument in plan.instruments
    }


def _handed_over(plan: CollectionPlan, language: str) -> Iterator[str]:
    """What leaves this side, and to whom."""
    if plan.handover:
        words = words_in(language)
        yield words["handed_over"].replace("{to}", plan.handover.to[language].strip())
        yield words["handed_names" if plan.handover.names else "handed_codes"]
        yield words["handed_texts" if plan.handover.texts else "texts_stay"]


def _invited(person: Person, languages: tuple[str, ...]) -> Invited:
    return Invited(
        id=person.id,
        name=_line(person.name) or person.id,
        organisation=person.organisation,
        unit=_line(person.function),
        level=person.level,
        language=next((code for code in person.languages if code in languages), ""),
        is_key=bool(person.roles & KEY_ROLES),
        address=person.addresses[0] if person.addresses else "",
    )


def _line(text: str) -> str:
    """A name on one line, without what steers a terminal or turns the direction of what stands beside it."""
    return " ".join(visible(text).split())


def _asked(project: Project, wave: Wave) -> AskedAlliance:
    alliance: Alliance = project.register.alliances[wave.alliance]
    return AskedAlliance(
        id=alliance.id,
        name=_line(alliance.name),
        people=tuple(wave.people),
        goals=tuple(objective.name for objective in alliance.objectives),
        window_days=wave.window_days,
        named_before=_named_before(project, wave),
    )


def _named_before(project: Project, wave: Wave) -> dict[str, tuple[str, ...]]:
    """Whom each person said in the wave before that they deal with; shown to nobody but that person."""
    earlier = [
        occasion
        for occasion in project.waves_of(wave.alliance)
        if occasion.closes and wave.opens and occasion.closes < wave.opens
    ]
    reports = earlier[-1].reports.get(Layer.COMMUNICATION) if earlier else None
    if reports is None:
        return {}
    people, found = earlier[-1].people, dict[str, list[str]]()
    for respondent, alter, value in zip(reports.respondent, reports.alter, reports.value, strict=True):
        if value > 0:
            found.setdefault(people[respondent], []).append(people[alter])
    return {person: tuple(named) for person, named in found.items()}
