"""Records of an audit as tidy tables: one row for each, plain cells, unknown left empty."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

from alliancenet.errors import Problem
from alliancenet.model.audit import Participant
from alliancenet.model.comparison import ScoreChange
from alliancenet.model.finding import Finding
from alliancenet.model.review import AllianceReview
from alliancenet.model.score import Score
from alliancenet.privacy import FindingView
from alliancenet.what_if import WhatIfMeasure

if TYPE_CHECKING:
    import pandas as pd

Record = TypeVar("Record")
SEVERAL = "; "  # between names in one cell


class Records(tuple[Record, ...], Generic[Record]):
    """Records in their order, which also make a table."""

    __slots__ = ()
    noun: ClassVar[str] = "records"
    columns: ClassVar[Mapping[str, str]] = {}
    """Column -> kind of its cells."""

    @staticmethod
    def row(record: Any) -> Mapping[str, Any]:
        """Cells of a record."""
        raise NotImplementedError

    def to_frame(self) -> "pd.DataFrame":
        """One row for each record, in their order; unknown is an empty cell, never 0.

        Returns
        -------
        The columns are always there, also where there is no record.
        """
        return frame_of((type(self).row(record) for record in self), self.columns)

    def __repr__(self) -> str:
        """How many there are, and how to see them."""
        return f"<{len(self)} {self.noun}; .to_frame() makes a table of them>"

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, na_rep=""))


class GatheredRecords(Sequence[Record]):
    """Records of several audits, one after the other; their table says of which alliance and wave each is."""

    def __init__(self, parts: Iterable[tuple[str, str, Records[Record]]]) -> None:
        self._parts = tuple(parts)
        self._all = tuple(record for *_, records in self._parts for record in records)

    def to_frame(self) -> "pd.DataFrame":
        """One row for each record, with its `alliance` and `wave` in front."""
        import pandas as pd

        frames = [_named(records.to_frame(), alliance, wave) for alliance, wave, records in self._parts]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["alliance", "wave"])

    def __len__(self) -> int:
        """Records of all audits."""
        return len(self._all)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        """Record at a place, or several."""
        return self._all[place]

    def __iter__(self) -> Iterator[Record]:
        """Records of the first audit, then of the second, and so on."""
        return iter(self._all)

    def __repr__(self) -> str:
        """How many there are of how many audits."""
        noun = self._parts[0][2].noun if self._parts else "records"
        return f"<{len(self)} {noun} of {len(self._parts)} audits; .to_frame() makes a table of them>"

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, na_rep=""))


def _named(frame: "pd.DataFrame", alliance: str, wave: str) -> "pd.DataFrame":
    frame.insert(0, "alliance", alliance)
    frame.insert(1, "wave", wave)
    return frame


def frame_of(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> "pd.DataFrame":
    """Table with these columns, in this order, each of its kind."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))


