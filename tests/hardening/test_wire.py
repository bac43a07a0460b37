"""What no browser sends, on both servers; `table.py --only viewer` prints it."""

import sys
from pathlib import Path

import pytest
from built_audits import an_audit
from collected_waves import a_project_to_collect, collecting, open_in
from running_viewer import listening

from alliancenet.store.audit_file import write_audits

sys.path.insert(0, str(Path(__file__).parent))

import wire


@pytest.fixture(scope="module")
def viewer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audits")
    write_audits(folder, [an_audit()])
    with listening(folder) as (port, _):
        yield port


@pytest.fixture(scope="module")
def collector(tmp_path_factory):
    store = open_in(a_project_to_collect(tmp_path_factory.mktemp("collect") / "project"))
    with collecting(store) as (port, _):
        yield port
    store.close()


@pytest.mark.parametrize(("server", "form"), [("viewer", "/sign-in"), ("collector", "/enter")])
def test_what_no_browser_sends_ends_in_words(request, server, form):
    count, faults = wire.spoilt(request.getfixturevalue(server), form)
    assert (faults, count > 80) == ([], True)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 500 X\r\n\r\n", b"", b"HTTP/1.1 400 X\r\n\r\nHTTP/1.1 200 X\r\n\r\n"])
def test_an_answer_that_is_not_in_words_is_a_fault(answer):
    assert wire._wrong(wire.Odd("any", b""), answer, 0.1)


@pytest.mark.parametrize("server", ["viewer", "collector"])
def test_forms_sent_a_byte_at_a_time_hold_nobody_up(request, server):
    assert wire.while_others_dawdle(request.getfixturevalue(server), seconds=3.0) < 2.0
