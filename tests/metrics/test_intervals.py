"""Every number that may be read has an interval that holds it; none looks surer than it is."""

from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from built_audits import a_score, an_audit

from alliancenet.auditing import audit_case, audit_project
from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics.change import core_ties_kept
from alliancenet.metrics.checklists import checklist
from alliancenet.metrics.climate import climate
from alliancenet.metrics.cohesion import density, distance
from alliancenet.metrics.completing import around, stand_ins
from alliancenet.metrics.contract import contract_congruence
from alliancenet.metrics.health import health
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.perception import inside_spread, variance_factors
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import METRICS, NOT_DRAWN
from alliancenet.metrics.spectrum import spectrum
from alliancenet.metrics.treatments import nonresponse
from alliancenet.metrics.trust import trust_transfer
from alliancenet.metrics.workload import contact_wanted
from alliancenet.model.instrument import Kind
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import Objective, OrganisationId, PersonId
from alliancenet.model.score import SubjectKind
from alliancenet.model.wave import Opinions, OrganisationAnswer
from alliancenet.multiplex.resampling import completed
from alliancenet.rules.measuring import measured_from
from alliancenet.rules.rule import RULES, found_again, holding_share, with_values
from alliancenet.settings import changed, default_settings
from alliancenet.sources.edges.project import read_edge_list
from alliancenet.sources.project import read_project
from alliancenet.store.audit_file import from_document, schema, to_document
from tests.conftest import a_case, strong

EXAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/alliancenet.yaml"))
NAMES = [f"{firm}{number}" for firm in "ab" for number in range(9)]
PEOPLE = {
    name: {"organisation": name[0], "level": ("senior", "project_leader", "operating")[int(name[1]) % 3]}
    for name in NAMES
}
LAYERS = [layer.value for layer in Layer if layer is not Layer.WANTED_CHANGE]


WITHOUT = (
    "core_split_agreement", "integration_change", "redundancy_change",
    # where those who did not answer have more core ties than those who did
    "core_share", "core_ties", "redundancy", "concentration", "ei_index", "boundary_spanners",
    "spanner_score", "health", "health_part.network",
)  # fmt: skip


def says_why_not(score):
    """Of the few numbers that may go without an interval, and say so."""
    return score.interval is None and score.metric.startswith(WITHOUT) and "no interval: " in score.label


def lacking(audits):
    """Numbers without an interval, or outside of it."""
    return [
        (audit.alliance.id, score.metric, score.subject.id, score.value, score.interval)
        for audit in audits
        for score in audit.scores
        if score.is_ok
        and not says_why_not(score)
        and not (score.interval and score.interval[0] - 1e-9 <= score.value <= score.interval[1] + 1e-9)
    ]


def beyond(audits):
    """Intervals that reach beyond what the metric's card says is possible."""
    ends = {
        id: (-np.inf if card.low is None else card.low, np.inf if card.high is None else card.high)
        for id, card in METRICS.items()
    }
    return [
        (score.metric, score.interval)
        for audit in audits
        for score in audit.scores
        if score.is_ok
        and score.metric in ends
        and score.interval is not None
        and not ends[score.metric][0] - 1e-9 <= score.interval[0] <= score.interval[1] <= ends[score.metric][1] + 1e-9
    ]


def reports_of(seed, silent, share=0.35):
    """Answers on every layer, 1-5, of everybody who is not silent."""
    rng = np.random.default_rng(seed)
    pairs = [(name, other) for name in NAMES for other in NAMES if name != other and rng.random() < share]
    told = {layer: {pair: int(rng.integers(1, 6)) for pair in pairs if pair[0] not in silent} for layer in LAYERS}
    told["wanted_change"] = {pair: int(rng.integers(-1, 2)) for pair in pairs if pair[0] not in silent}
    return told


