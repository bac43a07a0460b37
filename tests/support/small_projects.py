"""Small project folders and edge lists for tests: the template, with some files replaced."""

import shutil

from alliancenet.settings import default_settings
from alliancenet.sources.edges.project import read_edge_list
from alliancenet.sources.project import read_project, template

PEOPLE = "id,office\na,Boston\nb,Boston\nc,Hartford\nd,Hartford\n"
TIES = "source,target\na,b\na,c\nc,a\nb,d\n"


def a_project(folder, add=None, **files):
    """The template's project with files replaced (`people_csv=...`) or rows added; None removes a file."""
    shutil.copytree(template(), folder, dirs_exist_ok=True)
    for name, text in files.items():
        path = folder / name.replace("_csv", ".csv").replace("_yaml", ".yaml")
        if text is None:
            path.unlink()
        elif isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
    for name, rows in (add or {}).items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(rows)
    return folder


def read_small(folder, add=None, **files):
    return read_project(a_project(folder, add, **files))


def an_edge_list(folder, people=PEOPLE, ties=TIES):
    folder.mkdir(exist_ok=True)
    paths = folder / "people.csv", folder / "ties.csv"
    for path, text in zip(paths, (people, ties), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def read_edges(folder, people=PEOPLE, ties=TIES, firm="office", **options):
    return read_edge_list(*an_edge_list(folder, people, ties), firm=firm, **{"settings": default_settings(), **options})
