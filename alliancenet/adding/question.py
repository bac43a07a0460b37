"""What has to be asked before a file can be used, and what was answered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import folded

_MOST_SHOWN = 14
_SHORT = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One open question.

    Parameters
    ----------
    file : the file it is about, "" for the project.
    key : what to write before the `=` of an answer.
    text : the question.
    choices : answers that are possible; empty when any word is.
    proposal : the likeliest answer, "" where there is none.
    why : what the proposal rests on.
    example : of an answer, where any word may be one.
    meanings : what choices stand for, where they are codes or ids.
    """

    file: str = ""
    key: str
    text: str
    choices: tuple[str, ...] = ()
    proposal: str = ""
    why: str = ""
    example: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict, hash=False)

    def fits(self, answer: str) -> str:
        """The answer as it is written among the choices, "" when it is none of them."""
        if not self.choices:
            return answer.strip()
        return next((choice for choice in self.choices if folded(choice) == folded(answer)), "")

    def choice(self, choice: str, most: int = 200) -> str:
        """A choice with what it stands for, in at most so many letters."""
        means = self.meanings.get(choice, "")
        return f"{choice} ({means if len(means) <= most else f'{means[:most]}…'})" if means else choice

    def problem(self) -> Problem:
        """The question as a refusal that says how to answer it."""
        more = " …" if len(self.choices) > _MOST_SHOWN else ""
        named = [self.choice(choice, _SHORT) for choice in self.choices[:_MOST_SHOWN]]
        needed = f"one of: {', '.join(named)}{more}" if self.choices else "an answer"
        shown = f"; likely {self.proposal} ({self.why})" if self.proposal else f" ({self.why})" if self.why else ""
        word = self.proposal or self.example or (self.choices[0] if self.choices else "…")
        return Problem(
            file=self.file or "project",
            key=self.key,
            found=f"{self.text}{shown}",
            needed=needed,
            action=f'--answer "{self.key}={word}"' + (", or in the map file" if self.file else ""),
        )


class GivenAnswers:
    """Answers given so far, by key; `FILE:KEY=ANSWER` holds for one file only.

    Parameters
    ----------
    pairs : ``KEY=ANSWER``.

    Raises
    ------
    InputError
        For pairs without ``=``.
    """

    def __init__(self, pairs: Iterable[str] = ()) -> None:
        self._said: dict[tuple[str, str], str] = {}
        self._used: set[tuple[str, str]] = set()
        self._readings: dict[tuple[str, str], list[tuple[str, str]]] = {}
        wrong = [pair for pair in pairs if not self._take(pair)]
        if wrong:
            needed = 'KEY=ANSWER, such as --answer "own=north"'
            raise InputError([Problem(file="--answer", found=f"'{pair}'", needed=needed) for pair in wrong])

    def _take(self, pair: str) -> bool:
        """Note an answer; what holds a colon is a key as it stands (``AB:AW``), or one of a file."""
        key, mark, answer = pair.partition("=")
        if not mark or not key.strip():
            return False
        file, colon, inside = key.partition(":")
        readings = [("", folded(key)), *([(folded(file), folded(inside))] if colon else [])]
        for place in readings:
            self._said[place] = answer.strip()
            self._readings[place] = readings
        return True

    def add(self, question: OpenQuestion, answer: str) -> None:
        """Note the answer to a question that was asked."""
        self._used.add((folded(question.file), folded(question.key)))
        self._said[folded(question.file), folded(question.key)] = answer

    def to(self, file: str, key: str) -> str | None:
        """The answer to a question of a file, None when there is none yet."""
        for place in ((folded(file), folded(key)), ("", folded(key))):
            if place in self._said:
                self._used.update(self._readings.get(place, [place]))
                return self._said[place]
        return None

    def of(self, question: OpenQuestion) -> str | None:
        """The answer to a question; one that fits none of the choices is none.

        Raises
        ------
        InputError
            When the answer is none of the choices.
        """
        answer = self.to(question.file, question.key)
        if answer is None:
            return None
        if not (fitting := question.fits(answer)) and answer:
            needed = f"one of: {', '.join(question.choices)}"
            raise InputError([Problem(file="--answer", key=question.key, found=f"'{answer}'", needed=needed)])
        return fitting

    def unused(self) -> Iterator[Problem]:
        """A problem for each answer nobody asked for."""
        for file, key in sorted(self._said.keys() - self._used):
            if file and (file, key) in self._readings:
                continue  # told under the key as it stands
            name = f"{file}:{key}" if file else key
            found, needed = f"'{name}' was not asked about", "keys as the questions name them"
            needed += "; delete NAME.map.yaml to be asked about a file again"
            yield Problem(file="--answer", found=found, needed=needed, fatal=False)