def opinions_of(seed, silent):
    rng = np.random.default_rng(seed)
    items = [
        item
        for instrument in read_shipped()
        if instrument.kind is Kind.PEOPLE
        for item in instrument.items
        if item.scale
    ]
    rows = [
        (place, column, rng.choice([point.value for point in item.scale.points]))
        for place, name in enumerate(NAMES)
        for column, item in enumerate(items)
        if name not in silent and rng.random() < 0.95
    ]
    respondent, item, value = np.array(rows).reshape(-1, 3).T
    return Opinions(
        items=tuple(asked.id for asked in items),
        respondent=respondent.astype(np.int64),
        item=item.astype(np.int64),
        value=value.astype(float),
    )


def answers_of_firms(seed):
    """Two raters of one firm, one of the other, with some lines left open."""
    rng = np.random.default_rng(seed)
    asked = [instrument for instrument in read_shipped() if instrument.kind in (Kind.CHECKLIST, Kind.ORGANISATION)]
    return tuple(
        OrganisationAnswer(
            organisation=OrganisationId(rater[0]),
            respondent=PersonId(rater),
            item=item.id,
            value=str(int(rng.choice([point.value for point in item.scale.points]))),
        )
        for rater in ("a0", "a1", "b0")
        for instrument in asked
        for item in instrument.items
        if item.scale and item.is_measured and (instrument.id in ("spectrum", "capability") or rng.random() < 0.8)
    )


def a_full_case(seed, silent, draws=20, earlier=None):
    """Case in which everything was asked: every layer, every questionnaire and every list."""
    rng = np.random.default_rng(seed)
    goals = [str(number) for number in range(6)]
    picks = {PersonId(name): tuple(rng.choice(goals, 3, replace=False)) for name in NAMES if name not in silent}
    case = a_case(
        PEOPLE,
        reports_of(seed, silent),
        silent=silent,
        wave={
            "opinions": opinions_of(seed, silent),
            "choices": {"GOAL1": picks},
            "organisation_answers": answers_of_firms(seed),
        },
        alliance={"objectives": tuple(Objective(name=goal, kind="strategic", target=1) for goal in goals)},
    )
    return with_draws(replace(case, earlier=earlier), draws)


def with_draws(case, count=20):
    drawn = completed(case.picture.multiplex, case.settings, count=count)
    return replace(case, draws=tuple(Picture(multiplex, case.settings) for multiplex in drawn))


def told(scores, kind=SubjectKind.ALLIANCE):
    return {score.metric: score for score in scores if score.subject.kind is kind}


@pytest.mark.parametrize(
    "folder",
    [pytest.param(path, marks=[pytest.mark.slow] * (path.name == "portfolio")) for path in EXAMPLES],
    ids=lambda folder: folder.name,
)
def test_every_number_of_a_shipped_example_has_an_interval_that_holds_it(folder):
    audits = audit_project(read_project(folder), resamples=12)
    assert (lacking(audits), beyond(audits)) == ([], [])


def checked_by_schema(**fields):
    """Faults of a document with one audit of one score."""
    document = to_document([an_audit(scores=(a_score(**fields),), findings=())])
    return [fault.json_path for fault in jsonschema.Draft202012Validator(schema()).iter_errors(document)]


def test_the_schema_asks_for_an_interval_or_the_reason_why_there_is_none():
    assert checked_by_schema(interval=None) == ["$.audits[0].scores[0]"]
    assert checked_by_schema(interval=(2, 4)) == checked_by_schema(interval=None, label=NOT_DRAWN) == []


def test_an_audit_made_before_intervals_were_asked_for_is_still_read():
    old = an_audit(scores=(a_score(interval=None),))
    (read,) = from_document(to_document([old]))
    assert read.scores == old.scores


@pytest.mark.parametrize("silent", [(), ("a1", "b3"), ("a1", "a2", "b3", "b4", "b5"), tuple(NAMES[1:]), tuple(NAMES)])
def test_every_number_has_an_interval_whoever_is_silent(silent):
    audits = [audit_case(a_full_case(3, silent))]
    assert (lacking(audits), beyond(audits)) == ([], [])


def test_every_number_of_a_second_wave_has_an_interval():
    earlier = replace(a_full_case(1, ("a1", "b3")), wave=replace(a_full_case(1, ("a1", "b3")).wave, id="0"))
    assert lacking([audit_case(a_full_case(2, ("b1",), earlier=earlier))]) == []


