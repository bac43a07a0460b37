"""portfolio/*.csv: read whole, all faults at once with their rows."""

from datetime import date

import pytest
from built_portfolios import a_register, an_alliance, kpis

from alliancenet.errors import InputError
from alliancenet.model.portfolio import DecisionKind, Gate, ProfileKind
from alliancenet.sources.portfolio_register import KINDS, read_portfolio_records

REGISTER = a_register(an_alliance("north", objectives=kpis(50)), an_alliance("south", organisations=("own", "third")))
GOOD = {
    "goals.csv": "id,name,owner\ng1,Asia,Kim\n",
    "profiles.csv": "alliance,kind,name\nnorth,goal,g1\nnorth,need,chips\nnorth,synergy,south\n",
    "ratings.csv": "alliance,date,TIE1,TIE2,TIE3,TIE4,TIE5,owner,source,self_reported\n"
    "north,2026-01-15,4,3,,2,1,board,plan,yes\n",
    "spectrum.csv": "alliance,organisation,date," + ",".join(f"REL{n}" for n in range(1, 9)) + "\n"
    "north,partner,2026-01-15,1,2,3,4,5,1,2,3\n",
    "linkages.csv": "alliance,linkage,needed,since\nnorth,shared calendar,yes,2025-02-01\nnorth,joint forecast,,\n",
    "governance.csv": "alliance,date,exists\nnorth,2025-01-01,yes\n",
    "resources.csv": "alliance,date,people_time,dedicated,executive_hours,budget\nnorth,2025-12-31,4.5,3,20,1000\n",
    "economics.csv": "alliance,date,value,contribution,share_of_wallet,partner_switching_cost\n"
    "north,2025-12-31,100,-5,0.4,\n",
    "kpis.csv": "alliance,objective,date,actual\nnorth,kpi 0,2025-12-31,60\n",
    "outcomes.csv": "alliance,date,kind,organisation,value,error,source\n"
    "north,2025-06-01,position,partner,4,,board\nnorth,2024-06-01,announcement,,0.01,,bank\n",
    "decisions.csv": "alliance,date,kind,note\nnorth,2025-06-01,conversion_refused,too dear\n",
    "checklists.csv": "alliance,checklist,item,done,owner,due\nnorth,launch,charter,2025-01-01,Kim,\n",
    "proposals.csv": "id,name,partner,goal,choice,owner\np1,Pelican,Sole Mare,g1,partner,Kim\n",
    "gates.csv": "proposal,gate,entered,decision\np1,presentation,2026-01-10,go on\n",
    "lessons.csv": "id,date,lesson,codes,alliance,stage,person,reused\n"
    "l1,2025-03-01,pair up,n-drop;S-IDLE,north,operation,Kim,2\n",
}


def read(tmp_path, files):
    folder = tmp_path / "portfolio"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_portfolio_records(tmp_path, REGISTER)


def test_every_kind_of_file_is_read(tmp_path):
    records, problems = read(tmp_path, GOOD)
    assert problems == ()
    assert set(GOOD) == set(KINDS)
    assert records.goals["g1"].owner == "Kim"
    assert [entry.kind for entry in records.profile] == list(map(ProfileKind, ("goal", "need", "synergy")))
    assert records.ratings[0].answers == {"TIE1": 4, "TIE2": 3, "TIE3": None, "TIE4": 2, "TIE5": 1}
    assert records.ratings[0].self_reported
    assert records.spectrum[0].answers["REL5"] == 5
    assert [(linkage.needed, linkage.since) for linkage in records.linkages] == [(True, date(2025, 2, 1)), (True, None)]
    assert records.governance[0].exists
    assert records.resources[0].dedicated == 3
    assert (records.economics[0].contribution, records.economics[0].partner_switching_cost) == (-5, None)
    assert records.kpi_actuals[0].actual == 60
    assert records.decisions[0].kind is DecisionKind.CONVERSION_REFUSED
    assert records.checklists[0].done == date(2025, 1, 1)
    assert records.proposals["p1"].goal == "g1"
    assert records.passages[0].gate is Gate.PRESENTATION
    assert records.lessons[0].codes == ("N-DROP", "S-IDLE")


