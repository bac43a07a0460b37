"""What exists for each reader."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from built_audits import a_finding, a_person, a_score, a_withheld_score, about, an_audit, limits, some_people

from alliancenet.errors import NotPermitted
from alliancenet.metrics.redundancy import redundancy_target
from alliancenet.model.audit import DrawnTie
from alliancenet.model.catalogue import Exposure, Unit
from alliancenet.model.change import Change
from alliancenet.model.finding import Audience
from alliancenet.model.score import State, SubjectKind
from alliancenet.model.wave import LogMonth
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for, views_for
from tests.conftest import a_case, card, strong

EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)
HR = Reader(role=ReaderRole.HR)
PARTNER = Reader(role=ReaderRole.PARTNER, firm="partner")
EVERYBODY = [Reader(role=role, firm="partner") for role in ReaderRole]


def everything(view):
    return json.dumps(repr(view))


@pytest.mark.parametrize("reader", [EXECUTIVE, PARTNER, HR], ids=lambda reader: reader.role)
def test_no_id_and_no_name_reaches_readers_of_groups(reader):
    audit = an_audit()
    text = everything(view_for(audit, reader))
    assert not [person.id for person in audit.people if person.id in text or person.name in text]


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_names_need_the_announcement_and_the_persons_consent(reader):
    people = (*some_people(), a_person(90, "own", may_be_named=True, name="Consenting"))
    assert "Consenting" not in everything(view_for(an_audit(people=people), reader))


@pytest.mark.parametrize("role", [ReaderRole.HR, ReaderRole.FACILITATOR, ReaderRole.ALLIANCE_MANAGER])
def test_announced_roles_see_names_of_those_who_agreed_only(role):
    people = (*some_people(), a_person(90, "own", may_be_named=True, name="Consenting"))
    text = everything(view_for(an_audit(people=people, limits=limits(named_for=(role.value,))), Reader(role=role)))
    assert "Consenting" in text
    assert "Person 1 of own" not in text


def test_the_local_reader_sees_pseudonyms():
    view = view_for(an_audit(), LOCAL_READER)
    assert {person.label for person in view.people} >= {"own-00", "partner-03"}


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_friendship_never_leaves_as_a_pair_or_a_person(reader, planted):
    pair = about("own-00|partner-00", SubjectKind.PAIR)
    audit = an_audit(
        ties=(DrawnTie(source="own-00", target="partner-00", layer="friendship", status="confirmed", value=5),),
        scores=(
            a_score("friendships", 5, pair.id, SubjectKind.PAIR),
            a_score("friendships", 2, "own-00", SubjectKind.PERSON),
            a_score("friendships", 3),
        ),
    )
    planted(card("friendships", Exposure.RESTRICTED, unit=Unit.TIES))
    view = view_for(audit, reader)
    assert view.ties == ()
    assert [score.state for score in view.scores] == [State.SUPPRESSED]


def test_a_finding_about_a_person_speaks_of_level_and_firm_to_an_executive():
    found = next(found for found in view_for(an_audit(), EXECUTIVE).findings if found.code == "N-HUB")
    assert found.about == "somebody at Nordwind"
    assert found.people == ()


def test_the_people_of_a_finding_stand_beside_it_for_readers_who_may_tell_them_apart():
    known, described = (
        {person for found in view_for(an_audit(), reader).findings for person in found.people}
        for reader in (LOCAL_READER, HR)
    )
    assert known
    assert described == set()


def test_ids_of_digits_leave_the_numbers_of_a_sentence_alone():
    person = replace(a_person(1, "own"), id="3")
    audit = an_audit(people=(*some_people(), person), findings=(a_finding(sentence="3 departures cut it"),))
    assert view_for(audit, EXECUTIVE).findings[0].sentence == "3 departures cut it"


def described(*counts):
    """How often HR reads each description, for people by firm and level."""
    people = tuple(
        a_person(100 * position + number, firm, level=level)
        for position, (firm, level, count) in enumerate(counts)
        for number in range(count)
    )
    return Counter(person.label for person in view_for(an_audit(people=people, ties=()), HR).people)


@pytest.mark.parametrize(
    "counts",
    [
        [("own", "operating", 9), ("own", "senior", 1), ("partner", "operating", 6)],
        [("own", "operating", 9), ("own", "project_leader", 6), ("own", "senior", 2), ("partner", "senior", 1)],
        [("own", "operating", 20), ("own", "senior", 5), ("partner", "operating", 3), ("partner", "senior", 3)],
        [("own", "operating", 5), ("partner", "operating", 5), ("third", "operating", 2)],
    ],
)
def test_a_description_fits_at_least_five_people(counts):
    assert min(described(*counts).values()) >= 5


def test_the_only_senior_is_not_given_away_by_not_being_called_operating():
    assert described(("own", "operating", 9), ("own", "senior", 1), ("partner", "senior", 9)) == {
        "somebody at Nordwind": 10,
        "somebody at Sole Mare (senior)": 9,
    }


def test_a_partner_does_not_read_what_a_tier_asks():
    found = a_finding(
        sentence="operational integration 54, tier 1 asks 75",
        title="A level is too low",
        audience=Audience.TITLE_FOR_PARTNERS,
    )
    audit = an_audit(findings=(found,), scores=(a_score("redundancy_target", 4),))
    view = view_for(audit, PARTNER)
    assert view.findings[0].sentence == "A level is too low"
    assert view.scores == ()


def test_small_role_groups_are_hidden_from_an_executive():
    view = view_for(an_audit(), EXECUTIVE)
    shown = {(count.firm, count.group): count.people for count in view.role_counts}
    assert shown["own", "isolate"] is None
    assert shown["own", "unknown"] is None


def test_role_counts_cannot_be_had_from_the_scores_of_a_firm():
    audit = an_audit(scores=(a_score("core_share", 0.1, "own", SubjectKind.FIRM, n=15),))
    assert view_for(audit, EXECUTIVE).scores[0].state is State.SUPPRESSED


def test_a_mean_of_fewer_than_five_answers_is_suppressed_for_everybody():
    audit = an_audit(scores=(a_score("integration_said.strategic", 70, n=4),))
    assert view_for(audit, LOCAL_READER).scores[0].value is None


def test_a_partner_opens_only_alliances_of_the_own_firm():
    stranger = Reader(role=ReaderRole.PARTNER, firm="rival")
    assert views_for([an_audit()], stranger) == ()
    with pytest.raises(NotPermitted, match="rival"):
        view_for(an_audit(), stranger)


def test_a_partner_does_not_see_how_the_own_firm_ranks_it():
    view = view_for(an_audit(), PARTNER)
    assert view.alliance.tier is None
    assert view.inputs == ()


def test_longer_ids_are_replaced_before_the_shorter_ids_they_contain():
    people = (*some_people(), a_person(0, "own-00-x"), a_person(1, "own"))
    sentence = "own-00-x-00 and own-00 meet"
    audit = an_audit(people=people, findings=(a_finding(sentence=sentence),))
    assert view_for(audit, EXECUTIVE).findings[0].sentence == ("somebody in the alliance and somebody at Nordwind meet")


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_a_view_never_holds_more_than_the_audit(reader):
    audit = an_audit()
    view = view_for(audit, reader)
    values = {(score.metric, score.value) for score in audit.scores}
    assert all((score.metric, score.value) in values for score in view.scores if score.is_ok)
    assert {(tie.source, tie.target) for tie in view.ties} <= {(tie.source, tie.target) for tie in audit.ties}


def test_a_pair_of_firms_is_about_nobody():
    audit = an_audit(scores=(a_score("redundancy", 2, "own|partner", SubjectKind.PAIR),))
    assert view_for(audit, EXECUTIVE).scores == audit.scores


def test_a_number_hidden_as_evidence_does_not_stand_in_the_sentence():
    few = a_score("boundary_spanners", 1, "own", SubjectKind.FIRM)
    found = a_finding(sentence="Nordwind has 1 boundary spanner", title="Too few spanners", evidence=(few,))
    audit = an_audit(findings=(found,))
    assert view_for(audit, EXECUTIVE).findings[0].sentence == "Too few spanners"
    assert view_for(audit, LOCAL_READER).findings[0].sentence == "Nordwind has 1 boundary spanner"


def test_what_the_own_firm_says_of_itself_does_not_reach_the_partner():
    own, theirs = (a_score("capability", 40, firm, SubjectKind.FIRM) for firm in ("own", "partner"))
    audit = an_audit(scores=(own, theirs), findings=(a_finding(evidence=(own,)),))
    view = view_for(audit, PARTNER)
    assert ([score.subject.id for score in view.scores], view.findings) == (["partner"], ())


@pytest.mark.parametrize(("reader", "months"), [(EXECUTIVE, 0), (PARTNER, 0), (HR, 0), (LOCAL_READER, 1)])
def test_contact_by_month_of_a_handful_is_not_shown_to_readers_of_groups(reader, months):
    audit = an_audit()
    own, partner = audit.alliance.firms
    month = LogMonth(month=202601, volume=9.0, alive=2, share_alive=0.1, new=None, fading=None)
    few = replace(audit.alliance, firms=(own, replace(partner, people=4)))
    audit = replace(audit, alliance=few, log_trend=(month,))
    assert len(view_for(audit, reader).log_trend) == months


def test_contact_by_month_is_of_the_people_the_logs_saw_however_long_the_roster():
    audit = an_audit()
    month = LogMonth(month=202601, volume=9.0, alive=2, share_alive=0.1, new=None, fading=None)
    own, partner = audit.alliance.firms
    few = replace(audit.alliance, firms=(replace(own, seen=7), replace(partner, people=40, seen=4)))
    assert view_for(replace(audit, alliance=few, log_trend=(month,)), EXECUTIVE).log_trend == ()


def test_contact_by_month_of_groups_is_shown_to_every_reader():
    month = LogMonth(month=202601, volume=9.0, alive=2, share_alive=0.1, new=None, fading=None)
    views = [view_for(replace(an_audit(), log_trend=(month,)), reader) for reader in EVERYBODY]
    assert [len(view.log_trend) for view in views] == [1] * len(EVERYBODY)


@pytest.mark.parametrize(("reader", "codes"), [(PARTNER, ["S-QUIET"]), (EXECUTIVE, ["S-LOAD", "S-QUIET"])])
def test_what_the_own_sponsors_carry_elsewhere_is_not_for_the_partner(reader, codes):
    audit = an_audit(findings=(a_finding("S-LOAD", audience=Audience.OWN_FIRM), a_finding("S-QUIET")))
    assert [found.code for found in view_for(audit, reader).findings] == codes


def test_a_role_no_silent_person_can_hide_is_hidden_with_another():
    people = some_people(core=(2, 7), peripheral=(9, 8), isolates=(0, 0), unknown=(0, 3))
    audit = an_audit()
    own, partner = audit.alliance.firms
    firms = (replace(own, people=11, answered=11), replace(partner, people=18, answered=15))
    view = view_for(replace(audit, people=people, alliance=replace(audit.alliance, firms=firms)), EXECUTIVE)
    hidden = {(count.firm, count.group) for count in view.role_counts if count.people is None}
    assert {("own", "core"), ("own", "peripheral")} <= hidden


@pytest.mark.parametrize("source", ["friendship ties", "by closeness", "by ties only", ""])
def test_points_that_may_count_friends_are_shown_for_nobody(source):
    points = a_score("spanner_score", 70, "own-00", SubjectKind.PERSON, inputs=("communication", source))
    assert view_for(an_audit(scores=(points,)), LOCAL_READER).scores == ()


def test_a_finding_whose_number_is_hidden_does_not_say_which_firm_it_is_about():
    scores = [
        a_score("boundary_spanners", number, firm, SubjectKind.FIRM) for number, firm in enumerate(["own", "partner"])
    ]
    findings = tuple(
        a_finding(
            "N-SPANNERS", subject=score.subject, sentence=f"{score.subject.id} has {score.value}", evidence=(score,)
        )
        for score in scores
    )
    views = [view_for(an_audit(findings=findings), reader).findings for reader in (LOCAL_READER, EXECUTIVE)]
    assert [[found.about for found in view] for view in views] == [
        ["Nordwind", "Sole Mare"],
        ["Nordwind and Sole Mare"],
    ]


def test_a_target_counts_everybody_and_not_the_core_that_is_hidden():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(6)}
    case = a_case(people, strong([("a0", "b0"), ("a0", "b1"), ("a1", "b0")]))
    (target,) = redundancy_target(case)
    assert (int(case.picture.is_core.sum()), target.n) == (2, 12)


def agreeing(own, partner):
    """People of two firms by whether they agreed to be named: (agreed, not agreed) of each."""
    return tuple(
        a_person(100 * position + number, firm, may_be_named=number < agreed, name=f"Name {firm} {number}")
        for position, (firm, (agreed, rest)) in enumerate((("own", own), ("partner", partner)))
        for number in range(agreed + rest)
    )


@pytest.mark.parametrize(
    ("own", "partner", "named"),
    [
        ((7, 1), (8, 0), {"partner"}),
        ((7, 4), (2, 9), {"partner"}),
        ((7, 5), (8, 5), {"own", "partner"}),
        ((8, 0), (8, 0), {"own", "partner"}),
        ((7, 1), (7, 1), set()),
    ],
)
def test_hr_knows_nobody_by_having_no_name(own, partner, named):
    audit = an_audit(people=agreeing(own, partner), ties=(), limits=limits(named_for=("hr",)))
    rows = view_for(audit, HR).people
    assert {person.firm for person in rows if person.key} == named
    nameless = Counter(person.firm for person in rows if not person.key)
    assert all(count >= 5 for count in nameless.values())


def test_who_knows_people_reads_every_name_agreed_to():
    audit = an_audit(people=agreeing((7, 1), (7, 1)), ties=(), limits=limits(named_for=("analyst",)))
    view = view_for(audit, Reader(role=ReaderRole.ANALYST))
    assert sum(person.label.startswith("Name") for person in view.people) == 14


def changed(metric, subject, n=24):
    moved = {"before": 60.0, "after": 70.0, "difference": 10.0, "low": 5.0, "high": 15.0, "p": 0.001}
    return Change(metric=metric, subject=subject, **moved, told=True, method="answered again", n=n)


def with_changes(*scores):
    return replace(
        an_audit(scores=scores), changed_since="w0", changes=tuple(changed(s.metric, s.subject) for s in scores)
    )


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_change_is_told_only_of_scores_the_reader_sees(reader):
    scores = [
        a_score("health", 70, interval=(65, 75)),
        replace(a_score("climate.trust", 70, subject=about("own", SubjectKind.FIRM)), n=2),
        a_score("no_such_measure", 70),
        a_withheld_score("core_share", reason="too few answered"),
    ]
    view = view_for(with_changes(*scores), reader)
    seen = {(score.metric, score.subject) for score in view.scores if score.is_ok}
    assert {(change.metric, change.subject) for change in view.changes} == seen & {
        (score.metric, score.subject) for score in scores
    }
    assert not {"no_such_measure", "core_share"} & {change.metric for change in view.changes}


def test_score_suppressed_for_a_reader_does_not_keep_its_error_of_answering_again():
    few = replace(a_score("climate.trust", 70, subject=about("own", SubjectKind.FIRM)), n=2, answering_error=3.0)
    shown = view_for(with_changes(few), EXECUTIVE)
    assert not shown.changes
    assert {score.answering_error for score in shown.scores if score.metric == "climate.trust"} <= {None}


def test_change_since_a_wave_whose_number_was_kept_from_the_reader_is_kept_too():
    trust = a_score("climate.trust", 70, subject="own", kind=SubjectKind.FIRM, n=9)
    audits = [
        replace(an_audit(scores=(trust,)), changed_since="w0", changes=(changed(trust.metric, trust.subject, n),))
        for n in (9, 2)
    ]
    assert [len(view_for(audit, EXECUTIVE).changes) for audit in audits] == [1, 0]
