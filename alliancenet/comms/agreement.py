"""How far survey and logs tell the same story about who is in contact."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Survey and logs compared, pair by pair.

    Parameters
    ----------
    pairs : pairs both sources know (unknown on either side left out).
    rank_correlation : Spearman's, −1 to 1; None below 3 pairs or when a side does not vary.
    both, only_survey, only_logs, neither : pairs with contact (step ≥ 1) in which source.
    """

    pairs: int
    rank_correlation: float | None
    both: int
    only_survey: int
    only_logs: int
    neither: int


def agreement(survey: Mapping[tuple[str, str], float], logs: Mapping[tuple[str, str], float]) -> Agreement:
    """Compare the steps two sources give to the same pairs.

    Parameters
    ----------
    survey, logs : step 0-5 by pair (ids in order), pairs a source knows nothing of left out; a
        known absence is 0.
    """
    common = sorted(survey.keys() & logs.keys())
    said = np.array([survey[pair] for pair in common])
    seen = np.array([logs[pair] for pair in common])
    return Agreement(
        pairs=len(common),
        rank_correlation=_spearman(said, seen),
        both=int(((said >= 1) & (seen >= 1)).sum()),
        only_survey=int(((said >= 1) & (seen < 1)).sum()),
        only_logs=int(((said < 1) & (seen >= 1)).sum()),
        neither=int(((said < 1) & (seen < 1)).sum()),
    )


def _spearman(said: np.ndarray, seen: np.ndarray) -> float | None:
    if said.size < 3 or np.ptp(said) == 0 or np.ptp(seen) == 0:
        return None
    from scipy.stats import spearmanr

    return float(spearmanr(said, seen).statistic)
