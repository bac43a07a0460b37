"""Cards of the measures in `metrics/checklists.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="checklist",
        title="Checklist",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.FIRMS,
        exposure=Exposure.STRUCTURE,
        smallest_n="1 line answered",
        low=0,
        high=100,
        source="Cannon & Perreault 1999 (linkages); Rigby, Reichheld & Schefter 2002 (priorities); lines: own limit",
        text="Lines done over lines needed, for every checklist that was answered.",
    ),
    Card(
        id="checklist.crm_priorities",
        title="Checklist, crm priorities",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.FIRMS,
        exposure=Exposure.OWN_FIRM,
        smallest_n="1 line answered",
        low=0,
        high=100,
        source="Cannon & Perreault 1999 (linkages); Rigby, Reichheld & Schefter 2002 (priorities); lines: own limit",
        text="Lines done of the firm's own list of priorities.",
    ),
    Card(
        id="checklist.manager_tasks",
        title="Checklist, manager tasks",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.FIRMS,
        exposure=Exposure.OWN_FIRM,
        smallest_n="1 line answered",
        low=0,
        high=100,
        source="Cannon & Perreault 1999 (linkages); Rigby, Reichheld & Schefter 2002 (priorities); lines: own limit",
        text="Tasks of an alliance manager that somebody of the firm does.",
    ),
)
