"""Two audits of one alliance compared, as lines of text: the few changes that count first, the rest counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from alliancenet.model.catalogue import Unit
from alliancenet.model.comparison import Comparison, ScoreChange, TieChange, Turnover, Verdict
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.report import manual, words
from alliancenet.report.moves import FOLLOWED, PART

MOST = 8
CONTACT = "communication"
_MOVED = frozenset({Verdict.ROSE, Verdict.FELL})
_TITLES = (
    ("Changed", _MOVED),
    ("Perhaps changed: each by itself more than answering again, but some of so many are by chance", {Verdict.PERHAPS}),
    ("No more than the same people answering again", {Verdict.WITHIN_NOISE}),
    ("Different, and nothing tells what answering again would have moved", {Verdict.NO_INTERVAL}),
    ("The same", {Verdict.SAME}),
    ("Cannot be compared", {Verdict.NOT_COMPARABLE}),
)


def lines(found: Comparison, *, every: bool = False) -> Iterator[str]:
    """Lines of text.

    Parameters
    ----------
    every : all scores by what may be said of them, in place of the few changes that count.
    """
    before, after = (words.month_of(wave) for wave in (found.before, found.after))
    yield f"{found.alliance.name}: {before} to {after}"
    yield from (f"  caution: {caution}" for caution in found.cautions)
    if found.tier_before != found.tier_after:
        yield f"  tier {found.tier_before or 'none'} to {found.tier_after or 'none'}"
    yield from _every(found) if every else _few(found)
    yield from _people(found)
    yield from _ties(found.ties, len(found.stayers))
    yield from _findings(found)


def _few(found: Comparison) -> Iterator[str]:
    changed = [change for change in found.scores if change.verdict in _MOVED]
    of_whole = [change for change in changed if change.subject.kind is SubjectKind.ALLIANCE]
    first = sorted(
        (change for change in of_whole if change.metric in FOLLOWED and change.metric != PART), key=_size, reverse=True
    )[:MOST]
    yield "\nChanged" if first else "\nNone of the main numbers changed."
    yield from (f"  {change.sentence}" for change in first)
    counts = Counter(change.verdict for change in found.scores)
    more = len(changed) - len(first)
    rest = [
        f"{words.plural(more, 'more score')} changed" if first else f"{words.plural(more, 'other score')} changed",
        f"{counts[Verdict.PERHAPS]} perhaps",
        f"{counts[Verdict.WITHIN_NOISE]} no more than the same people answering again",
        f"{counts[Verdict.NO_INTERVAL]} differ and nothing tells by how much answering again would move them",
        f"{counts[Verdict.SAME]} are the same",
        f"{counts[Verdict.NOT_COMPARABLE]} cannot be compared",
    ]
    yield "  " + "; ".join(part for part in rest if not part.startswith("0 ")) + " (--all lists them)"


def _size(change: ScoreChange) -> tuple[bool, float]:
    return (words.unit_of(change.metric) is Unit.POINTS, abs(change.difference or 0.0))


def _every(found: Comparison) -> Iterator[str]:
    for title, verdicts in _TITLES:
        told = [change for change in found.scores if change.verdict in verdicts]
        if told:
            yield f"\n{title} ({words.plural(len(told), 'score')})"
            yield from (f"  {_about(found, change.subject)}{change.sentence}" for change in told)


def _about(found: Comparison, subject: Subject) -> str:
    """Who a score is about, before its sentence; nothing for the alliance as a whole."""
    names = {firm.id: firm.name for firm in found.alliance.firms}
    if subject.kind is SubjectKind.ALLIANCE:
        return ""
    if subject.kind is SubjectKind.LEVEL:
        return f"{words.capital(words.plain(subject.id))} people: "
    return " and ".join(names.get(part, part) for part in subject.id.split("|")) + ": "


def _people(found: Comparison) -> Iterator[str]:
    yield (
        f"\nPeople: {len(found.stayers)} stayed, {len(found.joiners)} joined, {len(found.leavers)} left the alliance"
    )
    yield _turnover("Core", found.core)
    yield _turnover("Boundary spanners", found.spanners)


def _turnover(name: str, turnover: Turnover) -> str:
    parts = (
        (turnover.kept, "are still there"),
        (turnover.entered, "of those who stayed came in"),
        (turnover.dropped, "of those who stayed dropped out"),
        (turnover.joined, "came with joiners"),
        (turnover.left, "went with leavers"),
        (turnover.untold, "cannot be said for lack of answers"),
    )
    told = [f"{len(ids)} {what}" for ids, what in parts if ids]
    return f"{name}: {', '.join(told) or 'nobody in either audit'}"


def _ties(ties: Sequence[TieChange], stayed: int) -> Iterator[str]:
    """Contact as ties that formed and faded; every other question as what the same pairs answered both times."""
    for tie in ties:
        if tie.layer == CONTACT:
            yield (
                f"Contact among the {stayed} who stayed: {words.plural(tie.kept, 'tie')} kept, {tie.formed} formed,"
                f" {tie.faded} faded"
                + _some(tie.brought, "came with joiners")
                + _some(tie.taken, "went with leavers")
                + _some(tie.untold, "cannot be said for lack of answers")
            )
    rated = [tie for tie in ties if tie.layer != CONTACT and tie.mean_before is not None and tie.mean_after is not None]
    if rated:
        yield "What pairs who were in touch both times answered about each other, mean of the question's steps:"
    for tie in rated:
        means = f"{tie.mean_before:.1f} to {tie.mean_after:.1f}"
        yield f"  {words.capital(words.plain(tie.layer))}: {means} ({words.plural(tie.kept, 'pair')})"


def _some(count: int, what: str) -> str:
    return f", {count} {what}" if count else ""


def _findings(found: Comparison) -> Iterator[str]:
    findings = found.findings
    for word, keys in (
        ("New findings", findings.new),
        ("Findings that are gone", findings.gone),
        ("Findings that could not be looked for again", findings.not_looked),
        ("Findings looked for the first time", findings.first_looked),
    ):
        if keys:
            yield f"\n{word}"
            yield from _by_code(keys)


def _by_code(keys: Iterable[tuple[str, Subject]]) -> Iterator[str]:
    for code, count in Counter(code for code, _ in keys).items():
        times = f", {count} times" if count > 1 else ""
        yield f"  {manual.finding_title(code)} ({code}{times})"
