"""What may be told of a block of answers: one decision for all that is told of it.

Mean, spread, intervals, gaps and p-values of a dimension are functions of the set of its people's
numbers, never of who gave which (`tests/privacy/test_interference.py` holds them to that). So a
respondent, who knows one row, can give the rows of the others to each other at will without any
number changing. An answer stays open where the others' numbers differ, and follows where they do
not. Hence the one rule: whoever is left out, the rest must not be alike.

All of a dimension is told or none of it, and for the same words: were its mean told and its spread
withheld, the pair would say "alike", and the mean at what. What needs own and partner's view apart
is a second release, of both views of all firms at once, so that it names no item and no firm.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.metrics.case import Case
from alliancenet.model.register import OrganisationId, PersonId
from alliancenet.settings import Settings

AnswersOf = Callable[[Case], FloatArray | None]
"""Points 0-100 per person of a case's roster, NaN where there are none; None when nobody was asked."""

NOBODY_ASKED = "nobody was asked"
TOO_FEW_OR_ALIKE = (
    "too few, or too alike, to tell without telling on people; have at least {least} of its people answer, "
    "ask more of them, or hold the interview with it (`interview`)"
)
TOO_FEW_OR_ALIKE_TOGETHER = "too few, or too alike, to tell without telling on people"


def known_of(case: Case, values: FloatArray | None, position: int) -> FloatArray:
    """Numbers of the people of one firm, by position, who gave one."""
    if values is None:
        return np.empty(0)
    members = values[case.picture.multiplex.firm == position]
    return np.asarray(members[~np.isnan(members)])


def too_alike(known: FloatArray, settings: Settings) -> bool:
    """Would a number of these answers tell a respondent what each of the others said.

    Parameters
    ----------
    known : one number for each person, in points 0-100.

    Notes
    -----
    All of them, or all but one, lie less than `suppression.spread` points apart. With all but one
    alike the one would know the rest; and as it may be either, "too alike" tells nobody anything.
    """
    in_order = np.sort(known)
    least = settings.number("suppression.spread")
    return len(known) < 3 or bool(min(in_order[-1] - in_order[1], in_order[-2] - in_order[0]) < least)


def why_hidden(case: Case, answers: AnswersOf, position: int) -> str:
    """Why nothing of one firm's answers to a block of items may be told, or "".

    Notes
    -----
    Too few answered; or too alike (see `too_alike`); or so few joined or left the answers since
    an earlier wave, while the others answered as before, that the difference of the two means
    would tell what those few said (see `tells_who_moved`). The reason is the same for all three.
    """
    if answers(case) is None:
        return NOBODY_ASKED
    if not _is_hidden(case, answers, position):
        return ""
    least = case.settings.whole("suppression.min_n")
    return f"{case.firms[position].name}: {TOO_FEW_OR_ALIKE.format(least=least)}"


def why_hidden_together(case: Case, blocks: Iterable[AnswersOf]) -> str:
    """Why nothing that needs all of these blocks, of all firms, may be told, or ""; it names none of them."""
    told = list(blocks)
    if any(answers(case) is None for answers in told):
        return NOBODY_ASKED
    hidden = any(_is_hidden(case, answers, position) for answers in told for position in range(len(case.firms)))
    return TOO_FEW_OR_ALIKE_TOGETHER if hidden else ""


def _is_hidden(case: Case, answers: AnswersOf, position: int) -> bool:
    if (answers, position) not in case.hidden:
        case.hidden[answers, position] = _would_tell(case, answers, position)
    return case.hidden[answers, position]


def _would_tell(case: Case, answers: AnswersOf, position: int) -> bool:
    known, least = known_of(case, answers(case), position), case.settings.whole("suppression.min_n")
    if len(known) < least or too_alike(known, case.settings):
        return True
    firm = case.firms[position].id
    return few_moved(case, lambda wave: _by_person(wave, answers(wave), firm), least)


def few_moved(case: Case, told: Callable[[Case], Mapping[PersonId, float]], least: int) -> bool:
    """Whether a number of this wave would tell, beside another wave's, what few people said.

    Parameters
    ----------
    told : what each person of the group said in a wave, in points.
    least : answers from which a wave's number was shown.

    Notes
    -----
    The other waves are the alliance's earlier ones, and those of other alliances that the same
    people answered before (`Case.others`).
    """
    now = told(case)
    return any(
        len(before) >= least and tells_who_moved(now, before, case.settings)
        for before in (told(other) for other in case.seen_before)
    )


def _by_person(case: Case, values: FloatArray | None, firm: OrganisationId) -> dict[PersonId, float]:
    if values is None:
        return {}
    return {
        person.id: float(value)
        for person, value in zip(case.roster, values, strict=True)
        if person.organisation == firm and not np.isnan(value)
    }


def tells_who_moved(now: Mapping[PersonId, float], before: Mapping[PersonId, float], settings: Settings) -> bool:
    """Did so few join or leave, and the others answer so much as before, that subtracting tells.

    Notes
    -----
    Fewer than `suppression.min_n` moved, and the root of the others' squared changes is below
    `suppression.drift` points times the root of how many moved: whoever subtracts is wrong by
    about that much.
    """
    moved = len(now.keys() ^ before.keys())
    if not 0 < moved < settings.whole("suppression.min_n"):
        return False
    others = now.keys() & before.keys()
    unlike = np.sqrt(sum((now[person] - before[person]) ** 2 for person in others))
    return bool(unlike < settings.number("suppression.drift") * np.sqrt(moved))
