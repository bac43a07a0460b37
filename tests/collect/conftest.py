"""A wave that is open: the people of the example of two firms, nobody has answered yet."""

import shutil

import pytest
from collected_waves import a_project_to_collect, open_in

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
