"""`alliancenet tiers`: the tier of every alliance and how it came about."""

from datetime import datetime
from pathlib import Path

import click

from alliancenet.cli.portfolio import as_of_option, audits_option, open_holdings, print_lines, read_aloud
from alliancenet.cli.project_path import ProjectPath


@click.command()
@click.argument("project", type=ProjectPath())
@audits_option
@as_of_option
@click.option("--explain", metavar="ALLIANCE", help="Print the arithmetic of one alliance.")
def tiers(project: Path, audits: Path | None, as_of: datetime | None, explain: str | None) -> None:
    """Print tiers with reason, distance to the next one, and the places in tier 1."""
    from alliancenet.language import retold
    from alliancenet.portfolio.summary import table
    from alliancenet.portfolio.tiers.rounds import decide_tiers

    holdings, _, _ = open_holdings(read_aloud(project), project, audits, as_of, needs_audits=False)
    decisions, cap = decide_tiers(holdings)
    if explain is not None:
        chosen = [decision for decision in decisions if decision.alliance == explain]
        if not chosen:
            known = ", ".join(decision.alliance for decision in decisions)
            raise click.BadParameter(f"there is no alliance '{explain}'; one of {known}", param_hint="--explain")
        decision = chosen[0]
        head = f"{decision.alliance}: proposed tier {decision.tier or 'none'}"
        head += f", on the register {decision.assigned or 'none'}"
        print_lines(
            (head, *decision.arithmetic, retold(decision.reason), f"next: {decision.to_next}", retold(cap.reason))
        )
        return
    rows = [("alliance", "register", "proposed", "status", "reason", "to the next tier")]
    rows += [
        (
            decision.alliance,
            str(decision.assigned or "-"),
            str(decision.tier or "-"),
            decision.status.value,
            retold(decision.reason),
            decision.to_next,
        )
        for decision in decisions
    ]
    print_lines((*table(rows), "", retold(cap.reason)))
