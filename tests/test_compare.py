"""Two audits compared: noise, people apart from ties, and a mirror when swapped."""

from dataclasses import replace

import pytest
from built_audits import a_person, a_score, a_withheld_score, about, an_audit
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.compare import compare
from alliancenet.errors import InputError
from alliancenet.model.audit import Confidence, DrawnTie, ParticipantRole, ProjectMark
from alliancenet.model.change import Change
from alliancenet.model.comparison import Verdict
from alliancenet.model.finding import NotLooked
from alliancenet.score_changes import score_changes

CORE, EDGE, UNKNOWN = ParticipantRole.CORE, ParticipantRole.PERIPHERAL, ParticipantRole.UNKNOWN
SUBJECT = about("nordwind")


def tie(source, target, status="confirmed", layer="communication"):
    return DrawnTie(source=source, target=target, layer=layer, status=status, value=4.0)


def audit(*roles, ties=(), **fields):
    """People n0, n1, … with these roles; None leaves the person out."""
    people = tuple(
        replace(a_person(n, "own", role=role), id=f"n{n}", spanner=None if role is UNKNOWN else False)
        for n, role in enumerate(roles)
        if role is not None
    )
    return replace(an_audit(**fields), people=people, ties=tuple(ties))


def judged(before, after):
    """The change of health between two audits that hold nothing else."""
    audits = [an_audit(scores=() if score is None else (score,)) for score in (before, after)]
    return next(iter(score_changes(*audits)))


def health(value, *interval, error=None, **fields):
    return replace(a_score("health", value, interval=interval or None, **fields), answering_error=error)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (health(60, 60, 60, error=2), health(80, 80, 80, error=2), Verdict.ROSE),
        (health(80, 80, 80, error=2), health(60, 60, 60, error=2), Verdict.FELL),
        (health(60, 60, 60, error=5), health(68, 68, 68, error=5), Verdict.WITHIN_NOISE),
        (health(60, 45, 75, error=0), health(68, 53, 83, error=0), Verdict.WITHIN_NOISE),
        (health(60, 60, 60, error=0), health(61, 61, 61, error=0), Verdict.ROSE),
        (health(60, 60, 60), health(68, 68, 68, error=5), Verdict.WITHIN_NOISE),
        (health(60, 60, 60, error=1), health(60, 60, 60, error=1), Verdict.SAME),
        (health(60, 55, 65), health(80, 75, 85), Verdict.NO_INTERVAL),
        (a_withheld_score("health"), health(80, 75, 85), Verdict.NOT_COMPARABLE),
        (None, health(80), Verdict.NOT_COMPARABLE),
        (health(60, 55, 65, label="by ties only"), health(80, 75, 85), Verdict.NOT_COMPARABLE),
    ],
)
def test_difference_is_called_a_change_only_beyond_who_is_missing_and_answering_again(before, after, verdict):
    assert judged(before, after).verdict is verdict


def test_noise_is_said_in_words():
    change = judged(health(60, 60, 60, error=5), health(68, 68, 68, error=5))
    assert change.sentence == "Health: 60 to 68, no more than the same people answering again"


def test_of_many_scores_a_difference_of_one_is_only_perhaps_a_change():
    dull = tuple(replace(a_score(f"climate.c{n}", 50, interval=(50, 50)), answering_error=2.0) for n in range(40))
    later = tuple(replace(score, value=50.1, interval=(50.1, 50.1)) for score in dull)
    before = an_audit(scores=(health(60, 60, 60, error=2), *dull))
    after = an_audit(scores=(health(67, 67, 67, error=2), *later))
    found = {change.metric: change.verdict for change in score_changes(before, after)}
    assert found["health"] is Verdict.PERHAPS


def stored(**fields):
    told = {"difference": 8.0, "low": 5.0, "high": 11.0, "p": 0.001, "told": True, "method": "paired", "n": 24}
    return Change(metric="health", subject=SUBJECT, before=60.0, after=68.0, **{**told, **fields})


def test_a_difference_too_small_for_whole_points_is_not_told_as_none():
    change = judged(health(60, 60, 60, error=0), health(60.4, 60.4, 60.4, error=0))
    assert change.sentence == "Health: 60.0 to 60.4, a rise of 0.4"


def test_shares_are_apart_in_percentage_points():
    scores = [replace(a_score("density", value, interval=(value, value)), answering_error=0.0) for value in (0.2, 0.08)]
    change = judged(*scores)
    assert change.sentence == "Density of contact: 20\u00a0% to 8\u00a0%, a fall of 12 percentage points"


