"""What only some are asked: what the firms owe each other, and what their offices rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from wording import EVIDENCE, items_of

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A questionnaire for a few people of one alliance, in the last wave.

    Parameters
    ----------
    about : part of its file's name.
    platform : what it was asked with.
    instruments : what is asked, in this order.
    answers : for each firm, answers of its respondents, the alliance manager first.
    with_evidence : each line of the first instrument has a field for evidence.
    """

    about: str
    platform: str
    instruments: tuple[str, ...]
    answers: tuple[tuple[Answers, ...], tuple[Answers, ...]]
    with_evidence: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """Codes of the questions in the order asked."""
        first, *others = map(items_of, self.instruments)
        beside = tuple(part for item in first for part in (item, f"{item}{EVIDENCE}")) if self.with_evidence else first
        return (*beside, *(item for items in others for item in items))


EXPECTATIONS = ("EW", "FO", "ST", "CF", "EA", "PR", "PS", "PC", "RM", "XN")
ONLY_THEY_BELIEVE = {("EW", 0), ("FO", 0), ("EA", 0), ("PS", 0)}  # expectation, firm that would owe it
ONLY_WE_BELIEVE = {("PC", 1)}
NOBODY_IS_SURE = {("XN", 0), ("XN", 1), ("CF", 1), ("RM", 1)}
ASKED_OF_EACH_FIRM = 7


def _believed(expectation: str, debtor: int, firm: int) -> str:
    """What most people of a firm answer."""
    if (expectation, debtor) in NOBODY_IS_SURE:
        return "unsure"
    only = {1: ONLY_THEY_BELIEVE, 0: ONLY_WE_BELIEVE}
    return "no" if (expectation, debtor) in only[1 - firm] else "yes"


def _owed(firm: int, respondent: int) -> Answers:
    """One person's answers: with the others of the firm, but for every seventh question."""
    found = {}
    for number, (expectation, debtor) in enumerate(product(EXPECTATIONS, (0, 1))):
        most = _believed(expectation, debtor, firm)
        differs = number % ASKED_OF_EACH_FIRM == respondent
        view = "OWN" if debtor == firm else "PARTNER"
        found[f"PSY-{expectation}-{view}"] = ("yes" if most == "unsure" else "unsure") if differs else most
    return found


CONTRACT = Paper(
    about="contract",
    platform="survey_monkey",
    instruments=("contract",),
    answers=tuple(tuple(_owed(firm, number) for number in range(ASKED_OF_EACH_FIRM)) for firm in (0, 1)),
)


def _numbered(prefix: str, steps: str) -> Answers:
    """Steps of items numbered from 1; "-" stands for "not needed"."""
    return {f"{prefix}{at}": "not_needed" if step == "-" else step for at, step in enumerate(steps, start=1)}


OWNERS = Paper(
    about="owners",
    platform="google_forms",
    instruments=("spectrum", "linkages", "launch"),
    answers=(
        ({**_numbered("REL", "33334554"), **_numbered("LNK", "0220-222"), **_numbered("LAU", "222222202211")},),
        ({**_numbered("REL", "32322222"), **_numbered("LNK", "0120-222"), **_numbered("LAU", "222222202212")},),
    ),
)
EVIDENCED = {
    "CAP1": "Charter of the alliance office, March 2025",
    "CAP2": "Handbook of alliances, second edition",
    "CAP4": "Minutes of the portfolio committee",
    "CAP8": "Balanced scorecards of all eight alliances",
    "CAP9": "Career path approved; first promotion this spring",
}
BENCHMARK = '{points: 55, source: "Ring of alliance offices, mean of 40 firms (invented)", date: 2025-11-30}'
LACKING = (3, 7)  # a budget of its own, and watching over alliances in trouble
CAPABILITY = Paper(
    about="capability",
    platform="qualtrics",
    instruments=("capability", "manager_tasks"),
    with_evidence=True,
    answers=(
        (
            {
                **_numbered("CAP", "3332223332"),
                **{f"{item}{EVIDENCE}": text for item, text in EVIDENCED.items()},
                **{f"FUN{number}": "no" if number in LACKING else "yes" for number in range(1, 8)},
                **_numbered("TSK", "222212202221"),
            },
            {**_numbered("CAP", "3322222312"), "CAP9_evidence": "Nobody has been promoted for alliance work yet"},
        ),
        ({**_numbered("CAP", "3333233333"), "CAP1_evidence": "Vice-president of partnerships since 2023"},),
    ),
)
