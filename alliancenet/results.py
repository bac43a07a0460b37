"""What the library hands to Python: projects, audits, views, reviews, each with a short word for itself and tables."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from alliancenet import notebook
from alliancenet.errors import InputError, Problem
from alliancenet.extras import told
from alliancenet.frames import (
    Changes,
    Findings,
    GatheredRecords,
    People,
    Problems,
    Reviewed,
    Scores,
    WhatIfMeasures,
    frame_of,
)
from alliancenet.metric_frame import METRIC_COLUMNS, metric_rows
from alliancenet.model.audit import AllianceSummary, Confidence, Participant, WaveSummary
from alliancenet.model.audit import Audit as AuditRecord
from alliancenet.model.comparison import Comparison
from alliancenet.model.finding import Finding
from alliancenet.model.review import PortfolioReview
from alliancenet.model.score import Score
from alliancenet.privacy import AuditView, FindingView
from alliancenet.sources.loaded import Project as ProjectRecord
from alliancenet.what_if import Simulation

if TYPE_CHECKING:
    import pandas as pd

Place = str | Path
_ROWS_IN_A_CELL = 60


class Faults(InputError):
    """Faults in the user's files, all at once; `problems.to_frame()` makes a table of them."""

    problems: Problems

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        self.problems = Problems(self.problems)

    def _repr_html_(self) -> str:
        return self.problems._repr_html_()


@contextmanager
def readable() -> Iterator[None]:
    """Faults as a table, and a missing part of the installation in a sentence."""
    try:
        with told():
            yield
    except InputError as error:
        raise Faults(error.problems) from None


class Project:
    """A project that was read: its alliances and waves, ready to be audited; made by `read_project`.

    Attributes
    ----------
    record : everything that was read, as plain data.
    folder : where it was read from; None for an edge list.
    """

    def __init__(self, record: ProjectRecord, folder: Path | None = None) -> None:
        self.record = record
        self.folder = folder

    @property
    def alliances(self) -> tuple[str, ...]:
        """Ids of the alliances, sorted."""
        return tuple(sorted(map(str, self.record.register.alliances)))

    @property
    def waves(self) -> tuple[tuple[str, str], ...]:
        """Alliance and wave of everything that can be audited."""
        return tuple((str(wave.alliance), wave.id) for wave in self.record.waves)

    @property
    def problems(self) -> Problems:
        """Warnings of reading; faults that stop the work are raised as `InputError`."""
        return Problems(self.record.problems)

    def __repr__(self) -> str:
        """Name, alliances, waves, warnings."""
        counts = f"{counted(self.alliances, 'alliance')}, {counted(self.waves, 'wave')}"
        return f"<Project '{self.record.name}': {counts}, {counted(self.problems, 'warning')}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(repr(self))}</p>" + (self.problems._repr_html_() if self.problems else "")


class Audit:
    """An audit of one alliance in one wave: the analyst's own, with everything; made by `audit`.

    Its tables name people by id and hold what no other reader may see. `view` makes what may be handed on.

    Attributes
    ----------
    record : the audit as plain data.
    """

    def __init__(self, record: AuditRecord) -> None:
        self.record = record

    @property
    def alliance(self) -> AllianceSummary:
        """The alliance as the register knew it."""
        return self.record.alliance

    @property
    def wave(self) -> WaveSummary:
        """The round of asking."""
        return self.record.wave

    @property
    def confidence(self) -> Confidence:
        """How far the answers carry."""
        return self.record.confidence

    @property
    def scores(self) -> Scores:
        """Every number with its count, interval and state; ``.to_frame()`` makes a table."""
        return Scores(self.record.scores)

    @property
    def findings(self) -> Findings:
        """What the rules found; ``.to_frame()`` makes a table."""
        return Findings(self.record.findings)

    @property
    def people(self) -> People:
        """People and their places in the network; ``.to_frame()`` makes a table."""
        return People(self.record.people)

    def __repr__(self) -> str:
        """One line."""
        return f"<{notebook.line(self)}; confidence {self.confidence.value}>"

    def _repr_html_(self) -> str:
        return notebook.card(self)


