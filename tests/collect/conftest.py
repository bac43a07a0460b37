"""A wave that is open: the people of the example of two firms, nobody has answered yet; and the table of figures."""

import os
import shutil

import pytest
from collected_waves import a_project_to_collect, open_in
from two_sides import HANDOVER, HERE, OURS, THEIRS, THERE, a_side, answer, closed

from alliancenet.collect.handover import handover_of
from alliancenet.collect.places import place_of
from alliancenet.collect.store import opened


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory):
    folder = a_project_to_collect(tmp_path_factory.mktemp("collect") / "project")
    open_in(folder).close()
    return folder


@pytest.fixture
def project(opened_once, tmp_path):
    return shutil.copytree(opened_once, tmp_path / "project")


@pytest.fixture
def store(project):
    store = opened(place_of(project, "w1"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """Both sides, closed, with their answers; and what one hands over."""
    folder = tmp_path_factory.mktemp("sides")
    (ours, store), (_, theirs) = a_side(folder / "ours", HERE), a_side(folder / "theirs", THERE, more=HANDOVER)
    answer(store, OURS)
    answer(theirs, THEIRS)
    handover = handover_of(closed(theirs))
    closed(store).close()
    theirs.close()
    return ours, handover


@pytest.fixture
def side(collected, tmp_path):
    folder = shutil.copytree(collected[0], tmp_path / "ours")
    store = opened(place_of(folder, "w1"))
    yield store
    store.close()


@pytest.fixture
def handover(collected):
    return collected[1]


_FIGURES = pytest.StashKey()


@pytest.fixture(scope="session")
def figures(request):
    """Takes what was measured; all of it is printed as one table at the end."""
    return request.config.stash.setdefault(_FIGURES, [])


def pytest_terminal_summary(terminalreporter, config):
    found = sorted(config.stash.get(_FIGURES, []), key=lambda figure: (figure.goal, figure.where))
    if not found:
        return
    load = " ".join(f"{load:.1f}" for load in os.getloadavg())
    terminalreporter.section(f"reliability, {os.cpu_count()} processors, load now {load}")
    for figure in found:
        held = "held" if figure.is_held else "MISSED"
        terminalreporter.line(f"{figure.goal} {figure.where:<11} {held:<6} {figure.said}; limit: {figure.limit}")
