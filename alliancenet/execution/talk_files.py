"""Files of what people said and with whom they sat: satisfaction and negotiations."""

from datetime import date

from alliancenet.execution.folder import ExecutionFolder, filled, needed_word
from alliancenet.execution.records import DRIVERS, FUNCTIONS, PartnerRating, SatisfactionAnswer, Seat
from alliancenet.files.entry import shown
from alliancenet.model.register import PersonId
from alliancenet.sources.cells import Cells

_COMPLAINTS = ("none", "handled_well", "handled_badly")


def satisfaction(folder: ExecutionFolder) -> tuple[SatisfactionAnswer, ...] | None:
    """Responses, each respondent once a day and partner."""
    name = "satisfaction.csv"
    found: dict[tuple[object, ...], SatisfactionAnswer] = {}
    optional = (*DRIVERS, "SATO", "complaint", "staff", "JOB")
    for cells in folder.rows(name, ("partner", "respondent", "date"), optional):
        partner = folder.known(cells, "partner", folder.partners, "a partner in organisations.csv")
        respondent, day = filled(cells, "respondent", "an id of who answered"), cells.day("date", needed=True)
        drivers = {driver: value for driver in DRIVERS if (value := cells.number(driver, 1, 5)) is not None}
        overall, job = cells.number("SATO", 1, 5), cells.number("JOB", 1, 5)
        complaint, is_staff = cells.one_of("complaint", _COMPLAINTS), bool(cells.yes_no("staff"))
        if job is not None and not is_staff:
            cells.fault("JOB", f"{cells.text('JOB')}, and staff is not yes", "job satisfaction of our own people only")
        if is_staff and (drivers or overall is not None or complaint):
            cells.fault("staff", "yes beside answers of a customer", "rows of our own people with JOB alone")
        if not (partner and respondent and day):
            continue
        row = SatisfactionAnswer(
            partner=partner,
            respondent=respondent,
            day=day,
            drivers=drivers,
            overall=overall,
            complaint=complaint,
            is_staff=is_staff,
            job=job,
        )
        key = (partner, respondent, day, is_staff)
        same = (*key, tuple(drivers.items()), overall, complaint, job)
        if key in found:
            if not cells.stands_already("respondent", same):
                cells.fault("respondent", f"{shown(respondent)} answered otherwise further up on {day}", "one row")
            continue
        cells.stands_already("respondent", same)
        found[key] = row
    return tuple(found.values()) if folder.has(name) else None


def ratings(folder: ExecutionFolder) -> tuple[PartnerRating, ...] | None:
    """Ratings of partners, each partner once."""
    name = "partner_ratings.csv"
    found: dict[str, PartnerRating] = {}
    for cells in folder.rows(name, ("partner",), ("integration", "novelty")):
        partner = folder.known(cells, "partner", folder.partners, "a partner in organisations.csv")
        integration, novelty = cells.number("integration", 1, 5), cells.number("novelty", 1, 5)
        if not partner:
            continue
        row = PartnerRating(partner=partner, integration=integration, novelty=novelty)
        if cells.stands_already("partner", row):
            continue
        if partner in found:
            cells.fault("partner", f"{shown(partner)} is rated otherwise further up", "one row for each partner")
            continue
        found[partner] = row
    return tuple(found.values()) if folder.has(name) else None


def seats(folder: ExecutionFolder) -> tuple[Seat, ...] | None:
    """People in sessions; `met` names people of the same session."""
    name = "negotiations.csv"
    rows: list[tuple[Cells, Seat]] = []
    taken: set[tuple[str, date, str]] = set()
    optional = ("firm", "alliance", "lead", "met", "signed_on")
    for cells in folder.rows(name, ("negotiation", "date", "person", "function"), optional):
        seat = _seat(cells, folder)
        if seat is None:
            continue
        place = (seat.negotiation, seat.day, seat.person)
        if place in taken:
            if not cells.stands_already("person", seat):
                cells.fault("person", f"{shown(seat.person)} sits there already further up", "one row a session")
            continue
        taken.add(place)
        cells.stands_already("person", seat)
        rows.append((cells, seat))
    _check_met(rows, folder)
    _check_together(rows, folder)
    return tuple(seat for _, seat in rows) if folder.has(name) else None


def _seat(cells: Cells, folder: ExecutionFolder) -> Seat | None:
    negotiation, day = filled(cells, "negotiation", "an id"), cells.day("date", needed=True)
    person, function = filled(cells, "person", "an id"), needed_word(cells, "function", FUNCTIONS)
    firm = _firm(cells, folder, person)
    leads, signed = cells.yes_no("lead"), cells.day("signed_on")
    alliance = folder.known(cells, "alliance", folder.alliances, "an alliance in alliances.yaml", optional=True) or (
        negotiation if negotiation in folder.alliances else ""
    )
    if signed and day and day > signed:
        cells.fault("date", f"{day} lies after signed_on {signed}", "sessions up to the signature")
    if not (negotiation and day and person and function and firm):
        return None
    return Seat(
        negotiation=negotiation,
        alliance=alliance,
        day=day,
        person=person,
        firm=firm,
        function=function,
        leads=leads,
        met=cells.words("met") if cells.text("met") else None,
        signed_on=signed,
    )


def _firm(cells: Cells, folder: ExecutionFolder, person: str) -> str | None:
    """Firm of a person: as on the roster, or as given for whoever is not on it."""
    known = folder.register.people.get(PersonId(person))
    given = folder.known(cells, "firm", folder.firms, "a firm in organisations.csv", optional=True)
    if known is None:
        if not cells.text("firm") and person:
            cells.known("person", list(folder.register.people), "a person in people.csv, or a column firm")
        return given
    if given and given != known.organisation:
        cells.fault("firm", f"{shown(given)}, and people.csv says {known.organisation}", "one firm for each person")
        return None
    return str(known.organisation)


def _check_met(rows: list[tuple[Cells, Seat]], folder: ExecutionFolder) -> None:
    """Whoever was met sat in the same session."""
    there: dict[tuple[str, object], set[str]] = {}
    for _, seat in rows:
        there.setdefault((seat.negotiation, seat.day), set()).add(seat.person)
    for cells, seat in rows:
        for other in seat.met or ():
            if other == seat.person:
                folder.fault(cells, "met", f"{shown(other)} is the person of the row", "somebody else of the session")
            elif other not in there[seat.negotiation, seat.day]:
                folder.fault(
                    cells, "met", f"{shown(other)} has no row on {seat.day}", "ids of people of the same session"
                )


def _check_together(rows: list[tuple[Cells, Seat]], folder: ExecutionFolder) -> None:
    """A negotiation has one signature, one alliance; a person one firm."""
    first: dict[tuple[str, str], object] = {}
    for cells, seat in rows:
        for column, value in (("signed_on", seat.signed_on), ("alliance", seat.alliance or None)):
            if value is not None and first.setdefault((seat.negotiation, column), value) != value:
                folder.fault(
                    cells, column, f"another one stands further up for {shown(seat.negotiation)}", "one for all rows"
                )
        if first.setdefault(("", seat.person), seat.firm) != seat.firm:
            folder.fault(
                cells, "firm", f"{shown(seat.person)} is of another firm further up", "one firm for each person"
            )