class Audits(Sequence[Audit]):
    """Audits by alliance, then by wave: a list that also takes an alliance and a wave.

    Attributes
    ----------
    problems : files of a folder that could not be read.
    """

    def __init__(self, audits: Iterable[Audit], problems: Iterable[Problem] = ()) -> None:
        self._audits = tuple(audits)
        self.problems = Problems(problems)

    @overload
    def __getitem__(self, place: int | tuple[str, str]) -> Audit: ...
    @overload
    def __getitem__(self, place: slice | str) -> "Audits": ...
    def __getitem__(self, place: int | slice | str | tuple[str, str]) -> "Audit | Audits":
        """Audit at a place or of an alliance and a wave; all of an alliance by its id alone.

        Raises
        ------
        KeyError
            For an alliance or wave that is not here, with those that are.
        """
        if isinstance(place, int):
            return self._audits[place]
        if isinstance(place, slice):
            return Audits(self._audits[place])
        alliance, wave = (place, None) if isinstance(place, str) else place
        chosen = [audit for audit in self if audit.alliance.id == alliance and wave in (None, audit.wave.id)]
        if not chosen:
            there = ", ".join(f"{audit.alliance.id} {audit.wave.id}" for audit in self) or "none"
            raise KeyError(f"no audit of {alliance}{'' if wave is None else f' {wave}'}; there are: {there}")
        return Audits(chosen) if wave is None else chosen[0]

    def __len__(self) -> int:
        """How many audits."""
        return len(self._audits)

    @property
    def scores(self) -> GatheredRecords[Score]:
        """Scores of all audits; their table has `alliance` and `wave`."""
        return GatheredRecords((audit.alliance.id, audit.wave.id, audit.scores) for audit in self)

    @property
    def findings(self) -> GatheredRecords[Finding | FindingView]:
        """Findings of all audits; their table has `alliance` and `wave`."""
        return GatheredRecords((audit.alliance.id, audit.wave.id, audit.findings) for audit in self)

    @property
    def people(self) -> GatheredRecords[Participant]:
        """People of all audits; their table has `alliance` and `wave`."""
        return GatheredRecords((audit.alliance.id, audit.wave.id, audit.people) for audit in self)

    def save(self, folder: Place) -> Path:
        """Write one audit file for each into a folder, which `alliancenet serve` and `read_audits` open."""
        from alliancenet.portfolio.shelf.reading import note_audits
        from alliancenet.store.audit_file import write_audits

        records = [audit.record for audit in self]
        with readable():
            write_audits(Path(folder), records)
            note_audits(Path(folder), records)
        return Path(folder)

    def __repr__(self) -> str:
        """One line for each audit."""
        return "\n".join(map(notebook.line, self)) or "<no audit>"

    def _repr_html_(self) -> str:
        return notebook.table(self)


class View:
    """What one reader may see of audits; made by `view`, and the only thing that can be printed as a report.

    Attributes
    ----------
    records : what may be seen of each audit, as plain data.
    """

    def __init__(self, records: Iterable[AuditView]) -> None:
        self.records = tuple(records)

    @property
    def scores(self) -> GatheredRecords[Score]:
        """Scores this reader may see; a hidden one stays, with its reason."""
        return GatheredRecords((record.alliance.id, record.wave.id, Scores(record.scores)) for record in self.records)

    @property
    def findings(self) -> GatheredRecords[Finding | FindingView]:
        """Findings in words this reader may read; people are named as the reader may know them."""
        return GatheredRecords(
            (record.alliance.id, record.wave.id, Findings(record.findings)) for record in self.records
        )

    @property
    def withheld(self) -> tuple[str, ...]:
        """What this reader does not see and why, each reason once."""
        return tuple(dict.fromkeys(reason for record in self.records for reason in record.withheld))

    def report(self, path: Place | None = None) -> str:
        """One HTML page that opens offline: the text of it, also written to `path` where one is given."""
        from alliancenet.files.writing import write_whole
        from alliancenet.report.page import html_report

        page = html_report(self.records)
        if path is not None:
            write_whole(Path(path), page)
        return page

    def __repr__(self) -> str:
        """One line for each audit."""
        return "\n".join(map(notebook.line, self.records)) or "<nothing this reader may see>"

    def _repr_html_(self) -> str:
        return "".join(map(notebook.card, self.records))


