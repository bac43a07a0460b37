"""The forms of the desk: which columns of which file, and what is said beside each."""

from collections.abc import Mapping
from dataclasses import dataclass

from alliancenet.model.desk import Field
from alliancenet.model.portfolio import ProfileKind
from alliancenet.model.register import STAGES, TOUCHPOINTS, Level, Role

ALLIANCES = "alliances.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
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
    fields: tuple[Field, ...]
    part: str | None = None
    means_none: bool = False


def _yes_no(name: str, title: str, help: str = "") -> Field:
    return Field(name=name, title=title, help=help, choices=("yes", "no"))


_ALLIANCE = Field(name="alliance", title="Alliance", choices=("@alliances",))
_ROLES = Field(
    name="roles",
    title="Roles",
    help="executive_sponsor is a firm's senior person for the alliance",
    choices=tuple(Role),
    many=True,
)

FORMS: Mapping[str, Form] = {
    "firms": Form(
        file="organisations.csv",
        kind="organisations",
        fields=(
            Field(name="id", title="Id", help="short, stays the same"),
            Field(name="name", title="Name"),
            _yes_no("own", "Our own firm", "yes for exactly one"),
            Field(name="country", title="Country"),
        ),
    ),
    "people": Form(
        file="people.csv",
        kind="people",
        fields=(
            Field(name="id", title="Id"),
            Field(name="organisation", title="Firm", choices=("@firms",)),
            Field(name="level", title="Level", choices=tuple(Level)),
            _ROLES,
            Field(name="name", title="Name"),
            Field(name="email", title="E-mail", help="several: separated by ;"),
            _yes_no("onboarded", "Onboarded"),
            _yes_no("may_be_named", "May be named", "only where the person agreed"),
            _yes_no("public_role", "Public role", "who holds it may be read in the own firm"),
        ),
    ),
    "members": Form(
        file="memberships.csv",
        kind="memberships",
        fields=(
            Field(name="person", title="Person", choices=("@people",)),
            _ALLIANCE,
            Field(name="share_of_time", title="Share of time", help="0 to 1", kind="number"),
            Field(name="from", title="From", kind="date"),
            Field(name="to", title="To", kind="date"),
        ),
    ),
    "waves": Form(
        file="waves.csv",
        kind="waves",
        fields=(
            Field(name="id", title="Wave", help="such as 2026-spring"),
            Field(name="alliance", title="Alliance", help="empty: all", choices=("@alliances",)),
            Field(name="open", title="Asked from", kind="date"),
            Field(name="close", title="to", kind="date"),
            Field(name="window_days", title="Days the questions speak of", kind="number"),
        ),
    ),
    "sponsors": Form(
        file="roles.csv",
        kind="people",
        fields=(
            Field(name="id", title="Person", choices=("@people",)),
            Field(name="organisation", title="Firm", kind="filled"),
            _ROLES,
        ),
    ),
    "plans": Form(
        file=ALLIANCES,
        kind="alliances",
        part="sponsor_plans",
        fields=(
            _ALLIANCE,
            Field(name="organisation", title="Sponsor of", choices=("@firms",)),
            Field(name="date", title="Date of the plan", kind="date"),
        ),
    ),
    "touchpoints": Form(
        file="touchpoints.csv",
        kind="touchpoints",
        means_none=True,
        fields=(
            Field(name="date", title="Date", kind="date"),
            _ALLIANCE,
            Field(name="type", title="Kind of meeting", choices=TOUCHPOINTS),
            Field(name="attendees", title="Who met", help="no subject, no minutes", choices=("@people",), many=True),
        ),
    ),
    "alliances": Form(
        file=ALLIANCES,
        kind="alliances",
        part="",
        fields=(
            Field(name="id", title="Id", help="short, stays the same"),
            Field(name="name", title="Name"),
            Field(name="organisations", title="Firms", choices=("@firms",), many=True),
            Field(name="start", title="Start", kind="date"),
            Field(name="stage", title="Stage", choices=STAGES),
            Field(name="tier", title="Tier", help="1 and 2 need a sponsor on each side", choices=("1", "2", "3")),
            Field(name="form", title="Form", help="such as joint venture"),
            Field(name="agreement_end", title="Agreement ends", kind="date"),
            _yes_no("exit_plan", "Exit plan"),
        ),
    ),
    "kpis": Form(
        file=ALLIANCES,
        kind="alliances",
        part="objectives",
        fields=(
            _ALLIANCE,
            Field(name="name", title="KPI"),
            Field(name="kind", title="Kind", choices=("financial", "strategic", "operational")),
            Field(name="weight", title="Weight", kind="number"),
            Field(name="floor", title="Floor", help="worth 0 points", kind="number"),
            Field(name="target", title="Target", help="worth 100 points", kind="number"),
            Field(name="actual", title="Now", help="empty: not measured", kind="number"),
            Field(name="unit", title="Unit"),
        ),
    ),
    "values": Form(
        file="portfolio/kpis.csv",
        kind="",
        fields=(
            _ALLIANCE,
            Field(name="objective", title="KPI"),
            Field(name="date", title="Date", kind="date"),
            Field(name="actual", title="Value", kind="number"),
        ),
    ),
    "goals": Form(
        file="portfolio/goals.csv",
        kind="",
        fields=(
            Field(name="id", title="Id", help="short, stays the same"),
            Field(name="name", title="Goal"),
            Field(name="owner", title="Who answers for it"),
        ),
    ),
    "serves": Form(
        file="portfolio/profiles.csv",
        kind="",
        fields=(
            _ALLIANCE,
            Field(name="kind", title="Serves a", choices=tuple(ProfileKind)),
            Field(name="name", title="Name", help="of a goal: its id"),
        ),
    ),
}
"""By name, in the order they are offered."""
