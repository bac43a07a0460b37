"""People of a project: one roster, or those of several firms joined by explicit rules."""

import shlex
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.sources.checks import counted, warning
from alliancenet.sources.draft import Draft
from alliancenet.sources.place import MERGE_FILE
from alliancenet.sources.tables.roster import read_roster


def read_people(path: Path, name: str, draft: Draft) -> None:
    """Read one roster; a second one is joined to the first (see `alliancenet help answers`).

    Notes
    -----
    People are joined by address, alias and what `merge.yaml` decides; alike names never join.
    """
    own = Draft(
        folder=draft.folder, settings=draft.settings, organisations=draft.organisations, declared=draft.declared
    )
    read_roster(path, name, own)
    draft.problems.extend(own.problems)
    draft.rosters.append((name, tuple(own.people.values())))
    if len(draft.rosters) == 1:
        draft.people.update(own.people)
        return
    # each further roster joins all of them anew, so that what is said does not depend on their number
    draft.problems[:] = [problem for problem in draft.problems if problem not in draft.of_joining]
    draft.of_joining = _join(draft)
    draft.problems.extend(draft.of_joining)


def _join(draft: Draft) -> list[Problem]:
    from alliancenet.survey.merge_file import read_merge_file
    from alliancenet.survey.people import Decisions, Roster, merge_rosters

    problems: list[Problem] = []
    decisions = Decisions()
    if (draft.folder / MERGE_FILE).is_file():
        try:
            decisions = read_merge_file(draft.folder / MERGE_FILE, problems)
        except InputError as error:
            return list(error.problems)
        draft.also_read.add(MERGE_FILE)
    rosters = [Roster(file=file, people=people) for file, people in draft.rosters]
    merged = merge_rosters(rosters, decisions, firm_ids=True, settings=draft.settings)
    draft.people.clear()
    draft.people.update({person.id: person for person in merged.people})
    undecided = [match for match in merged.likely if (match.first, match.second) not in decisions.undecided]
    if undecided:
        names = "; ".join(f"{match.names[0]} = {match.names[1]} ({match.why})" for match in undecided[:6])
        files = " ".join(shlex.quote(str(draft.folder / file)) for file, _ in draft.rosters)
        found = f"{counted(len(undecided), 'pair', 'pairs')} of people may be one, in two rosters: {names}"
        problems.append(warning(MERGE_FILE, found, "yes or no for each", f"`alliancenet survey match {files}`"))
    problems.extend(merged.problems)
    problems.extend(warning(tally.source, tally.of_rows, "") for tally in merged.tallies)
    return problems