def test_two_waves_in_a_row_are_judged_by_the_change_the_later_audit_holds():
    before = an_audit(wave="w1", scores=(health(60, 60, 60, error=5),))
    after = replace(an_audit(wave="w2", scores=(health(68, 68, 68, error=5),)), changed_since="w1", changes=(stored(),))
    (change,) = score_changes(before, after)
    assert (change.verdict, change.interval, change.p) == (Verdict.ROSE, (5.0, 11.0), 0.001)


def test_the_stored_change_is_mirrored_when_the_waves_are_swapped():
    before = an_audit(wave="w1", scores=(health(60, 60, 60, error=5),))
    after = replace(an_audit(wave="w2", scores=(health(68, 68, 68, error=5),)), changed_since="w1", changes=(stored(),))
    (change,) = score_changes(after, before)
    assert (change.verdict, change.interval) == (Verdict.FELL, (-11.0, -5.0))


def test_withheld_score_is_not_compared_and_says_why():
    change = judged(a_withheld_score("health", reason="too few answered"), health(80))
    assert change.sentence == "Health: cannot be compared (before: too few answered)"


def test_audits_of_two_alliances_are_refused():
    with pytest.raises(InputError, match="audits of two alliances"):
        compare(an_audit("north"), an_audit("south"))


def test_joiners_and_leavers_are_people_not_ties():
    comparison = compare(
        audit(CORE, CORE, CORE, ties=[tie("n0", "n1"), tie("n0", "n2")]),
        audit(CORE, CORE, None, CORE, ties=[tie("n0", "n1"), tie("n0", "n3")]),
    )
    assert (comparison.joiners, comparison.leavers) == (("n3",), ("n2",))
    change = comparison.ties[0]
    assert (change.kept, change.formed, change.faded, change.brought, change.taken) == (1, 0, 0, 1, 1)


def test_ties_among_those_who_stayed_form_and_fade():
    comparison = compare(
        audit(CORE, CORE, CORE, ties=[tie("n0", "n1"), tie("n1", "n2")]),
        audit(CORE, CORE, CORE, ties=[tie("n1", "n0"), tie("n0", "n2")]),
    )
    change = comparison.ties[0]
    assert (change.kept, change.formed, change.faded) == (1, 1, 1)
    assert change.jaccard == pytest.approx(1 / 3)


def test_tie_that_nobody_can_tell_any_more_has_not_faded():
    before = audit(CORE, CORE, ties=[tie("n0", "n1")])
    unreported = compare(before, audit(CORE, CORE, ties=[tie("n0", "n1", "unknown")])).ties[0]
    silent = compare(before, audit(UNKNOWN, UNKNOWN, CORE, ties=[tie("n0", "n2")])).ties[0]
    assert (unreported.faded, unreported.untold) == (0, 1)
    assert (silent.faded, silent.untold) == (0, 1)


def test_what_pairs_in_touch_both_times_answered_is_compared_as_means():
    people = [EDGE] * 7
    before, after = (
        audit(*people, ties=[replace(tie("n0", f"n{n}", layer="trust"), value=value) for n in range(1, 7)])
        for value in (4.0, 2.5)
    )
    change = compare(before, after).ties[0]
    assert (change.kept, change.mean_before, change.mean_after) == (6, 4.0, 2.5)


def test_of_four_pairs_no_mean_is_told():
    people = [EDGE] * 5
    change = compare(*[audit(*people, ties=[tie("n0", f"n{n}", layer="trust") for n in range(1, 5)])] * 2).ties[0]
    assert (change.kept, change.mean_before) == (4, None)


def test_layer_drawn_once_is_not_compared():
    before, after = audit(CORE, CORE, ties=[tie("n0", "n1", layer="trust")]), audit(CORE, CORE)
    assert compare(before, after).ties == ()


def test_core_turnover_keeps_leaving_apart_from_dropping_out():
    comparison = compare(audit(CORE, CORE, CORE, EDGE), audit(CORE, EDGE, None, CORE, CORE))
    core = comparison.core
    assert (core.kept, core.dropped, core.left) == (("n0",), ("n1",), ("n2",))
    assert (core.entered, core.joined) == (("n3",), ("n4",))


def test_core_place_that_cannot_be_told_is_neither_kept_nor_lost():
    core = compare(audit(CORE), audit(UNKNOWN)).core
    assert (core.kept, core.dropped, core.untold) == ((), (), ("n0",))


def test_finding_that_could_not_be_looked_for_is_not_gone():
    blind = audit(CORE, findings=(), not_looked=(NotLooked(code="N-ONEBRIDGE", reason="too few answered"),))
    before = audit(CORE)
    changes = compare(before, blind).findings
    assert {code for code, _ in changes.not_looked} == {"N-ONEBRIDGE"}
    assert "N-ONEBRIDGE" not in {code for code, _ in changes.gone}
    assert {code for code, _ in compare(blind, before).findings.first_looked} == {"N-ONEBRIDGE"}


