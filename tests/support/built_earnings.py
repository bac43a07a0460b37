"""What relationships earn, as the example of economics holds it: worked out once for all tests."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from built_audits import HOSTILE

from alliancenet import resources
from alliancenet.accounting import account_for
from alliancenet.model.earnings import EarningsReview
from alliancenet.settings import default_settings
from alliancenet.sources.loaded import Project
from alliancenet.sources.project import read_project
from alliancenet.store.records import as_plain, as_record
from tests.economics.firms import AS_OF, folder_of, register_of


@cache
def example_earnings() -> EarningsReview:
    """The review of the shipped example, marked as its project."""
    folder = resources.examples() / "economics"
    return account_for(read_project(folder), folder, "0.1.0")


def some_earnings(**fields) -> EarningsReview:
    """The same without a project, so that it may lie beside any audits."""
    return replace(example_earnings(), **{"project": None, **fields})


_FREE_TEXT = {
    "name",
    "sentence",
    "reason",
    "seen",
    "labels",
    "remarks",
    "silent",
    "model",
    "check",
    "whose",
    "resource",
    "text",
    "title",
    "detail",
    "quality",
    "owner",
    "trigger",
    "flag",
}


def hostile_earnings() -> EarningsReview:
    """The same with every payload in every text that comes from somebody's files."""
    document = as_plain(some_earnings())
    return as_record(EarningsReview, _poisoned(document))


def _poisoned(value, name=""):
    if isinstance(value, dict):
        return {key: _poisoned(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_poisoned(part, name) for part in value]
    return f"{' '.join(HOSTILE)} {value}" if isinstance(value, str) and name in _FREE_TEXT else value


def earnings_of(path: Path, files: dict[str, str], *partners: str) -> EarningsReview:
    """Work out books given as texts, of partners given by their ids."""
    project = Project(name="", register=register_of(*partners), settings=default_settings(), waves=(), inputs=())
    return account_for(project, folder_of(path, files), "0.1.0", AS_OF)
