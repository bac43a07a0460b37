"""issues.csv: issues logged between the partners."""

from dataclasses import astuple
from pathlib import Path

from alliancenet.model.register import Issue, Record
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft

_OPTIONAL = ("due", "closed", "severity", "owner", "plan_met")


def read_issues(path: Path, name: str, draft: Draft) -> None:
    """Read `alliance,opened` and optionally due, closed, severity, owner, plan_met."""
    draft.kept.add(Record.ISSUES)
    rows = read_rows(
        path,
        name,
        draft.problems,
        required=("alliance", "opened"),
        optional=_OPTIONAL,
        may_be_empty=True,
        declared=draft.declared_of(name),
    )
    for cells in rows:
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        opened, closed = cells.days("opened", "closed", needed=("opened",))
        due = cells.day("due")
        owner = cells.known("owner", draft.people, "people.csv", optional=True)
        plan_met = cells.yes_no("plan_met")
        if alliance is None or opened is None:
            continue
        issue = Issue(
            alliance=alliance,
            opened=opened,
            due=due,
            closed=closed,
            severity=cells.text("severity"),
            owner=owner,
            plan_met=plan_met,
        )
        if not cells.stands_already("opened", *astuple(issue)):
            draft.issues.append(issue)
