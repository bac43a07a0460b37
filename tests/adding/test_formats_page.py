"""The page of formats names every reader there is, and no reader that is not."""

import inspect
import re

import pytest

from alliancenet.adding.recognise import OWN
from alliancenet.comms.readers import READERS as LOGS
from alliancenet.resources import manual
from alliancenet.sources.network_files.reading import OF_BYTES, OF_TEXT
from alliancenet.sources.project import KINDS
from alliancenet.sources.tables import (
    issues,
    memberships,
    needs,
    organisations,
    responses,
    role_pairs,
    rounds,
    touchpoints,
)
from alliancenet.survey.readers.detect import PLATFORMS

PAGE = manual().joinpath("formats.md").read_text(encoding="utf-8")


def rows_below(heading):
    part = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]
    return [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][1:]


def test_every_log_that_is_read_is_named_and_no_other():
    assert sorted(rows_below("Logs")) == sorted(reader.TITLE for reader in LOGS)


def test_every_platform_that_is_read_is_named_and_no_other():
    named = {name for row in rows_below("Answers of surveys") for name in re.split(r",\s*", row)}
    assert named == set(PLATFORMS)


def test_every_network_format_is_named():
    assert all(any(name.partition(" ")[0] in row for row in rows_below("Networks")) for name in {*OF_BYTES, *OF_TEXT})


@pytest.mark.parametrize(
    ("kind", "reader"),
    [
        ("memberships", memberships),
        ("needs", needs),
        ("issues", issues),
        ("organisations", organisations),
        ("responses", responses),
        ("role_pairs", role_pairs),
        ("waves", rounds),
        ("touchpoints", touchpoints),
    ],
)
def test_our_own_tables_are_told_by_columns_their_readers_know(kind, reader):
    source = inspect.getsource(reader)
    assert kind in KINDS
    assert all(f'"{column}"' in source for column in OWN[kind])
