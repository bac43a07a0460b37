"""What relationships earn, as the example of economics holds it: worked out once for all tests."""

from dataclasses import replace
from functools import cache

from built_audits import HOSTILE

from alliancenet import resources
from alliancenet.accounting import account_for
from alliancenet.model.earnings import EarningsReview
from alliancenet.sources.project import read_project
from alliancenet.store.records import as_plain, as_record


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
