"""`alliancenet compare`: what changed between two audits of one alliance."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.printing import print_document

if TYPE_CHECKING:
    from alliancenet.model.audit import Audit
    from alliancenet.model.comparison import Comparison, Turnover


@click.command()
@click.argument("before", type=click.Path(path_type=Path, exists=True))
@click.argument("after", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as one JSON document.")
def compare(before: Path, after: Path, as_json: bool) -> None:
    """Compare two audit files of one alliance, the earlier one first.

    \b
    alliancenet compare audits/north--w1.audit.json audits/north--w2.audit.json

    Says of every score whether it changed by more than the same people answering again would move
    it, and keeps people who joined or left apart from ties that formed or faded.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    import json

    from alliancenet.cli.portfolio import print_lines
    from alliancenet.compare import compare as compared
    from alliancenet.store.records import as_plain

    comparison = compared(_only_audit(before), _only_audit(after))
    if as_json:
        document = {"format": "alliancenet-comparison/1", "comparison": as_plain(comparison)}
        print_document(json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n")
        return
    print_lines(_lines(comparison))


def _only_audit(path: Path) -> "Audit":
    from alliancenet.errors import AuditFormatError
    from alliancenet.store.audit_file import read_file
    from alliancenet.store.audit_folder import UNREADABLE, unreadable, without_seal

    try:
        opened = read_file(path)
    except UNREADABLE as error:
        raise AuditFormatError(str(unreadable(path.name, error))) from None
    if len(opened.audits) != 1:
        raise AuditFormatError(f"{path.name}: holds {len(opened.audits)} audits; a file with one audit is needed")
    if not opened.is_sealed:
        click.echo(f"warning: {without_seal([path.name])}", err=True)
    return opened.audits[0]


def _lines(comparison: "Comparison") -> Iterator[str]:
    from alliancenet.model.comparison import Verdict

    yield f"{comparison.alliance.name}: {comparison.before.id} to {comparison.after.id}"
    yield from (f"  caution: {caution}" for caution in comparison.cautions)
    if comparison.tier_before != comparison.tier_after:
        yield f"  tier {comparison.tier_before or 'none'} to {comparison.tier_after or 'none'}"
    for title, verdicts in (
        ("Changed", {Verdict.ROSE, Verdict.FELL}),
        (
            "Perhaps changed: each by itself more than answering again, but some of so many are by chance",
            {Verdict.PERHAPS},
        ),
        ("No more than the same people answering again", {Verdict.WITHIN_NOISE}),
        ("Different, and nothing tells what answering again would have moved", {Verdict.NO_INTERVAL}),
    ):
        moved = [change for change in comparison.scores if change.verdict in verdicts]
        if moved:
            yield f"\n{title}"
            yield from (f"  {change.subject.id}: {change.sentence}" for change in moved)
    still = sum(change.verdict is Verdict.SAME for change in comparison.scores)
    blind = sum(change.verdict is Verdict.NOT_COMPARABLE for change in comparison.scores)
    yield f"\n{still} scores are the same, {blind} cannot be compared (--json says why)"
    yield (
        f"\nPeople: {len(comparison.stayers)} stayed, {len(comparison.joiners)} joined, {len(comparison.leavers)} left"
    )
    yield _turnover("Core", comparison.core)
    yield _turnover("Boundary spanners", comparison.spanners)
    for tie in comparison.ties:
        yield (
            f"{tie.layer}: {tie.kept} ties kept, {tie.formed} formed, {tie.faded} faded among those who stayed;"
            f" {tie.brought} came with joiners, {tie.taken} went with leavers; {tie.untold} cannot be told"
        )
    findings = comparison.findings
    for word, keys in (
        ("new", findings.new),
        ("gone", findings.gone),
        ("could not be looked for", findings.not_looked),
    ):
        if keys:
            yield f"Findings {word}: " + ", ".join(f"{code} ({subject.id})" for code, subject in keys)


def _turnover(name: str, turnover: "Turnover") -> str:
    return (
        f"{name}: {len(turnover.kept)} kept, {len(turnover.entered)} entered, {len(turnover.dropped)} dropped out,"
        f" {len(turnover.joined)} joined, {len(turnover.left)} left, {len(turnover.untold)} cannot be told"
    )
