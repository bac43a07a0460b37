"""Steps of repairing a loss, in order, with what portfolio/decisions.csv has of each (E7.2, S13)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.sheets.building import SheetContent, SheetNames, columns, note, on, row, words
from alliancenet.language import stored
from alliancenet.model.portfolio import LADDER, Decision, DecisionKind

STEPS = {
    DecisionKind.INSIDE_REVIEW: stored("look at our own cost of serving it"),
    DecisionKind.ACTIVITY_COST: stored("lower what the activities cost"),
    DecisionKind.COST_SHARED: stored("show it openly what its behaviour costs"),
    DecisionKind.MENU_PRICING: stored("menu price, surcharge or minimum order"),
}
"""The four steps before the test for divesting, in order."""
LAST = stored("test for divesting")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairStep:
    """One step with one partner.

    Parameters
    ----------
    done : the newest record of it; None without one.
    state : `done`, `done out of order` (a step before it has no record), `next`, or `open`.
    """

    partner: str
    step: str
    done: Decision | None
    state: str


def repair_steps_of(ledger: MoneyLedger) -> tuple[RepairStep, ...] | None:
    """Five steps for each partner that loses, the heaviest loss first; None where nobody does."""
    totals = ledger.totals
    losing = np.flatnonzero(totals.is_known & totals.on_record & (totals.contribution < 0))
    if not len(losing):
        return None
    order = losing[np.argsort(totals.contribution[losing], kind="stable")]
    return tuple(step for place in order.tolist() for step in _steps(ledger, str(totals.partners[place])))


def _steps(ledger: MoneyLedger, partner: str) -> Iterator[RepairStep]:
    alliances = {
        alliance.id for alliance in ledger.project.register.alliances.values() if partner in alliance.organisations
    }
    known = [
        record
        for record in ledger.project.records.decisions
        if record.alliance in alliances and record.day <= ledger.as_of
    ]
    has_gap = False
    for kind in LADDER:
        done = max((record for record in known if record.kind is kind), key=lambda record: record.day, default=None)
        if done is not None:
            state = stored("done out of order") if has_gap else stored("done")
        else:
            state = stored("open") if has_gap else stored("next")
            has_gap = True
        yield RepairStep(partner=partner, step=STEPS[kind], done=done, state=state)
    yield RepairStep(partner=partner, step=LAST, done=None, state="open" if has_gap else "next")


def repair_lines(steps: Sequence[RepairStep], currency: str) -> Iterator[str]:  # noqa: ARG001
    """One row a step."""
    rows = [("partner", "step", "state", "date", "owner", "result")]
    for step in steps:
        done = step.done
        told = ("-", "-", "-") if done is None else (str(done.day), done.owner or "nobody", done.result or "not said")
        rows.append((step.partner, step.step, step.state, *told))
    yield from in_columns(rows)


def repair_sheet(steps: Sequence[RepairStep], names: SheetNames) -> SheetContent:
    """One row a step."""
    return SheetContent(
        columns=columns(
            "partner:Partner", "step:Step~", "state:State", "date:Date", "owner:Owner", "result:What came of it~"
        ),
        rows=tuple(
            row(
                names.cell(step.partner),
                words(step.step),
                words(step.state),
                words(on(step.done.day) if step.done else "-"),
                words(names.owner(step.done.owner) if step.done else "-"),
                words(
                    (step.done.result or stored("not said")) if step.done else "-", step.done.note if step.done else ""
                ),
                partner=step.partner,
            )
            for step in steps
        ),
        notes=(
            note(stored("Steps are recorded in portfolio/decisions.csv, with owner and result. A person decides.")),
        ),
    )
