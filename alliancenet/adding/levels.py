"""Grades and titles of an employer as the three levels the rules know."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alliancenet.files.folding import folded
from alliancenet.model.register import Level

_NUMBERED = re.compile(r"(?P<word>\D*?)\s*(?P<number>\d+)(?P<more>[a-z]?)", re.IGNORECASE)
_WORDS: Mapping[Level, re.Pattern[str]] = {
    Level.SENIOR: re.compile(
        r"\b(chief|c[eftiop]o|ceo|cfo|president|vp|svp|evp|vice president|director|managing|executive|partner|head of|"
        r"general manager|board|senior management|top management|geschäftsführ\w*|vorstand\w*|vorständin|"
        r"bereichsleit\w*|direktor\w*|prokurist\w*|hauptabteilungsleit\w*|directeur|directrice|"
        r"président\w*|dirigente|senior)\b"
    ),
    Level.PROJECT_LEADER: re.compile(
        r"\b(project lead\w*|project manager|programme manager|program manager|team lead\w*|lead|manager\w*|supervisor|"
        r"middle management|project_leader|project leader|projektleit\w*|teamleit\w*|gruppenleit\w*|abteilungsleit\w*|"
        r"leiter(in)?|leitung|chef de projet|responsable|jefe|quadro)\b"
    ),
    Level.OPERATING: re.compile(
        r"\b(operating|staff|specialist|engineer|associate|analyst|assistant|junior|trainee|intern|clerk|technician|"
        r"consultant|developer|worker|individual contributor|professional|sachbearbeit\w*|mitarbeit\w*|referent\w*|"
        r"ingenieur\w*|fachkraft|spezialist\w*|techniker\w*|werkstudent\w*|azubi|auszubildende\w*|employé\w*|"
        r"technicien\w*|impiegat\w*|empleado)\b"
    ),
}
_BELOW_SENIOR = re.compile(r"\bsenior\s+(?!management|manag|director|vice|executive|partner)\w+")
_NONE = frozenset({"", "-", "n/a", "none", "keine", "k.a."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Grades that are numbers behind one word, in order.

    Parameters
    ----------
    grades : as written, the lowest number first.
    """

    grades: tuple[str, ...]

    def said(self, answer: str) -> tuple[str, ...]:
        """Grades an answer means: ``E7+`` that and higher numbers, ``2-`` that and lower ones, or a list.

        Raises
        ------
        ValueError
            When it names a grade that is not there.
        """
        parts = [part.strip() for part in re.split(r"[,;]", answer) if part.strip()]
        found: list[str] = []
        for part in parts:
            by_fold = {folded(grade): at for at, grade in enumerate(self.grades)}
            at = by_fold.get(folded(part))
            if at is not None:
                found.append(self.grades[at])
                continue
            at = by_fold.get(folded(part[:-1])) if part[-1] in "+-" else None
            if at is None:
                raise ValueError(part)
            found += self.grades[at:] if part[-1] == "+" else self.grades[: at + 1]
        return tuple(found)


def graded(cells: Iterable[str]) -> Graded | None:
    """The grades in order when nearly all of them are numbered, else None."""
    different = {folded(cell): cell for cell in cells if folded(cell) not in _NONE}
    found = [(match, cell) for cell in different.values() if (match := _NUMBERED.fullmatch(cell.strip()))]
    if len(different) < 2 or len(found) < len(different):
        return None
    ordered = sorted(found, key=lambda pair: (int(pair[0]["number"]), pair[0]["more"], pair[1]))
    return Graded(grades=tuple(cell for _, cell in ordered))


def level_of(word: str) -> tuple[Level | None, str]:
    """The level a word of a title tells, and the word; None when none or several do.

    Notes
    -----
    "Senior engineer" is no senior person: *senior* counts only alone or before a title of its own.
    """
    plain = folded(word).replace("-", " ").replace("_", " ")
    exact = next((level for level in Level if folded(level).replace("_", " ") == plain), None)
    if exact:
        return exact, "the same word"
    plain = _BELOW_SENIOR.sub(lambda match: match[0].removeprefix("senior").strip(), plain)
    for level, pattern in _WORDS.items():
        if found := pattern.search(plain):
            return level, f"'{found[0]}' in it"
    return None, ""
