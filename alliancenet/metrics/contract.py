"""Whether the firms see their unwritten obligations alike (C9, S33)."""

from collections.abc import Iterator

import numpy as np

from alliancenet.metrics.case import Case, metric, withheld
from alliancenet.model.instrument import Instrument, View
from alliancenet.model.score import Score, Subject
from alliancenet.survey.contract import YES, Congruence, Obligation, congruence

_UNIT = "points 0-100"


@metric(
    id="contract_congruence",
    unit=_UNIT,
    low=0,
    high=100,
    smallest_n="3 answers per firm",
    source="Ring & Van de Ven 1992; mutuality after Dabos & Rousseau 2004; least numbers: own limit",
)
def contract_congruence(case: Case) -> Iterator[Score]:
    """Share of obligations both firms' majorities see alike and are sure about.

    Notes
    -----
    Ten expectations × two debtors. `inputs` lists those only one firm believes in. Majorities
    are shown, never who said what. For more than two firms: each pair, and their mean.
    """
    asked = case.instrument("contract")
    table = None if asked is None else case.answer_table(asked)
    if asked is None or table is None or np.isnan(table).all() or not _asks_both_views(asked):
        return
    firm, values, people = case.picture.multiplex.firm, [], 0
    for a, b in case.picture.firm_pairs:
        found = congruence(asked, table, firm, (a, b), case.settings)
        score = _score(case, case.pair(a, b), found)
        yield score
        people += score.n
        values += [] if score.value is None else [score.value]
    if len(values) < len(case.picture.firm_pairs):
        least = case.settings.whole("contract.min_n")
        yield withheld("contract_congruence", case.subject, _UNIT, people, f"needs {least} answers per firm")
        return
    yield Score(
        metric="contract_congruence",
        subject=case.subject,
        value=float(np.mean(values)),
        unit=_UNIT,
        n=people,
        inputs=("contract_congruence of each pair of firms",),
    )


def _asks_both_views(instrument: Instrument) -> bool:
    views = {(item.dimension, item.view) for item in instrument.items}
    return all((dimension, view) in views for dimension, _ in views for view in (View.OWN, View.PARTNER))


def _score(case: Case, pair: Subject, found: Congruence) -> Score:
    n = sum(max((one.answers[side] for one in found.obligations), default=0) for side in (0, 1))
    if found.points is None:
        least = case.settings.whole("contract.min_n")
        return withheld("contract_congruence", pair, _UNIT, n, f"needs {least} answers per firm")
    return Score(
        metric="contract_congruence",
        subject=pair,
        value=found.points,
        unit=_UNIT,
        n=n,
        inputs=tuple(_words(case, pair, one) for one in found.one_sided),
    )


def _words(case: Case, pair: Subject, one: Obligation) -> str:
    names = {firm.id: firm.name for firm in case.firms}
    debtor = case.firms[one.debtor]
    creditor = next(name for firm, name in names.items() if firm in pair.id.split("|") and firm != debtor.id)
    believer = debtor.name if one.majority[0] == YES else creditor
    return f"{one.expectation.replace('_', ' ')} owed by {debtor.name}: only {believer} believes it"
