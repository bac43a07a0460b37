"""What relationships earn, as the example of economics holds it: worked out once for all tests."""

from dataclasses import replace
from functools import cache

from alliancenet import resources
from alliancenet.accounting import account_for
from alliancenet.model.earnings import EarningsReview
from alliancenet.sources.project import read_project


@cache
def example_earnings() -> EarningsReview:
    """The review of the shipped example, marked as its project."""
    folder = resources.examples() / "economics"
    return account_for(read_project(folder), folder, "0.1.0")


def some_earnings(**fields) -> EarningsReview:
    """The same without a project, so that it may lie beside any audits."""
    return replace(example_earnings(), **{"project": None, **fields})
