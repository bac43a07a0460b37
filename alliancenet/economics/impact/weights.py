"""How much each quality weighs in an outcome.

References
----------
Johnson 2000 (relative weights).
"""

import numpy as np

from alliancenet.arrays import FloatArray


def relative_weights(between: FloatArray, outcome: FloatArray) -> FloatArray:
    """Johnson's weights of correlated qualities; they add up to R².

    Parameters
    ----------
    between : correlations of the qualities, a symmetric matrix with ones on the diagonal.
    outcome : correlations of each quality with the outcome.
    """
    roots, vectors = np.linalg.eigh(between)
    link = vectors @ np.diag(np.sqrt(np.maximum(roots, 1e-12))) @ vectors.T
    slopes = np.linalg.solve(link, outcome)
    return np.asarray(link**2 @ slopes**2, dtype=np.float64)


def weights_of_rows(qualities: FloatArray, outcome: FloatArray) -> tuple[FloatArray, float]:
    """Relative weights and R² of rows of answers; weights are nan where a column does not vary."""
    size = qualities.shape[1]
    table = np.column_stack([qualities, outcome])
    if len(table) < size + 2 or (table.std(axis=0) < 1e-12).any():
        return np.full(size, np.nan), float("nan")
    correlations = np.atleast_2d(np.corrcoef(table, rowvar=False))
    found = relative_weights(correlations[:-1, :-1], correlations[:-1, -1])
    return found, float(found.sum())
