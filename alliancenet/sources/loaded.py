"""What reading ends in, whether from a project folder or from two CSV files."""

from dataclasses import dataclass, field

from alliancenet.errors import Problem
from alliancenet.instruments.reading import read_shipped
from alliancenet.model.audit import InputFile, ProjectMark
from alliancenet.model.facts import StatedFacts
from alliancenet.model.instrument import Instrument
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.model.register import AllianceId, Register
from alliancenet.model.wave import Wave
from alliancenet.settings import Settings
from alliancenet.sources.firm_ratings import FirmRating, firm_ratings


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything that was read, ready to be audited.

    Parameters
    ----------
    waves : by alliance, then by the day they close.
    inputs : every file that was read.
    mark : what tells its audits from those of another project; None for an edge list.
    instruments : what may have been asked: the shipped ones, with the project's own laid over them.
    records : the portfolio's files.
    answered : what surveys state of facts that are kept on file too.
    problems : counted warnings; fatal ones were raised.
    """

    name: str
    register: Register
    settings: Settings
    waves: tuple[Wave, ...]
    inputs: tuple[InputFile, ...]
    instruments: tuple[Instrument, ...] = field(default_factory=read_shipped)
    records: PortfolioRecords = field(default_factory=PortfolioRecords)
    answered: StatedFacts = field(default_factory=StatedFacts)
    problems: tuple[Problem, ...] = ()
    mark: ProjectMark | None = None

    def ratings_by_firm(self, name: str) -> tuple[FirmRating, ...]:
        """How each firm rates its relationship by an instrument (`value`, `switching`), newest wave with answers."""
        return firm_ratings(sorted(self.waves, key=lambda wave: str(wave.closes)), self.instruments, name)

    def waves_of(self, alliance: AllianceId) -> tuple[Wave, ...]:
        """Waves of one alliance, oldest first."""
        return tuple(wave for wave in self.waves if wave.alliance == alliance)
