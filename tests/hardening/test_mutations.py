"""Files as editors and strangers leave them; `table.py --only files` tries all of them."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import mutations

FEW = 12


@pytest.mark.slow
def test_no_mutation_changes_a_number_in_silence(tmp_path):
    chosen = mutations.mutations()
    count, faults = mutations.spoilt(tmp_path, chosen[:: len(chosen) // FEW])
    assert (faults, count >= FEW) == ([], True)


def ended(code=0, err="", spent=1.0, peak=100.0):
    return SimpleNamespace(code=code, err=err, spent=spent, peak=peak)


USUAL = (ended(), {"a": (1.0, 5)})


@pytest.mark.parametrize(
    ("read", "is_fault"),
    [
        ((ended(), {"a": (2.0, 5)}), True),
        ((ended(err="warning: a row twice"), {"a": (2.0, 5)}), False),
        ((ended(), {"a": (None, 0)}), False),
        ((ended(2, "problem: x"), {}), False),
        ((ended(2), {}), True),
        ((ended(1, "Traceback"), {}), True),
        ((ended(spent=99.0), {"a": (1.0, 5)}), True),
    ],
)
def test_what_is_said_or_unknown_is_no_fault_and_silence_is(read, is_fault):
    assert bool(mutations._wrong(read, USUAL)) is is_fault
