"""What the library reads: examples, projects, edge lists, folders of audits."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.results import Audit, Audits, Faults, Place, Project, readable


@cache
def _unpacked() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="alliancenet-examples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def example(name: str) -> Path:
    """Folder of a shipped example project, unpacked for as long as Python runs.

    Parameters
    ----------
    name : healthy, cold, one_bridge, portfolio, two_firms, traces, economics or staffing.

    Raises
    ------
    InputError
        For a name that is no example.

    Examples
    --------
    >>> import alliancenet as an
    >>> an.example("healthy").name
    'healthy'
    """
    from alliancenet import resources

    names = resources.example_names()
    if name not in names:
        raise Faults([Problem(file="name", found=f"there is no example '{name}'", needed=f"one of {', '.join(names)}")])
    folder = _unpacked() / name
    if not folder.is_dir():
        folder.mkdir()
        resources.unpack_example(name, folder)
    return folder


def read_project(folder: Place) -> Project:
    """Read a project folder whole.

    Parameters
    ----------
    folder : holds ``alliancenet.yaml`` and the files it names; ``alliancenet init`` makes one.

    Raises
    ------
    InputError
        With every problem of every file when one of them is fatal; ``error.problems.to_frame()`` is a table.

    Examples
    --------
    >>> import alliancenet as an
    >>> project = an.read_project(an.example("healthy"))
    >>> project.waves
    (('lantern', '2026-04'),)
    >>> try:
    ...     an.read_project("nowhere")
    ... except an.InputError as error:
    ...     print(error.problems.to_frame()[["where", "found"]].to_string(index=False, header=False))
    nowhere there is no such folder
    """
    from alliancenet.sources.project import read_project as read

    with readable():
        return Project(read(Path(folder)), Path(folder))


def read_edge_list(
    people: Place,
    ties: Place,
    *,
    firm: str,
    level: str | None = None,
    layers: dict[str, str] | None = None,
    own: str | None = None,
    directed: bool | None = None,
) -> Project:
    r"""Read two CSV files as a project of one alliance.

    Parameters
    ----------
    people : CSV with `id`, the `firm` column and attributes.
    ties : CSV with `source,target` and if there are any `layer`, `wave`, `weight`.
    firm, level : columns of `people`.
    layers : layer of the file -> layer of the audit (communication, importance, closeness, trust …).
    own : the firm that runs the audit; the first one by default.
    directed : told from the ties by default.

    Raises
    ------
    InputError
        With every fault of both files.

    Examples
    --------
    >>> import alliancenet as an
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     people, ties = Path(folder, "people.csv"), Path(folder, "ties.csv")
    ...     _ = people.write_text("id,office\nana,north\nben,north\ncat,south\ndan,south\n")
    ...     _ = ties.write_text("source,target\nana,ben\nben,cat\ncat,dan\n")
    ...     project = an.read_edge_list(people, ties, firm="office")
    >>> len(project.waves)
    1
    """
    from alliancenet.settings import default_settings
    from alliancenet.sources.edges.project import read_edge_list as read
    from alliancenet.sources.edges.ties import parse_layer_map

    with readable():
        mapped = parse_layer_map([f"{name}={layer}" for name, layer in (layers or {}).items()])
        record = read(
            Path(people),
            Path(ties),
            firm=firm,
            level=level,
            layer_map=mapped,
            own=own,
            directed=directed,
            settings=default_settings(),
        )
    return Project(record)


def read_audits(folder: Place) -> Audits:
    """Read the audit files of a folder; what cannot be read is in `problems`, the others stay.

    Raises
    ------
    InputError
        When there is no such folder.

    Examples
    --------
    >>> import alliancenet as an
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = an.audit(an.example("healthy"), resamples=0).save(folder)
    ...     audits = an.read_audits(folder)
    >>> [(audit.alliance.id, audit.wave.id) for audit in audits]
    [('lantern', '2026-04')]
    """
    from alliancenet.store.audit_folder import read_audits as read

    if not Path(folder).is_dir():
        raise Faults([Problem(file=str(folder), found="there is no such folder", needed="a folder of audit files")])
    loaded = read(Path(folder))
    return Audits(map(Audit, loaded.audits), loaded.problems)
