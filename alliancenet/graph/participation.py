"""Participation over groups and the within-group z-score (Guimerà & Amaral 2005)."""

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.graph.network import Network, own_group, ties_to_groups


def participation(network: Network, direction: str = "either") -> FloatArray:
    """How evenly a person's ties spread over the groups, P = 1 - Σ_s (k_is / k_i)².

    Parameters
    ----------
    direction : "either", "out" or "in"; see `alliancenet.graph.network.facing`.

    Returns
    -------
    Array (n,), 0 to 1 - 1/G; NaN for people without such ties (bctpy gives 0). Ties to people
    of unknown group are left out.

    References
    ----------
    Guimerà & Amaral 2005, J. Stat. Mech. P02001.
    """
    to_groups = ties_to_groups(network, direction)
    total = np.asarray(to_groups.sum(axis=1)).ravel()
    squares = np.asarray(to_groups.multiply(to_groups).sum(axis=1)).ravel()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, 1 - squares / total**2, np.nan)


def participation_rescaled(network: Network) -> FloatArray:
    """Participation in either direction times G/(G - 1): 1 is an even spread over G groups.

    NaN with fewer than two groups.
    """
    groups = len(network.group_names)
    if groups < 2:
        return np.full(network.n_people, np.nan)
    return participation(network) * groups / (groups - 1)


def within_group_z(network: Network, direction: str = "either") -> FloatArray:
    """Z of a person's strength inside their group among the members of the group.

    Population standard deviation (n, not n - 1). NaN without a group and where everybody in the
    group has the same strength: a z-score does not exist there (bctpy gives 0).

    Parameters
    ----------
    direction : "either", "out" or "in".

    References
    ----------
    Guimerà & Amaral 2005.
    """
    z = np.full(network.n_people, np.nan)
    if network.group is None:
        return z
    inside = own_group(network, ties_to_groups(network, direction))
    for index in range(len(network.group_names)):
        members = network.group == index
        values = inside[members]
        # sums of fractions that should be equal differ in their last digit
        if len(values) and np.ptp(values) > 1e-12 * values.max():
            z[members] = (values - values.mean()) / values.std()
    return z
