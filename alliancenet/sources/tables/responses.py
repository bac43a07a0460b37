"""responses.csv: who answered, how far, and when it was sent in."""

from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.model.register import AllianceId, PersonId
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft, Response, ResponseStatus, Round
from alliancenet.store.purges import emptied_files

_REQUIRED = ("wave", "alliance", "respondent", "status")


def read_responses(path: Path, name: str, draft: Draft) -> None:
    """Read `wave,alliance,respondent,status` (complete, partial, none) and optionally `submitted`."""
    waves = {wave.id for wave in draft.rounds}
    seen: set[tuple[str, str, str]] = set()
    for cells in read_rows(
        path,
        name,
        draft.problems,
        declared=draft.declared_of(name),
        required=_REQUIRED,
        optional=("submitted",),
        may_be_empty=name in emptied_files(draft.folder),  # nothing is left where the promised time has passed
    ):
        wave = cells.known("wave", waves, "waves.csv")
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        person = cells.known("respondent", draft.people, "people.csv")
        status = cells.one_of("status", list(ResponseStatus))
        submitted = cells.day("submitted")
        if not cells.text("status"):
            cells.fault("status", "the cell is empty", f"one of: {', '.join(ResponseStatus)}")
        if wave is None or alliance is None or person is None or not status:
            continue
        if (wave, alliance, person) in seen:
            cells.fault("respondent", f"'{person}' stands twice for this wave and alliance", "each respondent once")
        seen.add((wave, alliance, person))
        draft.responses.append(
            Response(
                wave=wave,
                alliance=alliance,
                respondent=person,
                status=ResponseStatus(status),
                submitted=submitted,
                file=name,
                row=cells.row,
            )
        )


def responses_of(draft: Draft, alliance: AllianceId, one: Round) -> dict[PersonId, ResponseStatus]:
    """Status of each respondent on record; dates outside the round are added as one problem."""
    found = [response for response in draft.responses if (response.wave, response.alliance) == (one.id, alliance)]
    late = [response for response in found if response.submitted and not one.opens <= response.submitted <= one.closes]
    if late:
        rows = f" ({len(late):,} rows in all)" if len(late) > 1 else ""
        draft.problems.append(
            Problem(
                file=late[0].file,
                row=late[0].row,
                key="submitted",
                found=f"{late[0].submitted} lies outside wave '{one.id}' of '{alliance}'{rows}",
                needed=f"days from {one.opens} to {one.closes}",
                action="correct the date, or open and close in waves.csv",
            )
        )
    return {response.respondent: response.status for response in found}
