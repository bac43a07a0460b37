"""What a proposed mapping says of what it could not find."""

from alliancenet.settings import default_settings
from alliancenet.survey.proposal import propose_mapping
from alliancenet.survey.readers.detect import read_export
from tests.survey.test_mapping import ST1, instruments, people, qualtrics


def test_responses_nobody_can_be_named_for_are_counted_in_the_proposal(tmp_path):
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q2": ST1}, "a1,4", ",5", ",3"))
    assert propose_mapping(export, instruments(), people("a1"), settings=default_settings()).nameless == 2


def test_a_question_the_export_lacks_is_named_by_the_proposal(tmp_path):
    asked = {
        f"Q{at}": item.text["en"] for at, item in enumerate(instruments("integration")[0].items) if item.is_measured
    }
    whole, lacking = asked, {code: text for code, text in asked.items() if text != ST1}
    proposals = [
        propose_mapping(
            read_export(qualtrics(tmp_path / f"{len(columns)}.csv", columns, "a1" + ",4" * len(columns))),
            instruments("integration"),
            settings=default_settings(),
        )
        for columns in (whole, lacking)
    ]
    assert [proposal.missing for proposal in proposals] == [(), ("INT-ST1",)]
