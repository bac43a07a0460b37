"""Waves collected by our own collector, for tests: a project that is opened, people who answer."""

import re
import threading
from contextlib import contextmanager
from datetime import date, timedelta

from alliancenet_collect.app import create_app
from alliancenet_web.listening import listen, port_of

from alliancenet.collect import sitting, tokens
from alliancenet.collect.opening import addresses_of, days_of, survey_from
from alliancenet.collect.places import place_of
from alliancenet.collect.plan import PLAN_FILE, TEMPLATE, read_plan
from alliancenet.collect.steps import ChosenPeople, PageKind, body_of, steps_of
from alliancenet.collect.store import opened
from alliancenet.collect.wave import open_wave, prepare, survey_in
from alliancenet.model.instrument import AnswerType
from alliancenet.resources import unpack_example
from alliancenet.sources.project import read_project

TODAY = date.today()
CLOSES = TODAY + timedelta(days=10)
WAVE = "w1"


def a_project_to_collect(folder, plan=None, waves=None):
    """The example of two firms without its answers, with a wave that is open today and a plan."""
    folder.mkdir(parents=True)
    unpack_example("two_firms", folder)
    project = folder / "alliancenet.yaml"
    lines = project.read_text(encoding="utf-8").splitlines()
    project.write_text("\n".join(line for line in lines if "survey/" not in line) + "\n", encoding="utf-8")
    rows = waves or f"{WAVE},,{TODAY - timedelta(days=10)},{CLOSES},90\n"
    (folder / "waves.csv").write_text(f"id,alliance,open,close,window_days\n{rows}", encoding="utf-8")
    (folder / PLAN_FILE).write_text(plan or TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def open_in(folder, wave=WAVE, place=None, *, draft=False):
    """The store of a project's wave, open."""
    project = read_project(folder)
    survey = survey_from(project, folder, read_plan(folder, project.instruments), wave)
    store = opened(place or place_of(folder, wave), name="alliancenet_test", make=True)
    prepare(store, survey, addresses_of(project, survey), *days_of(project, wave))
    if not draft:
        open_wave(store, TODAY)
    return store


def link_of(store, person):
    """Token of a new link."""
    with store.writing() as connection:
        return tokens.issue(connection, person, TODAY)


def fill_in(store, person, chosen=(), code=lambda item, alter: None, *, added=(), send=True, today=TODAY):
    """Answer as a person does: whom they work with, then every page; `code` gives each answer, None leaves it open."""
    survey = survey_in(store)
    sitting.begin(store, person, today)
    kept = {}
    for alliance in survey.alliances_of(person):
        for step in steps_of(survey, person, kept):
            if step.part is PageKind.PEOPLE and step.alliance == alliance.id:
                here = tuple(other for other in chosen if other in alliance.people and other != person)
                kept[step.key] = body_of(ChosenPeople(chosen=here, added=tuple(added)))
                sitting.keep(store, person, step.key, kept[step.key], today)
    for step in steps_of(survey, person, kept):
        if step.part is not PageKind.PEOPLE:
            said = {item.id: code(item, step.alter) for item in step.items}
            kept[step.key] = {"answers": {name: answer for name, answer in said.items() if answer}}
            sitting.keep(store, person, step.key, kept[step.key], today)
    if send:
        send_in(store, person, today=today)
    return kept


def send_in(store, person, *, submission=None, opt_out=False, today=TODAY):
    """Send what a person entered."""
    survey, standing = survey_in(store), sitting.standing_of(store, person)
    pages = {step.key for step in steps_of(survey, person, standing.kept)}
    shown = sitting.digest_of_pages(standing.kept, pages)
    return sitting.send(
        store, person, pages, submission=submission or sitting.new_id(), shown=shown, opt_out=opt_out, today=today
    )


def middling(item, alter):
    """An answer to anything: the middle step, the first goals, a word."""
    if item.answer is AnswerType.SCALE:
        return item.scale.points[len(item.scale.points) // 2].code
    return {AnswerType.PICK: ["Joint revenue", "New customers", "Time to market"], AnswerType.TEXT: "We talk."}.get(
        item.answer
    )


class Respondent:
    """Somebody with a browser, as Flask's test client."""

    def __init__(self, store, person=None, app=None):
        self.app = app or create_app(store)
        self.client = self.app.test_client()
        if person is not None:
            self.token = link_of(store, person)
            self.enter()

    def enter(self, token=None):
        """Press the button of the link's page."""
        return self.client.post("/enter", data={"token": self.token if token is None else token})

    def get(self, path):
        return self.client.get(path)

    def post(self, path, follow=False, **fields):
        """Send a form of this session."""
        return self.client.post(path, data={"form_token": self.form_token(), **fields}, follow_redirects=follow)

    def form_token(self):
        """What the page hides in its forms."""
        found = re.search(r'name="form_token" value="([0-9a-f]+)"', self.client.get("/", follow_redirects=True).text)
        return found[1] if found else ""

    def hidden(self, path):
        """Hidden fields of a page."""
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.client.get(path).text))


@contextmanager
def collecting(store):
    """Port of a collector in this process, and its application."""
    app = create_app(store)
    server = listen(app, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield port_of(server), app
    finally:
        server.close()
