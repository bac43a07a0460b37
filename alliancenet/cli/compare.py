"""`alliancenet compare`: what changed between two audits of one alliance."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.printing import print_document

if TYPE_CHECKING:
    from alliancenet.errors import Problem
    from alliancenet.model.audit import Audit


@click.command()
@click.argument("before", type=click.Path(path_type=Path, exists=True))
@click.argument("after", type=click.Path(path_type=Path, exists=True))
@click.option("--all", "every", is_flag=True, help="List every score by what may be said of it.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as one JSON document.")
def compare(before: Path, after: Path, every: bool, as_json: bool) -> None:
    """Compare two audit files of one alliance, the earlier one first.

    \b
    alliancenet compare audits/north--w1.audit.json audits/north--w2.audit.json

    Says which numbers changed by more than the same people answering again would move them, and keeps
    people who joined or left apart from ties that formed or faded.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    import json

    from alliancenet.cli.portfolio import print_lines
    from alliancenet.compare import compare as compared
    from alliancenet.report.compared import lines
    from alliancenet.store.records import as_plain

    comparison = compared(*_audits(before, after))
    if as_json:
        document = {"format": "alliancenet-comparison/1", "comparison": as_plain(comparison)}
        print_document(json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n")
        return
    print_lines(lines(comparison, every=every))


def _audits(before: Path, after: Path) -> tuple["Audit", "Audit"]:
    """Both audits, the earlier first; every fault of both files at once."""
    from alliancenet.errors import AuditFormatError, InputError, Problem
    from alliancenet.store.audit_file import read_file
    from alliancenet.store.audit_folder import UNREADABLE, no_audit, without_seal

    audits, problems, unsealed = list["Audit"](), list[Problem](), list[str]()
    for path in (before, after):
        try:
            opened = read_file(path)
            if len(opened.audits) != 1:
                raise AuditFormatError(f"holds {len(opened.audits)} audits, and one is compared with one")
        except UNREADABLE as error:
            problems.append(no_audit(path, error))
            continue
        audits += opened.audits
        unsealed += [] if opened.is_sealed else [path.name]
    if not problems:
        problems += _out_of_order(before, after, audits)
    if problems:
        raise InputError(dict.fromkeys(problems))
    if unsealed:
        click.echo(f"warning: {without_seal(unsealed)}", err=True)
    return audits[0], audits[1]


def _out_of_order(before: Path, after: Path, audits: list["Audit"]) -> list["Problem"]:
    """The later audit given first, or one wave given twice."""
    from alliancenet.errors import Problem

    first, second = (audit.wave for audit in audits)
    if audits[0].alliance.id != audits[1].alliance.id:
        return []  # said by the comparison
    if first.id == second.id:
        found, action = f"both are of wave '{first.id}'", "choose two waves"
    elif first.closes and second.closes and first.closes > second.closes:
        found = f"the first closed on {first.closes}, after the second ({second.closes})"
        action = f"alliancenet compare {after} {before}"
    else:
        return []
    return [Problem(file=f"{before.name}, {after.name}", found=found, needed="the earlier audit first", action=action)]