@pytest.mark.parametrize("responded", ["", "all", "most", "half", "one", "none"])
@pytest.mark.parametrize("form", ["plain", "weighted once", "layers", "waves"])
def test_every_number_of_an_edge_list_has_an_interval(tmp_path, form, responded):
    audits = audit_project(
        read_edge_list(*edge_files(tmp_path, form, responded), firm="firm", level="level", settings=default_settings()),
        resamples=12,
    )
    assert (lacking(audits), beyond(audits)) == ([], [])


def edge_files(folder, form, responded):
    rng = np.random.default_rng(5)
    said = {"all": 0, "most": 0.15, "half": 0.5, "one": 0.95, "none": 1}.get(responded, 0)
    yes = ["yes" if place >= said * len(NAMES) else "no" for place in range(len(NAMES))]
    yes = dict(zip(rng.permutation(NAMES), yes, strict=True))
    head = "id,firm,level" + (",responded" if responded else "")
    rows = [f"{name},{name[0]},{PEOPLE[name]['level']}" + (f",{yes[name]}" if responded else "") for name in NAMES]
    pairs = [(name, other) for name in NAMES for other in NAMES if name != other and rng.random() < 0.3]
    ties = {
        "plain": ["source,target", *(f"{one},{other}" for one, other in pairs)],
        "weighted once": [
            "source,target,weight",
            *(f"{one},{other},{rng.integers(1, 6)}" for one, other in pairs if one < other),
        ],
        "layers": [
            "source,target,layer,weight",
            *(f"{one},{other},{layer},{rng.integers(1, 6)}" for one, other in pairs for layer in LAYERS),
        ],
        "waves": [
            "source,target,wave",
            *(f"{one},{other},{k}" for one, other in pairs for k in (1, 2) if rng.random() < 0.8),
        ],
    }[form]
    (folder / "people.csv").write_text("\n".join([head, *rows]) + "\n")
    (folder / "ties.csv").write_text("\n".join(ties) + "\n")
    return folder / "people.csv", folder / "ties.csv"


def test_where_no_networks_are_drawn_the_missing_interval_is_said():
    case = a_full_case(3, ("a1", "b3"), draws=0)
    without = [score for score in audit_case(case).scores if score.is_ok and score.interval is None]
    assert without
    assert all(NOT_DRAWN in score.label or says_why_not(score) for score in without)


def test_one_answer_alone_makes_no_number_of_the_network():
    scores = density(a_full_case(3, tuple(NAMES[1:])))
    assert {score.reason for score in scores} == {"1 people answered: nothing tells how far off it is"}


def test_a_number_most_completed_networks_do_not_bear_is_withheld():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(5)}
    case = a_case(people, strong([("a0", "b0")]), silent=("b4",))
    empty = a_case(people, {"communication": {}})
    score = distance(replace(case, draws=(empty.picture,) * 3))[0]
    assert (score.value, "completed" in score.reason) == (None, True)


@pytest.mark.parametrize("measure", [distance, contact_wanted])
def test_structure_read_off_completed_networks_spreads_where_people_are_silent(measure):
    low, high = measure(a_full_case(3, ("a1", "a2", "b3", "b4")))[0].interval
    assert low < high


def test_structure_is_exact_where_everybody_answered():
    scores = [score for measure in (distance, contact_wanted, density) for score in measure(a_full_case(3, ()))]
    assert all(score.interval == (score.value, score.value) for score in scores)


def test_mean_distance_equals_counting_steps():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(3)}
    told = {("a0", "a1"): 1, ("a1", "b0"): 1, ("b0", "b1"): 1}
    score = distance(a_case(people, {"communication": told}))[0]
    # a0-b0 2, a0-b1 3, a1-b0 1, a1-b1 2; a2 and b2 are reached by nobody
    assert (score.value, score.n) == (2.0, 4)


