"""Codebook of an instrument: one row per column that comes back."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields

from alliancenet.files.safe_cell import safe_cell
from alliancenet.model.instrument import AnswerType, Instrument, Item, Kind, Scale

_ABOUT = {
    Kind.ROSTER: "each person on the roster",
    Kind.PEOPLE: "the alliance",
    Kind.ORGANISATION: "the organisation",
    Kind.CHECKLIST: "the alliance",
    Kind.GUIDE: "the conversation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookColumn:
    """One column of answers; every part is text, empty where it does not apply.

    Parameters
    ----------
    column : its code, which the readers recognise.
    about : what or whom one answer is about.
    text : the question in the language asked for.
    answer : form of the answer.
    values : ``code = label`` of every step.
    declined : codes that are answers and no numbers.
    measures : network layer, or dimension with facet.
    seen_as : direction of a roster answer, or view.
    asked_if : gate.
    notes : reversed, not scored, restricted, short form.
    purposes : the only uses allowed.
    version : version of the item.
    """

    column: str
    about: str = ""
    text: str = ""
    answer: str = ""
    values: str = ""
    declined: str = ""
    measures: str = ""
    seen_as: str = ""
    asked_if: str = ""
    notes: str = ""
    purposes: str = ""
    version: str = ""


def codebook(instrument: Instrument, language: str) -> tuple[CodebookColumn, ...]:
    """Every column that comes back, in order: who answered, about whom, then the items.

    Parameters
    ----------
    language : a language of the instrument, for questions and labels.
    """
    purposes = " ".join(instrument.purposes)
    people = [CodebookColumn(column="respondent", text="id, address or name of who answered", purposes=purposes)]
    if instrument.kind is Kind.ROSTER:
        people.append(CodebookColumn(column="alter", text="id or name of the person asked about", purposes=purposes))
    return (*people, *(column for item in instrument.items for column in _columns_of(item, instrument, language)))


def codebook_csv(columns: Sequence[CodebookColumn]) -> str:
    """Codebook as CSV; cells a spreadsheet would take for a formula get an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([field.name for field in fields(CodebookColumn)])
    writer.writerows([safe_cell(cell) for cell in astuple(column)] for column in columns)
    return written.getvalue()


def _columns_of(item: Item, instrument: Instrument, language: str) -> Iterator[CodebookColumn]:
    about, purposes = _ABOUT[instrument.kind], " ".join(item.purposes)
    yield CodebookColumn(
        column=item.id,
        about=about,
        text=item.text[language],
        answer=f"pick {item.pick} of the {item.pick_from}" if item.answer is AnswerType.PICK else item.answer,
        values=_values_of(item.scale, language) if item.scale else "",
        declined=" ".join(item.allow),
        measures=item.layer or f"{item.dimension}{'.' if item.facet else ''}{item.facet}",
        seen_as=item.direction or item.view or "",
        asked_if=f"{item.ask_if.item} = {item.ask_if.code}" if item.ask_if else "",
        notes="; ".join(_notes_on(item)),
        purposes=purposes,
        version=str(item.version),
    )
    for extra in item.fields:
        yield CodebookColumn(
            column=f"{item.id}_{extra}",
            about=about,
            text=f"{extra} beside {item.id}",
            answer="date" if extra == "date" else "text",
            purposes=purposes,
            version=str(item.version),
        )


def _values_of(scale: Scale, language: str) -> str:
    steps = (f"{point.code} = {point.label[language]}" if point.label else point.code for point in scale.points)
    return "; ".join(steps)


def _notes_on(item: Item) -> Iterator[str]:
    if item.reversed:
        yield "reversed: turned round before scoring"
    if item.is_measured and not item.scored:
        yield "shown, not scored"
    if item.restricted:
        yield "restricted: never shown as a pair, never exported"
    if item.short_form:
        yield "short form"
    for implied in item.implies:
        yield f"'{implied.code}' sets {implied.item} = {implied.value:g}"
