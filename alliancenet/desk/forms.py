"""The forms of the desk: which columns of which file, and what is said beside each."""

from collections.abc import Mapping
from dataclasses import dataclass

from alliancenet.model.desk import FormField
from alliancenet.model.portfolio import ProfileKind
from alliancenet.model.register import STAGES, TOUCHPOINTS, Level, Role

ALLIANCES = "alliances.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """One form.

    Parameters
    ----------
    file : usual name of the file.
    kind : kind of file of a project, "" for files of the portfolio, which are found by name.
    fields : columns; choices named ``@people``, ``@firms``, ``@alliances`` are filled in from the register.
    part : key of `alliances.yaml` whose entries are the rows; "" for the alliances themselves, None for a table.
    """

    file: str
    kind: str
    fields: tuple[FormField, ...]
    part: str | None = None
    means_none: bool = False


def _yes_no(name: str, title: str, help: str = "") -> FormField:
    return FormField(name=name, title=title, help=help, choices=("yes", "no"))


_ALLIANCE = FormField(name="alliance", title="Alliance", choices=("@alliances",))
_ROLES = FormField(
    name="roles",
    title="Roles",
    help="executive_sponsor is a firm's senior person for the alliance",
    choices=tuple(Role),
    many=True,
)

FORMS: Mapping[str, EntryForm] = {
    "firms": EntryForm(
        file="organisations.csv",
        kind="organisations",
        fields=(
            FormField(name="id", title="Id", help="short, stays the same"),
            FormField(name="name", title="Name"),
            _yes_no("own", "Our own firm", "yes for exactly one"),
            FormField(name="country", title="Country"),
        ),
    ),
    "people": EntryForm(
        file="people.csv",
        kind="people",
        fields=(
            FormField(name="id", title="Id"),
            FormField(name="organisation", title="Firm", choices=("@firms",)),
            FormField(name="level", title="Level", choices=tuple(Level)),
            _ROLES,
            FormField(name="name", title="Name"),
            FormField(name="email", title="E-mail", help="several: separated by ;"),
            _yes_no("onboarded", "Onboarded"),
            _yes_no("may_be_named", "May be named", "only where the person agreed"),
            _yes_no("public_role", "Public role", "who holds it may be read in the own firm"),
        ),
    ),
    "members": EntryForm(
        file="memberships.csv",
        kind="memberships",
        fields=(
            FormField(name="person", title="Person", choices=("@people",)),
            _ALLIANCE,
            FormField(name="share_of_time", title="Share of time", help="0 to 1", kind="number"),
            FormField(name="from", title="From", kind="date"),
            FormField(name="to", title="To", kind="date"),
        ),
    ),
    "waves": EntryForm(
        file="waves.csv",
        kind="waves",
        fields=(
            FormField(name="id", title="Wave", help="such as 2026-spring"),
            FormField(name="alliance", title="Alliance", help="empty: all", choices=("@alliances",)),
            FormField(name="open", title="Asked from", kind="date"),
            FormField(name="close", title="to", kind="date"),
            FormField(name="window_days", title="Days the questions speak of", kind="number"),
        ),
    ),
    "sponsors": EntryForm(
        file="roles.csv",
        kind="people",
        fields=(
            FormField(name="id", title="Person", choices=("@people",)),
            FormField(name="organisation", title="Firm", kind="filled"),
            _ROLES,
        ),
    ),
    "plans": EntryForm(
        file=ALLIANCES,
        kind="alliances",
        part="sponsor_plans",
        fields=(
            _ALLIANCE,
            FormField(name="organisation", title="Sponsor of", choices=("@firms",)),
            FormField(name="date", title="Date of the plan", kind="date"),
        ),
    ),
    "touchpoints": EntryForm(
        file="touchpoints.csv",
        kind="touchpoints",
        means_none=True,
        fields=(
            FormField(name="date", title="Date", kind="date"),
            _ALLIANCE,
            FormField(name="type", title="Kind of meeting", choices=TOUCHPOINTS),
            FormField(
                name="attendees", title="Who met", help="no subject, no minutes", choices=("@people",), many=True
            ),
        ),
    ),
    "alliances": EntryForm(
        file=ALLIANCES,
        kind="alliances",
        part="",
        fields=(
            FormField(name="id", title="Id", help="short, stays the same"),
            FormField(name="name", title="Name"),
            FormField(name="organisations", title="Firms", choices=("@firms",), many=True),
            FormField(name="start", title="Start", kind="date"),
            FormField(name="stage", title="Stage", choices=STAGES),
            FormField(name="tier", title="Tier", help="1 and 2 need a sponsor on each side", choices=("1", "2", "3")),
            FormField(name="form", title="Form", help="such as joint venture"),
            FormField(name="agreement_end", title="Agreement ends", kind="date"),
            _yes_no("exit_plan", "Exit plan"),
        ),
    ),
    "kpis": EntryForm(
        file=ALLIANCES,
        kind="alliances",
        part="objectives",
        fields=(
            _ALLIANCE,
            FormField(name="name", title="KPI"),
            FormField(name="kind", title="Kind", choices=("financial", "strategic", "operational")),
            FormField(name="weight", title="Weight", kind="number"),
            FormField(name="floor", title="Floor", help="worth 0 points", kind="number"),
            FormField(name="target", title="Target", help="worth 100 points", kind="number"),
            FormField(name="actual", title="Now", help="empty: not measured", kind="number"),
            FormField(name="unit", title="Unit"),
        ),
    ),
    "values": EntryForm(
        file="portfolio/kpis.csv",
        kind="",
        fields=(
            _ALLIANCE,
            FormField(name="objective", title="KPI"),
            FormField(name="date", title="Date", kind="date"),
            FormField(name="actual", title="Value", kind="number"),
        ),
    ),
    "goals": EntryForm(
        file="portfolio/goals.csv",
        kind="",
        fields=(
            FormField(name="id", title="Id", help="short, stays the same"),
            FormField(name="name", title="Goal"),
            FormField(name="owner", title="Who answers for it"),
        ),
    ),
    "serves": EntryForm(
        file="portfolio/profiles.csv",
        kind="",
        fields=(
            _ALLIANCE,
            FormField(name="kind", title="Serves a", choices=tuple(ProfileKind)),
            FormField(name="name", title="Name", help="of a goal: its id"),
        ),
    ),
}
"""By name, in the order they are offered."""
