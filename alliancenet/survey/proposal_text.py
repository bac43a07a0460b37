"""The text of a proposed mapping file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alliancenet.model.instrument import Item
from alliancenet.survey.answerers import Consent
from alliancenet.survey.mapping import FORMAT
from alliancenet.survey.readers.export import Export

_MOST_WORDS = 40
_ASKS_CONSENT = "asks whether people take part; any answer that is not under agrees, and a blank, leaves them out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One proposed line.

    Parameters
    ----------
    keys : of the line, in the order written.
    questions : columns it places.
    item : None while nobody has said which.
    doubt : why a person must look, or "".
    """

    keys: Mapping[str, str | bool]
    questions: tuple[int, ...]
    item: Item | None
    doubt: str = ""


@dataclass(slots=True, kw_only=True)
class FoundColumns:
    """Proposed lines by list, who answered and agreed to, columns without a place and the items near them.

    `consent_checked`: somebody said that the question for consent is right.
    """

    roster: list[Line] = field(default_factory=list)
    questions: list[Line] = field(default_factory=list)
    log: list[Line] = field(default_factory=list)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    respondent: tuple[str, str] | None = None
    consent: Consent | None = None
    consent_checked: bool = False


@dataclass(slots=True, kw_only=True)
class Settled:
    """What somebody answered about an export.

    Parameters
    ----------
    people : names of the export and the ids they stand for.
    answers : words of the export and the codes they stand for.
    ignore : columns left out on purpose.
    alliance, wave : what the export belongs to, "" where that is told otherwise.
    """

    people: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    ignore: list[str] = field(default_factory=list)
    alliance: str = ""
    wave: str = ""


def says_nobody(export: Export) -> bool:
    """Nothing the platform writes by itself tells who answered."""
    return not any(respondent.id or respondent.address or respondent.name for respondent in export.respondents)


def mapping_text(
    export: Export,
    found: FoundColumns,
    strangers: Mapping[str, str],
    words: Mapping[str, Sequence[str]],
    settled: Settled | None = None,
) -> str:
    """YAML of a mapping file to look at.

    Parameters
    ----------
    strangers : names nobody on the roster goes by, with the likeliest person.
    words : answers that are on no scale, with the items they were given to.
    settled : what was answered; names and words in it are not asked about again.
    """
    given = settled or Settled()
    lines = [
        f"# Proposed for {export.file}. Look at every line, delete each `check:` once it is right.",
        f"format: {FORMAT}",
        f"platform: {export.platform}",
        f"alliance: {_quoted(given.alliance)}"
        if given.alliance
        else "# alliance: id   # needed when the project has several",
        f"wave: {_quoted(given.wave)}" if given.wave else "# wave: id       # else the days of the responses say which",
    ]
    if found.respondent:
        what, name = found.respondent
        lines += [f"respondent: {{{what}: {_quoted(name)}}}  # its answers are people of the roster"]
    elif says_nobody(export):
        lines += ["# Nothing in the export says who answered. Name the column that does:"]
        lines += ["# respondent: {address: heading of the column}"]
    if found.consent:
        keys = f"column: {_quoted(found.consent.column)}, agrees: {_quoted(found.consent.agrees)}"
        doubt = "" if found.consent_checked else f", check: {_quoted(_ASKS_CONSENT)}"
        lines += [f"consent: {{{keys}{doubt}}}"]
    lines += _block("roster", [_flow(line.keys) for line in found.roster])
    lines += _block("questions", [_flow(line.keys) for line in found.questions])
    lines += _block("log", [_flow(line.keys) for line in found.log])
    if given.ignore:
        lines += [f"ignore: {_quoted(given.ignore)}"]
    if strangers or given.people:
        lines += ["people:  # names that are not on the roster; give their ids, or they stay unknown"]
        lines += [f"  {_quoted(name)}: {_quoted(person)}" for name, person in sorted(given.people.items())]
        lines += [
            f"  # {_quoted(name)}: {near or '?'}"
            for name, near in sorted(strangers.items())
            if name not in given.people
        ]
    words = {word: at for word, at in words.items() if word not in given.answers}
    if words or given.answers:
        lines += ["answers:  # words that are on no scale; give the code each stands for"]
        lines += [f"  {_quoted(word)}: {_quoted(code)}" for word, code in given.answers.items()]
        lines += [f"  # {_quoted(word)}: ?  # {', '.join(at[:4])}" for word, at in list(words.items())[:_MOST_WORDS]]
    if found.unplaced:
        lines += ["unplaced:  # move each to `questions`, `roster` or `ignore`; who answered to `respondent`"]
        lines += [f"  - {_quoted(name)}" + (f"  # near {near}" if near else "") for name, near in found.unplaced]
    return "\n".join(_without_empty(lines)) + "\n"


def _without_empty(lines: Sequence[str]) -> list[str]:
    """Blocks that hold only comments become comments themselves, so that the file stays valid."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        rest = lines[at + 1 :]
        body = next((line for line in rest if not line.startswith("  #")), "")
        empty = line.startswith(("people:", "answers:")) and not body.startswith("  ")
        kept.append(f"# {line}" if empty else line)
    return kept


def _quoted(text: str | Sequence[str]) -> str:
    return json.dumps(text, ensure_ascii=False)


def _flow(keys: Mapping[str, str | bool]) -> str:
    written = ", ".join(
        f"{key}: {str(value).lower() if isinstance(value, bool) else _quoted(value)}" for key, value in keys.items()
    )
    return f"  - {{{written}}}"


def _block(name: str, lines: Sequence[str]) -> list[str]:
    return [f"{name}:", *lines] if lines else []