class Compared:
    """What changed between two audits; made by `compare`.

    Attributes
    ----------
    record : the comparison as plain data.
    """

    def __init__(self, record: Comparison) -> None:
        self.record = record

    def to_frame(self) -> "pd.DataFrame":
        """One row for each score: before, after, difference, and whether it moved beyond noise."""
        return Changes(self.record.scores).to_frame()

    def __repr__(self) -> str:
        """Alliance, waves, and how many scores there are of each verdict."""
        counts: dict[str, int] = {}
        for change in self.record.scores:
            counts[change.verdict.value] = counts.get(change.verdict.value, 0) + 1
        verdicts = ", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in counts.items())
        return f"<{self.record.alliance.id} {self.record.before.id} to {self.record.after.id}: {verdicts}>"

    def _repr_html_(self) -> str:
        return notebook.moves(self.record)


class WhatIf:
    """What a simulated change would break and heal; made by `what_if`.

    Attributes
    ----------
    record : the simulation as plain data.
    """

    def __init__(self, record: Simulation) -> None:
        self.record = record

    @property
    def measures(self) -> WhatIfMeasures:
        """Counts before and after."""
        return WhatIfMeasures(self.record.measures)

    @property
    def lost_bridge(self) -> tuple[str, ...]:
        """Ids of people who stay and lose their last contact across firms."""
        return self.record.lost_bridge

    @property
    def isolated(self) -> tuple[str, ...]:
        """Ids of people who stay and lose all contact."""
        return self.record.isolated

    def to_frame(self) -> "pd.DataFrame":
        """One row for each measure: before, after and difference."""
        return self.measures.to_frame()

    def __repr__(self) -> str:
        """What would change over the whole alliance."""
        changed = [
            f"{measure.name} {measure.before:g} to {measure.after:g}"
            for measure in self.record.measures
            if not measure.about and measure.before != measure.after
        ]
        return f"<what if, no forecast: {', '.join(changed) or 'nothing changes'}>"

    def _repr_html_(self) -> str:
        return notebook.before_and_after(self.record)


class Review:
    """A review of the portfolio; made by `review`.

    Attributes
    ----------
    record : the review as plain data.
    """

    def __init__(self, record: PortfolioReview) -> None:
        self.record = record

    def to_frame(self) -> "pd.DataFrame":
        """One row for each alliance: tier, health beside performance, what is proposed."""
        return Reviewed(self.record.alliances).to_frame()

    def __repr__(self) -> str:
        """Day and headline."""
        return f"<{self.record.as_of}: {self.record.headline}>"

    def _repr_html_(self) -> str:
        return Reviewed(self.record.alliances)._repr_html_()


class NetworkMetrics:
    """Metrics of a network; made by `metrics`.

    Attributes
    ----------
    document : the numbers as ``alliancenet metrics --json`` prints them, reasons and notes among them.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def to_frame(self) -> "pd.DataFrame":
        """One row for each number: metric, what it is about, value; why, where it does not exist.

        A part of a metric has its name after a dot (``brokerage.gatekeeper``); what is no number, such
        as the people of a core, stands in `text`.
        """
        return frame_of(metric_rows(self.document), METRIC_COLUMNS)

    def __repr__(self) -> str:
        """People and ties."""
        return f"<metrics of {self.document['n_people']} people and {self.document['n_ties']} ties>"

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, na_rep="", max_rows=_ROWS_IN_A_CELL))


def counted(things: Sequence[object], noun: str) -> str:
    """A count and its noun."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
