"""Do resources follow the tiers (S44)."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from alliancenet.model.governance import Allocation, Inversion
from alliancenet.model.portfolio import Economics, Resource
from alliancenet.portfolio.holdings import Holdings

RESOURCES = {
    "people_time": "full-time equivalents",
    "executive_hours": "executive hours",
    "budget": "budget",
}
Amounts = Mapping[str, float]


def allocations(holdings: Holdings, tiers: Mapping[str, int | None]) -> tuple[Allocation, ...]:
    """Each resource, and the value that stands against it, by tier."""
    return tuple(
        allocation_of(resource, amounts_of(holdings, resource, tiers), tiers) for resource in (*RESOURCES, "value")
    )


def amounts_of(holdings: Holdings, resource: str, names: Sequence[str] | Mapping[str, object]) -> Amounts:
    """Last known amount of a resource, by alliance; nobody counted means absent, not zero."""
    kind = Economics if resource == "value" else Resource
    found = {
        name: [amount for record in holdings.past(kind, name) if (amount := getattr(record, resource)) is not None]
        for name in names
    }
    return {name: float(amounts[-1]) for name, amounts in found.items() if amounts}


def allocation_of(resource: str, amounts: Amounts, tiers: Mapping[str, int | None]) -> Allocation:
    """One resource by tier: sums, shares of the whole, medians."""
    by_tier: dict[str, list[float]] = {}
    for alliance, amount in amounts.items():
        by_tier.setdefault(str(tiers[alliance] or "none"), []).append(amount)
    total = sum(amounts.values())
    return Allocation(
        resource=resource,
        amounts={tier: sum(values) for tier, values in sorted(by_tier.items())},
        shares={tier: sum(values) / total for tier, values in sorted(by_tier.items()) if total},
        medians={tier: median(values) for tier, values in sorted(by_tier.items())},
        missing=tuple(sorted(tiers.keys() - amounts.keys())),
    )


def inversions(holdings: Holdings, tiers: Mapping[str, int | None]) -> tuple[Inversion, ...]:
    """Lower-tier alliances that take more than the median of the tier above, largest excess first."""
    found = [
        inversion
        for resource in RESOURCES
        for inversion in inversions_of(resource, amounts_of(holdings, resource, tiers), tiers)
    ]
    return tuple(sorted(found, key=lambda one: (-one.amount / max(one.median_above, 1e-9), one.alliance)))


def inversions_of(resource: str, amounts: Amounts, tiers: Mapping[str, int | None]) -> Iterator[Inversion]:
    """Return the inversions of one resource; an empty tier above is skipped for the next one up."""
    medians = allocation_of(resource, amounts, tiers).medians
    for alliance, amount in sorted(amounts.items()):
        tier = tiers[alliance]
        above = [upper for upper in (1, 2) if tier is not None and upper < tier and str(upper) in medians]
        if tier is None or not above or amount <= medians[str(above[-1])]:
            continue
        yield Inversion(
            alliance=alliance,
            resource=resource,
            tier=tier,
            amount=amount,
            median_above=medians[str(above[-1])],
            sentence=f"tier {tier} takes {amount:g} {RESOURCES[resource]},"
            f" more than the median {medians[str(above[-1])]:g} of tier {above[-1]}",
        )
