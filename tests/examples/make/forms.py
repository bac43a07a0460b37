"""A filled-in questionnaire: who was asked about whom, and what each cell of an export holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from opinions import GOALS
from people import Actor
from wording import ROSTER, answer, question, questions_asked

Told = Sequence[tuple[int, int, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One round of one alliance on one platform.

    Parameters
    ----------
    told : respondent, alter (-1 for none), item, value; places in `actors`.
    days : day each respondent sent the form, by place.
    names : how the form calls each person.
    addresses : where each person's invitation went.
    about : what a form of only some people is about; part of its file's name.
    roster : items asked about every person.
    asked : items of a form of only some people; empty for what everybody is asked.
    """

    alliance: str
    title: str
    wave: str
    actors: Sequence[Actor]
    names: Sequence[str]
    addresses: Sequence[str]
    told: Told
    days: dict[int, date]
    language: str = "en"
    about: str = ""
    roster: tuple[str, ...] = ROSTER
    asked: tuple[str, ...] = ()
    cells: dict[tuple[int, str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one, other, item, value in self.told:
            self.cells[one, item, other] = value
            if other >= 0:
                self.cells[one, "NET0", other] = "yes"

    @property
    def respondents(self) -> list[int]:
        """Places of those who answered, as they sent it in."""
        return sorted(self.days, key=lambda place: (self.days[place], place))

    @property
    def details(self) -> tuple[str, ...]:
        """Items about a person after the first, which asks whether there was contact."""
        return self.roster[1:]

    @property
    def questions(self) -> list[str]:
        """Items about the alliance; open questions only where somebody wrote."""
        if self.asked:
            return list(self.asked)
        written = {item for _, _, item, _ in self.told if item.startswith("OPEN")}
        return [item for item in questions_asked() if not item.startswith("OPEN") or item in written]

    def question(self, item: str) -> str:
        """Wording of an item in this form."""
        return question(item, self.language, self.title, len(GOALS))

    def code(self, one: int, item: str, other: int = -1) -> str:
        """What was answered, by its code; a person not dealt with is a "no", or no contact at all."""
        if other == one:
            return ""
        silent = {"NET0": "no", "NET1": "0"} if other >= 0 else {}
        return self.cells.get((one, item, other), silent.get(item, ""))

    def word(self, one: int, item: str, other: int = -1) -> str:
        """What was answered, as the respondent read it."""
        code = self.code(one, item, other)
        return answer(item, code, self.language) if code else ""

    def goals(self, one: int) -> list[str]:
        """The goals a respondent picked."""
        return [goal for goal in self.cells.get((one, "GOAL1", -1), "").split(";") if goal]

    def sent(self, one: int) -> tuple[datetime, datetime]:
        """When a respondent began and ended."""
        start = datetime(self.days[one].year, self.days[one].month, self.days[one].day, 8) + timedelta(
            minutes=(one * 37) % 480
        )
        return start, start + timedelta(minutes=9 + one % 14, seconds=one * 7 % 60)