def test_nothing_on_record_is_no_fault(tmp_path):
    records, problems = read_portfolio_records(tmp_path, REGISTER)
    assert (records.ratings, problems) == ((), ())


def faults(tmp_path, **files):
    with pytest.raises(InputError) as caught:
        read(tmp_path, {**{name: GOOD[name] for name in ("goals.csv", "proposals.csv")}, **files})
    return {(problem.file, problem.row, problem.key) for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("name", "text", "row", "key"),
    [
        ("ratings.csv", "alliance,date,TIE1,TIE2,TIE3,TIE4,TIE5\nnorth,2026-01-15,5,3,1,2,1\n", 2, "TIE1"),
        ("ratings.csv", "alliance,date,TIE1,TIE2,TIE3,TIE4,TIE5\nnorth,2026-01-15,2.5,3,1,2,1\n", 2, "TIE1"),
        ("ratings.csv", "alliance,date,TIE1,TIE2,TIE3,TIE4,TIE5\nnrth,2026-01-15,2,3,1,2,1\n", 2, "alliance"),
        ("ratings.csv", "alliance,date,TIE1,TIE2,TIE3,TIE4\nnorth,2026-01-15,2,3,1,2\n", 1, "TIE5"),
        ("governance.csv", "alliance,date,exists\nnorth,2025-01-01,maybe\n", 2, "exists"),
        ("governance.csv", "alliance,date,exists\nnorth,2025-01-01,yes\nnorth,2025-01-01,no\n", 3, "date"),
        ("governance.csv", "alliance,date,exists\nnorth,01/02/2025,yes\n", 2, "date"),
        ("economics.csv", "alliance,date,share_of_wallet\nnorth,2025-12-31,40\n", 2, "share_of_wallet"),
        ("resources.csv", "alliance,date,budget\nnorth,2025-12-31,nan\n", 2, "budget"),
        ("kpis.csv", "alliance,objective,date,actual\nnorth,kpi 9,2025-12-31,60\n", 2, "objective"),
        ("kpis.csv", "alliance,objective,date,actual\nsouth,kpi 0,2025-12-31,60\n", 2, "objective"),
        ("decisions.csv", "alliance,date,kind\nnorth,2025-06-01,dismissed\n", 2, "kind"),
        ("profiles.csv", "alliance,kind,name\nnorth,goal,g7\n", 2, "name"),
        ("profiles.csv", "alliance,kind,name\nnorth,synergy,nowhere\n", 2, "name"),
        ("gates.csv", "proposal,gate,entered\np9,presentation,2026-01-10\n", 2, "proposal"),
        ("gates.csv", "proposal,gate,entered\np1,handshake,2026-01-10\n", 2, "gate"),
        ("lessons.csv", "id,date,lesson,codes\nl1,2025-03-01,pair up,\n", 2, "codes"),
        ("checklists.csv", "alliance,checklist,item\nnorth,party,cake\n", 2, "checklist"),
        (
            "spectrum.csv",
            "alliance,organisation,date," + ",".join(f"REL{n}" for n in range(1, 9)) + "\n"
            "north,third,2026-01-15,1,2,3,4,5,1,2,3\n",
            2,
            "organisation",
        ),
    ],
)
def test_fault_points_at_its_row_and_column(tmp_path, name, text, row, key):
    assert (f"portfolio/{name}", row, key) in faults(tmp_path, **{name: text})


def test_faults_of_all_files_come_at_once(tmp_path):
    found = faults(
        tmp_path,
        **{
            "governance.csv": "alliance,date,exists\nnorth,2025-01-01,maybe\n",
            "decisions.csv": "alliance,date,kind\nnorth,2025-06-01,dismissed\n",
        },
    )
    assert {file for file, _, _ in found} == {"portfolio/governance.csv", "portfolio/decisions.csv"}


def test_gate_of_a_proposal_is_refused_while_none_is_on_record(tmp_path):
    with pytest.raises(InputError, match="no proposal is on record"):
        read(tmp_path, {"gates.csv": GOOD["gates.csv"]})


def test_file_that_is_not_known_is_a_warning(tmp_path):
    _, problems = read(tmp_path, {"ratting.csv": "a\n1\n"})
    assert problems[0].where == "portfolio/ratting.csv"
    assert not problems[0].fatal
