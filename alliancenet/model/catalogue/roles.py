"""Cards of the measures in `metrics/roles.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

_SOURCE = "Schiff 2001 (Hutt & Speh, table 4.4)"
CARDS = (
    Card(
        id="roles",
        title="Role-based execution",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.ROLES,
        exposure=Exposure.OWN_FIRM,
        smallest_n="1 partner, project or problem that was due",
        low=0,
        high=100,
        source=_SOURCE,
        text="Partners, projects or problems of twelve months for which the owner of the role did all that was due.",
    ),
    Card(
        id="roles.owned",
        title="Roles with an owner",
        unit=Unit.PARTS,
        says="roles of three",
        better=Better.HIGHER,
        section=Section.ROLES,
        exposure=Exposure.OWN_FIRM,
        smallest_n="register data",
        low=0,
        high=3,
        source=_SOURCE,
        text="Which of the three roles (relationship, project, problem) somebody of the firm owns.",
    ),
    Card(
        id="role_ratings",
        title="The partner’s rating of a role",
        unit=Unit.STEPS,
        says="steps 1-5",
        better=Better.HIGHER,
        section=Section.ROLES,
        exposure=Exposure.SAID,
        smallest_n="5 people of the partner",
        low=1,
        high=5,
        source=_SOURCE,
        text="Mean rating of a firm's role by people of the other firm in the last twelve months, each person once; "
        "stands beside the compliance of the role and is never added to it.",
    ),
)