def test_a_change_is_unsure_when_answers_were_missing_only_before():
    silent = ("a1", "a2", "b3", "b4")
    rng = np.random.default_rng(4)
    ties = strong([(name, other) for name in NAMES for other in NAMES if name < other and rng.random() < 0.4])
    heard = {
        layer: {pair: step for pair, step in part.items() if pair[0] not in silent} for layer, part in ties.items()
    }
    before = with_draws(a_case(PEOPLE, heard, silent=silent))
    fewer = {
        layer: {pair: step for pair, step in part.items() if len({*pair} & {"a1", "b2"}) < 1}
        for layer, part in ties.items()
    }
    score = core_ties_kept(replace(a_case(PEOPLE, fewer), earlier=before))[0]
    assert score.interval[0] < score.interval[1]


def test_a_stand_in_is_somebody_who_answered_and_everybody_who_answered_stays():
    rows = stand_ins(5, 9, 50, np.random.default_rng(0))
    assert rows.shape == (50, 9)
    assert (rows[:, :5] == np.arange(5)).all()
    assert set(rows[:, 5:].ravel()) == set(range(5))


def test_nothing_is_drawn_when_everybody_answered():
    assert stand_ins(5, 5, 50, np.random.default_rng(0)).tolist() == [[0, 1, 2, 3, 4]]


def test_intervals_of_completed_rosters_hold_the_whole_rosters_mean_nine_times_in_ten():
    rng, held = np.random.default_rng(11), 0
    for _ in range(400):
        roster = rng.normal(size=40)
        answers = roster[:28]
        rows = stand_ins(28, 40, 200, rng)
        low, high = around(float(answers.mean()), answers[rows].mean(axis=1))
        held += low <= roster.mean() <= high
    assert 0.84 <= held / 400 <= 0.95


def test_intervals_of_inside_spread_hold_the_whole_firms_variance_nine_times_in_ten():
    rng, (low, high) = np.random.default_rng(12), variance_factors(20, 30)
    rosters = rng.normal(size=(2000, 30))
    ratio = rosters.var(axis=1, ddof=1) / rosters[:, :20].var(axis=1, ddof=1)
    assert 0.88 <= ((low <= ratio) & (ratio <= high)).mean() <= 0.92


def test_people_who_answer_alike_do_not_make_the_silent_certain():
    settings = changed(default_settings(), {"suppression.spread": 0})
    everybody = ["CLI-TRU1", "CLI-TRU2"]
    names = [name for name in NAMES if name not in ("a8", "b8")]
    rows = [(NAMES.index(name), column, 3.0) for name in names for column in (0, 1)]
    respondent, item, value = (np.array(part) for part in zip(*rows, strict=True))
    asked = Opinions(items=tuple(everybody), respondent=respondent, item=item, value=value)
    case = a_case(PEOPLE, {}, silent=("a8", "b8"), wave={"opinions": asked}, settings=settings)
    score = told(climate(case))["climate.trust"]
    assert score.interval[0] < score.value < score.interval[1]
    spread = told(inside_spread(case), SubjectKind.FIRM)["inside_spread.trust"]
    assert spread.interval[0] < spread.value == spread.interval[1] == 1


def test_answers_of_everybody_are_known_exactly():
    case = a_full_case(3, ())
    answered = replace(case, wave=replace(case.wave, opinions=full_opinions()))
    for score in (
        *climate(answered),
        *inside_spread(answered),
        *contract_congruence(answered),
        *trust_transfer(answered),
    ):
        if score.is_ok:
            assert score.interval == pytest.approx((score.value, score.value))


def full_opinions():
    some = opinions_of(9, ())
    rng = np.random.default_rng(1)
    cells = [(person, item) for person in range(18) for item in range(len(some.items))]
    respondent, item = np.array(cells).T
    return replace(some, respondent=respondent, item=item, value=rng.integers(1, 3, len(cells)).astype(float))


def test_open_lines_of_a_list_make_its_interval():
    answers = [
        OrganisationAnswer(organisation=OrganisationId("a"), respondent=None, item=f"CRM-T{n}", value="2")
        for n in (1, 2)
    ]
    case = a_case(PEOPLE, {}, wave={"organisation_answers": tuple(answers)})
    score = next(score for score in checklist(case) if score.metric == "checklist.crm_priorities")
    assert score.value == 100
    assert 0 < score.interval[0] < score.interval[1] == 100


