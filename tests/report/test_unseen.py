"""What could not be looked at is grouped by why, and what was not asked stands in one line."""

from built_audits import an_audit

from alliancenet.model.finding import NotLooked
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.tables.unseen import not_looked


def rows(*entries):
    told = tuple(NotLooked(code=code, reason=reason) for code, reason in entries)
    return [[cell.text for cell in row] for row in not_looked([view_for(an_audit(not_looked=told), LOCAL_READER)]).rows]


def test_all_that_was_not_asked_stands_in_one_line():
    found = rows(
        ("V-CAPABILITY", "capability.gap was not measured"),
        ("V-CONTRACT", "contract_congruence was not measured"),
        ("N-OVERLOAD", "wanted change was not asked"),
    )
    assert [row[:3] for row in found] == [
        [
            "not asked in this survey: alliance capability, expectations both firms see alike, wanted change",
            "3",
            "N-OVERLOAD, V-CAPABILITY, V-CONTRACT",
        ]
    ]


def test_what_it_was_not_asked_for_does_not_stand_beside_what_was_not_asked():
    ((line, checks, codes, _),) = rows(
        ("M-ROLE", "problems: roles.problem was not measured"), ("M-OWNER", "roles.owned was not measured")
    )
    assert (line, checks, codes) == ("not asked in this survey: role-based execution", "2", "M-OWNER, M-ROLE")


def test_checks_that_could_not_be_made_for_one_reason_stand_together():
    found = rows(("G-DROP", "there is no earlier wave"), ("N-DROP", "there is no earlier wave"), ("D-LOGS", "no logs"))
    assert [row[:3] for row in found] == [
        ["there is no earlier wave", "2", "G-DROP, N-DROP"],
        ["no logs", "1", "D-LOGS"],
    ]


def test_a_check_that_could_not_be_made_in_two_audits_is_counted_once():
    told = (NotLooked(code="D-LOGS", reason="there are no logs"),)
    views = [view_for(an_audit(alliance=name, name=name, not_looked=told), LOCAL_READER) for name in ("north", "south")]
    ((_, checks, _, alliances),) = not_looked(views).rows
    assert (checks.text, alliances.text) == ("1", "north, south")