def _ends(interval: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = (None, None) if interval is None else interval
    return {"low": low, "high": high}


class Scores(Records[Score]):
    """Measured numbers with count, interval and state."""

    __slots__ = ()
    noun = "scores"
    columns: ClassVar[Mapping[str, str]] = {
        "metric": "object",
        "subject_kind": "object",
        "subject": "object",
        "value": "float64",
        "low": "float64",
        "high": "float64",
        "n": "int64",
        "unit": "object",
        "state": "object",
        "reason": "object",
        "band": "object",
        "label": "object",
    }

    @staticmethod
    def row(score: Score) -> Mapping[str, Any]:
        """Cells of a score."""
        return {
            "metric": score.metric,
            "subject_kind": score.subject.kind.value,
            "subject": score.subject.id,
            "value": score.value,
            **_ends(score.interval),
            "n": score.n,
            "unit": str(score.unit),
            "state": score.state.value,
            "reason": score.reason,
            "band": str(score.band),
            "label": score.label,
        }


class Findings(Records[Finding | FindingView]):
    """What rules found, most serious first."""

    __slots__ = ()
    noun = "findings"
    columns: ClassVar[Mapping[str, str]] = {
        "code": "object",
        "severity": "object",
        "subject_kind": "object",
        "subject": "object",
        "title": "object",
        "sentence": "object",
        "people": "object",
        "holds": "float64",
        "to_check": "bool",
        "recommendation": "object",
        "source": "object",
    }

    @staticmethod
    def row(finding: Finding | FindingView) -> Mapping[str, Any]:
        """Cells of a finding; people in one cell."""
        return {
            "code": finding.code,
            "severity": finding.severity.value,
            "subject_kind": finding.subject.kind.value,
            "subject": finding.subject.id,
            "title": finding.title,
            "sentence": finding.sentence,
            "people": SEVERAL.join(finding.people),
            "holds": finding.holds,
            "to_check": finding.to_check,
            "recommendation": finding.recommendation,
            "source": finding.source,
        }


class People(Records[Participant]):
    """People of an alliance and their places in its network."""

    __slots__ = ()
    noun = "people"
    columns: ClassVar[Mapping[str, str]] = {
        "id": "object",
        "name": "object",
        "firm": "object",
        "level": "object",
        "duties": "object",
        "role": "object",
        "spanner": "boolean",
        "core_ties": "Int64",
        "cross_firm_core_ties": "Int64",
        "core_probability": "float64",
        "spanner_probability": "float64",
        "x": "float64",
        "y": "float64",
    }

    @staticmethod
    def row(person: Participant) -> Mapping[str, Any]:
        """Cells of a person; duties on the register in one cell."""
        x, y = (None, None) if person.position is None else person.position
        return {
            "id": person.id,
            "name": person.name,
            "firm": person.firm,
            "level": person.level,
            "duties": SEVERAL.join(person.roles),
            "role": person.role.value,
            "spanner": person.spanner,
            "core_ties": person.core_ties,
            "cross_firm_core_ties": person.cross_firm_core_ties,
            "core_probability": person.core_probability,
            "spanner_probability": person.spanner_probability,
            "x": x,
            "y": y,
        }


class Problems(Records[Problem]):
    """What is wrong in the user's files, and what to do about it."""

    __slots__ = ()
    noun = "problems"
    columns: ClassVar[Mapping[str, str]] = {
        "where": "object",
        "found": "object",
        "needed": "object",
        "action": "object",
        "fatal": "bool",
    }

    @staticmethod
    def row(problem: Problem) -> Mapping[str, Any]:
        """Cells of a problem."""
        return {
            "where": problem.where,
            "found": problem.found,
            "needed": problem.needed,
            "action": problem.action,
            "fatal": problem.fatal,
        }

    def __repr__(self) -> str:
        """One line for each problem, as `alliancenet check` prints them."""
        return (
            "\n".join(f"{'problem' if problem.fatal else 'warning'}: {problem}" for problem in self) or "<no problem>"
        )


class Changes(Records[ScoreChange]):
    """Scores before and after."""

    __slots__ = ()
    noun = "changes"
    columns: ClassVar[Mapping[str, str]] = {
        "metric": "object",
        "subject_kind": "object",
        "subject": "object",
        "before": "float64",
        "after": "float64",
        "difference": "float64",
        "low": "float64",
        "high": "float64",
        "p": "float64",
        "verdict": "object",
        "sentence": "object",
    }

    @staticmethod
    def row(change: ScoreChange) -> Mapping[str, Any]:
        """Cells of a change."""
        return {
            "metric": change.metric,
            "subject_kind": change.subject.kind.value,
            "subject": change.subject.id,
            "before": None if change.before is None else change.before.value,
            "after": None if change.after is None else change.after.value,
            "difference": change.difference,
            **_ends(change.interval),
            "p": change.p,
            "verdict": change.verdict.value,
            "sentence": change.sentence,
        }


class Reviewed(Records[AllianceReview]):
    """Alliances of a review."""

    __slots__ = ()
    noun = "alliances"
    columns: ClassVar[Mapping[str, str]] = {
        "alliance": "object",
        "name": "object",
        "tier": "Int64",
        "proposed_tier": "Int64",
        "health": "float64",
        "health_band": "object",
        "performance": "float64",
        "importance": "float64",
        "depth": "float64",
        "value": "float64",
        "proposal": "object",
        "sentence": "object",
        "last_wave": "object",
        "confidence": "object",
    }

    @staticmethod
    def row(alliance: AllianceReview) -> Mapping[str, Any]:
        """Cells of an alliance."""
        action = alliance.action
        return {
            "alliance": alliance.id,
            "name": alliance.name,
            "tier": alliance.tier.in_force,
            "proposed_tier": alliance.tier.tier,
            "health": alliance.health.value,
            "health_band": alliance.health_band,
            "performance": alliance.performance.value,
            "importance": alliance.tier.importance.value,
            "depth": alliance.tier.depth.value,
            "value": alliance.value.value,
            "proposal": "" if action is None else action.proposal,
            "sentence": "" if action is None else action.sentence,
            "last_wave": alliance.last_wave,
            "confidence": alliance.confidence,
        }


class WhatIfMeasures(Records[WhatIfMeasure]):
    """Counts of a network before and after a simulated change."""

    __slots__ = ()
    noun = "measures"
    columns: ClassVar[Mapping[str, str]] = {
        "measure": "object",
        "about": "object",
        "before": "float64",
        "after": "float64",
        "difference": "float64",
        "is_share": "bool",
    }

    @staticmethod
    def row(measure: WhatIfMeasure) -> Mapping[str, Any]:
        """Cells of a measure."""
        is_known = measure.before is not None and measure.after is not None
        return {
            "measure": measure.name,
            "about": SEVERAL.join(measure.about),
            "before": measure.before,
            "after": measure.after,
            "difference": (measure.after or 0.0) - (measure.before or 0.0) if is_known else None,
            "is_share": measure.is_share,
        }