def test_two_raters_who_differ_are_less_sure_than_one():
    def width(*steps):
        answers = tuple(
            OrganisationAnswer(
                organisation=OrganisationId("a"), respondent=PersonId(f"a{rater}"), item=f"REL{n}", value=str(step)
            )
            for rater, step in enumerate(steps)
            for n in range(1, 9)
        )
        score = spectrum(a_case(PEOPLE, {}, wave={"organisation_answers": answers}))[0]
        return score.interval[1] - score.interval[0]

    assert width(2, 4) > width(3) > width(3, 3) > 0


def test_onboarding_nobody_recorded_widens_its_interval():
    people = {name: {**about, "onboarded": True if name[1] in "01" else None} for name, about in PEOPLE.items()}
    score = told(integration_seen(a_case(people, reports_of(3, ()))))["integration_seen.cultural.onboarding"]
    assert score.value == 100
    assert score.interval == pytest.approx((100 * 4 / 18, 100))


def test_the_spread_of_treatments_holds_what_their_intervals_allow():
    scores = told(nonresponse(a_full_case(3, ("a1", "a2", "b3"))))
    four = [scores[f"nonresponse.density.{name}"] for name in ("observed", "one_sided", "reconstruction", "imputation")]
    low, high = scores["nonresponse.density.spread"].interval
    assert high == pytest.approx(max(score.interval[1] for score in four) - min(score.interval[0] for score in four))
    assert low == pytest.approx(
        max(0.0, max(score.interval[0] for score in four) - min(score.interval[1] for score in four))
    )


def test_the_observed_density_is_as_unsure_as_the_respondents_differ():
    case = a_full_case(3, ("a1", "a2", "b3"))
    score = told(nonresponse(case))["nonresponse.density.observed"]
    rows = np.zeros((18, 18))
    pairs, both = case.picture.multiplex.pairs, case.picture.multiplex.reports[Layer.COMMUNICATION]
    rows[pairs[:, 0], pairs[:, 1]], rows[pairs[:, 1], pairs[:, 0]] = both[:, 0] > 0, both[:, 1] > 0
    named = rows[case.wave.complete].sum(axis=1) / 17
    # with one respondent left out at a time the jackknife of a mean is its standard error
    error = named.std(ddof=1) / np.sqrt(15) * np.sqrt(1 - 15 / 18)
    assert score.interval[1] - score.value == pytest.approx(1.6449 * error, rel=1e-6)


def test_a_role_everybodys_answers_tell_is_certain():
    people = audit_case(a_full_case(3, ())).people
    assert {(person.role == "core", person.core_probability) for person in people} <= {(True, 1.0), (False, 0.0)}


def test_without_any_answers_no_role_has_a_probability():
    assert {person.core_probability for person in audit_case(a_full_case(3, tuple(NAMES), draws=0)).people} == {None}


def test_a_finding_on_several_numbers_holds_where_most_of_them_recur():
    case = a_full_case(3, ("a1", "b3"))
    audit = audit_case(case)
    finding = next(finding for finding in audit.findings if finding.code == "P-SPREAD" and len(finding.evidence) > 4)
    measured = measured_from(case, audit.scores)

    def held(agreeing):
        values = {(score.metric, score.subject): 1.0 for score in finding.evidence[:agreeing]}
        return holding_share(finding, found_again(RULES["P-SPREAD"], [with_values(measured, values)]))

    assert (held(0), held(1), held(len(finding.evidence) - 1)) == (1, 1, 0)


@pytest.mark.parametrize(("limit", "has_one"), [(0.01, False), (1000, True)])
def test_health_has_an_interval_unless_the_silent_may_be_the_central_ones(limit, has_one):
    case = a_full_case(5, silent=("a0", "b0"))
    case = replace(case, settings=changed(case.settings, {"silent.close": limit}))
    (told,) = health(case)
    assert told.is_ok
    assert (told.interval is not None) is has_one
    assert ("no interval: people who did not answer" in told.label) is not has_one
