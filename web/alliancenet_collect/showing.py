"""What the pages show, from the survey and what was entered: addresses, groups of people, answers in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import url_for
from markupsafe import Markup

from alliancenet.collect.answering import Fault
from alliancenet.collect.steps import Body, ChosenPeople, PageKind, SurveyPage, choice_of, key_of_added
from alliancenet.collect.survey import AskedAlliance, Survey
from alliancenet.collect.words import counted, step_in_words
from alliancenet.files.folding import folded
from alliancenet.instruments.form import gate_words, layout
from alliancenet.instruments.phrases import phrases_in
from alliancenet.model.instrument import AnswerType, Item, Kind

Words = Mapping[str, str]


def numbers(survey: Survey, step: SurveyPage) -> tuple[int, str]:
    """How a page is called in an address: number of the alliance, and which person or block."""
    alliance = list(survey.alliance).index(step.alliance) + 1
    if step.part is PageKind.QUESTIONS:
        return alliance, str(step.block)
    if not step.alter or step.alter.startswith("+"):
        return alliance, step.alter
    return alliance, str(survey.alliance[step.alliance].people.index(step.alter) + 1)


def address(survey: Survey, step: SurveyPage) -> str:
    """Address of a page."""
    alliance, which = numbers(survey, step)
    names: dict[str, Any] = {"alliance": alliance, "instrument": step.instrument}
    if step.part is not PageKind.PEOPLE:
        names["alter" if step.part is PageKind.ABOUT else "block"] = which
    return url_for(f"collect.{step.part}", **names)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """Somebody on the list: number in the form, and what is shown."""

    number: int
    id: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleGroup:
    """People of the list that stand together, with groups of units below."""

    title: str
    rows: tuple[ListedPerson, ...] = ()
    units: tuple["PeopleGroup", ...] = ()


def fitting(survey: Survey, listed: Sequence[str], query: str) -> tuple[str, ...]:
    """Who of the list fits a search: every word in name or unit, in any spelling; nobody who was erased."""
    words = folded(query).split()

    def fits(person: str) -> bool:
        there = survey.person[person]
        text = folded(f"{there.name} {there.unit}")
        return not there.is_gone and all(word in text for word in words)

    return tuple(person for person in listed if fits(person))


def groups(
    survey: Survey, about: AskedAlliance, person: str, listed: tuple[str, ...], query: str, words: Words
) -> list[PeopleGroup]:
    """The list in groups: who was named last time, then each firm by unit."""
    rows = {
        other: ListedPerson(number=at, id=other, name=survey.person[other].name, unit=survey.person[other].unit)
        for at, other in enumerate(listed, start=1)
    }
    fits = fitting(survey, listed, query)
    before = [other for other in fits if other in about.named_before.get(person, ())]
    found = [PeopleGroup(title=words["last_time"], rows=tuple(rows[other] for other in before))] if before else []
    firms: dict[str, dict[str, list[ListedPerson]]] = {}
    for other in fits:
        if other not in before:
            firm = survey.firms.get(survey.person[other].organisation, survey.person[other].organisation)
            firms.setdefault(firm, {}).setdefault(survey.person[other].unit, []).append(rows[other])
    for firm, units in firms.items():
        below = tuple(
            PeopleGroup(title=unit or words["other_unit"], rows=tuple(members)) for unit, members in units.items()
        )
        found.append(PeopleGroup(title=firm, units=below))
    return found


def dropping(choice: ChosenPeople) -> list[tuple[str, str, str]]:
    """Key, name and firm of everybody who was missing on the list."""
    return [(key_of_added(*pair), *pair) for pair in choice.added]


def sentences(faults: Sequence[Fault], words: Words) -> list[str]:
    """Faults as they are shown."""
    return [counted(words, fault.phrase, fault.number) for fault in faults]


def whom(survey: Survey, kept: Mapping[str, Body], steps: Sequence[SurveyPage], step: SurveyPage) -> dict[str, Any]:
    """Whom a card is about, and how many cards there are; nothing on other pages."""
    if step.part is not PageKind.ABOUT:
        return {"alter": None}
    here = (step.part, step.alliance, step.instrument)
    cards = [card for card in steps if (card.part, card.alliance, card.instrument) == here]
    name, firm, unit = person_words(survey, kept, step)
    return {"alter": name, "firm": firm, "unit": unit, "card": cards.index(step) + 1, "cards": len(cards)}


def person_words(survey: Survey, kept: Mapping[str, Body], step: SurveyPage) -> tuple[str, str, str]:
    """Name, firm and unit of whom a card is about."""
    if step.alter.startswith("+"):
        choosing = SurveyPage(part=PageKind.PEOPLE, alliance=step.alliance, instrument=step.instrument)
        return (*choice_of(kept.get(choosing.key)).name_of(step.alter), "")
    there = survey.person[step.alter]
    return there.name, survey.firms.get(there.organisation, ""), there.unit


def question_names(survey: Survey, step: SurveyPage, body: Body | None, language: str, words: Words) -> dict[str, Any]:
    """What the templates of the printed form need to show questions."""
    instrument, about = survey.instrument(step.instrument), survey.alliance[step.alliance]
    answers = dict((body or {}).get("answers", {}))
    chosen = {name.replace("_", "--"): value for name, value in answers.items()}
    all_words = {**phrases_in(language, instrument), **words}
    return {
        "instrument": instrument,
        "about": about,
        "words": all_words,
        "goals": about.goals,
        "chosen": chosen,
        "opening": frozenset(),
        "layout": layout,
        "filled": partial(filled, about=about),
        "only_if": lambda item: (
            "" if instrument.kind is Kind.ROSTER else gate_words(item, instrument, all_words, language)
        ),
        "gate_hint": lambda _: "",
        "skip": _skip(all_words["skip"]),
        "section": next((section for section in instrument.sections if section.id == step.items[0].section), None),
    }


def _skip(label: str) -> Callable[[str], Markup]:
    def skip(name: str) -> Markup:
        return Markup(
            '<label class="step"><input type="radio" name="{}" value=""><span class="words">{}</span></label>'
        ).format(name, label)

    return skip


def filled(text: str, about: AskedAlliance) -> str:
    """A question with the alliance's name and the number of its goals."""
    return text.replace("{alliance}", about.name).replace("{k}", str(len(about.goals)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPage:
    """A page as the review shows it: where it is changed, and each answer in words."""

    title: str
    address: str
    summary: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPart:
    """Pages of one instrument about one alliance."""

    title: str
    pages: list[ReviewedPage] = field(default_factory=list)


def parts(
    survey: Survey,
    person: str,
    steps: Sequence[SurveyPage],
    kept: Mapping[str, Body],
    language: str,
    words: Words,
) -> list[ReviewedPart]:
    """Everything that was entered, part by part."""
    found: dict[tuple[str, str], ReviewedPart] = {}
    several = len(survey.alliances_of(person)) > 1
    for step in steps:
        instrument, about = survey.instrument(step.instrument), survey.alliance[step.alliance]
        title = f"{about.name}: {instrument.title[language]}" if several else instrument.title[language]
        part = found.setdefault((step.alliance, step.instrument), ReviewedPart(title=title))
        part.pages.append(_reviewed(survey, steps, step, kept, language, words))
    return list(found.values())


def _reviewed(
    survey: Survey, steps: Sequence[SurveyPage], step: SurveyPage, kept: Mapping[str, Body], language: str, words: Words
) -> ReviewedPage:
    body, place = kept.get(step.key), address(survey, step)
    if step.part is PageKind.PEOPLE:
        choice = choice_of(body)
        names = [survey.person[other].name for other in choice.chosen] + [name for name, _ in choice.added]
        told = counted(words, "chosen_n", len(names))
        answers = ((words["people_head"], ", ".join(names) or words["nothing_said"]),) if body is not None else ()
        return ReviewedPage(
            title=words["people_head"], address=place, summary=told if body is not None else words["not_opened"],
            answers=answers,
        )  # fmt: skip
    is_card = step.part is PageKind.ABOUT
    title = person_words(survey, kept, step)[0] if is_card else _block_title(survey, steps, step, language, words)
    if body is None:
        return ReviewedPage(title=title, address=place, summary=words["not_opened"])
    instrument, about = survey.instrument(step.instrument), survey.alliance[step.alliance]
    all_words = {**phrases_in(language, instrument), **words}
    entered = body["answers"]
    said = tuple(
        (filled(item.text[language], about), _in_words(item, entered.get(item.id), language, all_words))
        for item in step.items
    )
    told = words["answered_of"].replace("{n}", str(sum(item.id in entered for item in step.items)))
    return ReviewedPage(title=title, address=place, summary=told.replace("{k}", str(len(step.items))), answers=said)


def _block_title(survey: Survey, steps: Sequence[SurveyPage], step: SurveyPage, language: str, words: Words) -> str:
    """Title of the section, or which questions of the instrument these are."""
    instrument = survey.instrument(step.instrument)
    section = next((section for section in instrument.sections if section.id == step.items[0].section), None)
    if section:
        return section.title[language]
    here = (step.alliance, step.instrument)
    blocks = (block for block in steps if (block.alliance, block.instrument) == here and block.block < step.block)
    before = sum(len(block.items) for block in blocks)
    text = words["questions_n_1" if len(step.items) == 1 else "questions_n"]
    return text.replace("{n}", str(before + 1)).replace("{k}", str(before + len(step.items)))


def _in_words(item: Item, answer: Any, language: str, words: Words) -> str:
    if answer in (None, "", []):
        return words["nothing_said"]
    if item.answer is AnswerType.PICK:
        return ", ".join(answer)
    point = item.scale.point_of(answer) if item.scale else None
    if item.scale is None or point is None:
        return words.get(answer, str(answer)) if item.scale else str(answer)
    return step_in_words(item.scale, point, language)
