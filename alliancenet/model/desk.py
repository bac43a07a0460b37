"""What the browser's desk and the process that works for it tell each other."""

from collections.abc import Mapping
from dataclasses import dataclass

_IN_A_TERMINAL = "add it with `alliancenet add` in a terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldProblem:
    """A fault or a remark about a file, as text; see `alliancenet.errors.Problem`.

    Parameters
    ----------
    row : row of a table as a spreadsheet counts, 0 where it is about no row.
    key : column, or path of keys of a YAML file.
    is_fault : False for a remark that stops nothing.
    """

    file: str
    text: str
    row: int = 0
    key: str = ""
    is_fault: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """What the desk takes at once, and what it spends on looking at it.

    Parameters
    ----------
    mb : of one upload, in millions of bytes.
    files : of one upload.
    mib : memory of the process that looks at files.
    seconds : computing time for one file.
    kinds : endings of names that are taken.
    """

    mb: float
    files: int
    mib: int
    seconds: int
    kinds: tuple[str, ...]

    @property
    def too_much(self) -> str:
        """Why a file is not taken that needs more memory."""
        return f"needs more memory than the desk gives ({self.mib} MiB, setting desk.looking); {_IN_A_TERMINAL}"

    @property
    def too_long(self) -> str:
        """Why a file is not taken that takes longer."""
        return f"takes longer to look at than {self.seconds} s (setting desk.looking); {_IN_A_TERMINAL}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStanding:
    """How far a project is.

    Parameters
    ----------
    lines : what `alliancenet check` says of it.
    remarks : faults and remarks.
    files : files that are read, by name, with their kind.
    is_ready : it can be audited.
    """

    name: str
    lines: tuple[str, ...]
    remarks: tuple[ToldProblem, ...]
    files: Mapping[str, str]
    is_ready: bool
    limits: UploadLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an uploaded file is, or why it is not taken.

    Parameters
    ----------
    kind : kind of file of a project, "log", or "" where it has to be asked.
    points : confidence in percent.
    why : what that rests on.
    refused : a sentence, "" where it is taken.
    """

    file: str
    kind: str = ""
    points: int = 0
    why: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question; see `alliancenet.adding.question.OpenQuestion`."""

    file: str
    key: str
    text: str
    choices: tuple[str, ...]
    proposal: str
    why: str
    example: str
    meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeProposal:
    """What taking files in would do.

    Parameters
    ----------
    told : what would be done, in sentences.
    questions : what is open.
    remarks : faults that stop it, and remarks.
    writes : files that would be written.
    change : number of the change when it was done, else 0.
    has_logs : logs are among them, which have to be built.
    """

    told: tuple[str, ...] = ()
    questions: tuple[Asked, ...] = ()
    remarks: tuple[ToldProblem, ...] = ()
    writes: tuple[str, ...] = ()
    change: int = 0
    has_logs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A column of a form.

    Parameters
    ----------
    name : of the column in the file.
    title, help : as people read it.
    choices : possible values; empty for any text.
    many : several of the choices, separated by `;`.
    kind : `text`, `date`, `number`, or `filled` for what is filled in by the program and not shown.
    """

    name: str
    title: str
    help: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A table of a project as a form.

    Parameters
    ----------
    name : of the form.
    file : of the project it stands in.
    digest : of the file as it was read; "" where there is none yet.
    fields : columns.
    rows : cells by column.
    closed : why it cannot be changed here, "" where it can.
    names : what an id of a choice stands for.
    remarks : faults of the file as it is.
    """

    name: str
    file: str
    digest: str
    fields: tuple[FormField, ...]
    rows: tuple[Mapping[str, str], ...]
    closed: str = ""
    names: Mapping[str, str]
    remarks: tuple[ToldProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of saving a form.

    Parameters
    ----------
    change : number of the change, 0 when nothing was written.
    faults : why not, with their rows and columns.
    is_stale : the file was changed by somebody else since it was read.
    refused : any other reason, in a sentence.
    """

    change: int = 0
    faults: tuple[ToldProblem, ...] = ()
    is_stale: bool = False
    refused: str = ""
