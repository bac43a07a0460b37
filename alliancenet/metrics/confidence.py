"""How far the answers carry: response by firm and by level."""

from collections.abc import Iterator

from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric
from alliancenet.model.score import Score, Subject, SubjectKind


@metric("response_rate")
def response_rate(case: Case) -> Iterator[Score]:
    """Share of a firm's roster that answered; with logs alone, the share logs of the own firm cover.

    Notes
    -----
    Answers to any layer count. A layer measured once per pair needs no answer. Confidence is
    high from 80 % on each side with no key person missing, medium from 60 %, else low.
    """
    multiplex = case.picture.multiplex
    for position, firm in enumerate(case.firms):
        members = multiplex.firm == position
        yield Score(
            metric="response_rate",
            subject=Subject(kind=SubjectKind.FIRM, id=firm.id),
            value=(share := float(multiplex.answered[members].mean())),
            unit="share of the roster 0-1",
            n=int(members.sum()),
            interval=(share, share),
            inputs=("logs",) if case.wave.by_logs_alone else ("response status",),
            label="covered by logs of the own firm" if case.wave.by_logs_alone else "",
        )
