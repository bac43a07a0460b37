"""From a folder to an audit: what a project brings along reaches the scores."""

from small_projects import read_small

from alliancenet.auditing import audit_project, build_case
from alliancenet.model.score import State

OWN = (
    "id: own\nversion: 1\nkind: people\nlanguages: [en]\ntitle: Own\nintro: Please answer.\n"
    "answered_by: all\npurposes: [alliance_audit]\nitems:\n  - id: OWN1\n    text: Is it fun?\n"
    "    dimension: fun\n    scale: {min: 1, max: 3, labels: {1: a little, 3: very}}\n"
)
HEAD = "wave,alliance,respondent,item,alter,value\n"


def own_instrument(folder, text=OWN, name="own"):
    (folder / "surveys").mkdir()
    (folder / "surveys" / f"{name}.yaml").write_text(text, encoding="utf-8")


def scores(project):
    return {(score.metric, score.subject.id): score for score in audit_project(project, resamples=0)[0].scores}


def test_a_project_s_own_question_is_scored_and_withheld_like_any_other(tmp_path):
    own_instrument(tmp_path)
    found = scores(read_small(tmp_path, answers_csv=f"{HEAD}2026-spring,first_alliance,o2,OWN1,,3\n"))
    assert found["asked.own.fun", "our_firm"].state is State.SUPPRESSED


def test_a_line_not_needed_is_read_from_answers_as_from_exports(tmp_path):
    lines = "".join(
        f"2026-spring,first_alliance,o2,LNK{number},,{value}\n"
        for number, value in enumerate(("2", "0", "not_needed"), 1)
    )
    found = scores(read_small(tmp_path, answers_csv=HEAD + lines))
    assert (found["checklist.linkages", "first_alliance"].value, found["checklist.linkages", "first_alliance"].n) == (
        50,
        2,
    )


def test_missing_answers_are_resampled_as_often_as_the_settings_say(tmp_path):
    text = f"{HEAD}2026-spring,first_alliance,o2,NET1,p2,4\n2026-spring,first_alliance,p2,NET1,o2,3\n"
    project = read_small(tmp_path, answers_csv=text)
    alliance = next(iter(project.register.alliances))
    counts = [len(build_case(project, alliance, 0, resamples=count).draws) for count in (None, 7, 0)]
    assert counts == [project.settings.whole("resamples.count"), 7, 0]