def test_other_limits_and_low_confidence_are_cautions():
    other = replace(audit(CORE), settings_digest="00" * 32, confidence=Confidence.LOW)
    text = " ".join(compare(audit(CORE), other).cautions)
    assert "limits in force differ" in text
    assert "low confidence" in text


def test_mean_over_other_parts_is_not_compared():
    whole = health(50, 48, 52, subject="nordwind")
    climate = replace(whole, metric="climate")
    trust, roles = (a_score(f"climate.{part}", 50, interval=(48, 52)) for part in ("trust", "roles"))
    before = audit(CORE, scores=(climate, trust, roles))
    after = audit(CORE, scores=(replace(climate, value=70.0, interval=(68, 72)), trust))
    change = next(change for change in compare(before, after).scores if change.metric == "climate")
    assert change.verdict is Verdict.NOT_COMPARABLE
    assert change.sentence == "Climate: cannot be compared (means over other parts)"


def test_scores_of_persons_are_not_followed():
    from alliancenet.model.score import SubjectKind

    personal = a_score("spanner_score", 50, "n0", SubjectKind.PERSON)
    comparison = compare(audit(CORE, scores=(personal,)), audit(CORE, scores=(personal,)))
    assert comparison.scores == ()


roles = st.lists(st.sampled_from([CORE, EDGE, UNKNOWN, None]), min_size=4, max_size=4)
pairs = st.sampled_from([(f"n{a}", f"n{b}") for a in range(4) for b in range(a + 1, 4)])
statuses = st.sampled_from(["confirmed", "one_sided", "unanswered", "unknown"])


@st.composite
def audits(draw):
    chosen = [CORE, *draw(roles)]
    present = {f"n{n}" for n, role in enumerate(chosen) if role is not None}
    ties = draw(st.dictionaries(pairs, statuses, max_size=6))
    drawn = [tie(*pair, status) for pair, status in ties.items() if set(pair) <= present]
    value = draw(st.floats(0, 100))
    return audit(
        *chosen, ties=[*drawn, tie("n0", "n0", "unknown")], scores=(health(value, value - 5, value + 5, error=1.0),)
    )


@given(audits(), audits())
def test_swapping_the_audits_mirrors_everything(one, other):
    forth, back = compare(one, other), compare(other, one)
    assert (forth.joiners, forth.leavers) == (back.leavers, back.joiners)
    assert (forth.core.entered, forth.core.joined) == (back.core.dropped, back.core.left)
    assert forth.core.untold == back.core.untold
    mirror = {Verdict.ROSE: Verdict.FELL, Verdict.FELL: Verdict.ROSE}
    for there, again in zip(forth.scores, back.scores, strict=True):
        assert again.verdict is mirror.get(there.verdict, there.verdict)
        assert again.difference == -there.difference
    for there, again in zip(forth.ties, back.ties, strict=True):
        assert (there.formed, there.brought, there.kept) == (again.faded, again.taken, again.kept)
        assert (there.untold, there.jaccard) == (again.untold, again.jaccard)


@given(audits())
def test_audit_compared_with_itself_shows_no_change(one):
    comparison = compare(one, one)
    assert {change.verdict for change in comparison.scores} == {Verdict.SAME}
    assert comparison.joiners == comparison.leavers == ()
    assert all(change.formed == change.faded == change.untold == 0 for change in comparison.ties)


def test_audits_of_two_projects_are_not_compared():
    before = replace(an_audit(), project=ProjectMark(id="one", name="Ours"))
    after = replace(an_audit(), project=ProjectMark(id="two", name="Theirs"))
    with pytest.raises(InputError, match="'Ours' and 'Theirs'"):
        compare(before, after)


def seen_level(value, *, friends):
    source = "closeness and friendship layers" if friends else "closeness layer"
    names = ("integration_seen.interpersonal", "integration_seen.interpersonal.personal_ties")
    level, part = (replace(a_score(name, value, interval=(value, value)), answering_error=2.0) for name in names)
    return an_audit(scores=(replace(level, inputs=("personal_ties",)), replace(part, inputs=(source,))))


@pytest.mark.parametrize(("friends", "verdict"), [(True, Verdict.NOT_COMPARABLE), (False, Verdict.FELL)])
def test_level_read_off_friendship_in_one_wave_alone_is_not_compared(friends, verdict):
    changes = score_changes(seen_level(90, friends=friends), seen_level(42, friends=False))
    assert {change.verdict for change in changes} == {verdict}
