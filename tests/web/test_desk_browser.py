"""The first day wholly in the browser: from HR's workbook and two exports to the audit, with scripts and without."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from first_day import an_inbox
from running_viewer import serving

from alliancenet.sources.project import read_project, template

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SAID = {
    "Which grades are senior": "E9",
    "Which grades lead projects": "E8,E7",
    "Of which firm are these people": "South AG",
    "Which firm runs the audit": "North Systems GmbH",
    "'Ada Moss2'": "NET2",
    "'Ada Moss3'": "NET3",
}
PICTURES = os.environ.get("DESK_PICTURES")
"""Folder for pictures of each step, for whoever wants to look at them."""


class Day:
    """What a facilitator does, and how much of it."""

    def __init__(self, page, name):
        self.page, self.name, self.steps, self.typed, self.questions = page, name, 0, 0, 0
        self.violations = []

    def look(self, what):
        """Look at a page, as people with a screen reader do too."""
        if self.name == "scripts":
            found = Axe().run(self.page, options=TAGS).response["violations"]
            self.violations += [(what, rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{what}-{self.name}.png", full_page=True)

    def press(self, name, *, role="button"):
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.steps += 1

    def answer_all(self):
        """Answer what is asked: take what is proposed, say what nobody can know."""
        for field in self.page.locator(".questions .field").all():
            self.questions += 1
            text = field.inner_text()
            said = next((answer for start, answer in SAID.items() if start in text), "")
            box = field.locator("select, input").first
            if said and box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(said)
            elif said:
                box.fill(said)
                self.typed += 1
        self.press("Answer")


@pytest.mark.parametrize("scripts", ["scripts", "no scripts"])
def test_the_first_day_needs_no_terminal(chromium, tmp_path, scripts, capsys):
    files = an_inbox(tmp_path / "inbox")
    project = tmp_path / "mine"
    with serving(project, "--new") as (_, link):
        context = chromium.new_context(
            java_script_enabled=scripts == "scripts", viewport={"width": 1280, "height": 800}
        )
        asked, refused = [], []
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
        page = context.new_page()
        page.set_default_timeout(120_000)
        day = Day(page, scripts)
        page.goto(link)
        assert "Begin with the lists of people" in page.locator("h1").inner_text()
        day.look("1-begin")
        page.set_input_files("#files", [str(file) for file in files])
        day.press("Upload")
        rounds = 0
        while page.locator(".questions").count() and rounds < 6:
            day.look(f"2-questions-{rounds}")
            day.answer_all()
            rounds += 1
        assert page.locator("h1").inner_text() == "Ready to be taken in."
        day.look("3-ready")
        day.press("Take in")
        assert "19 of 22 answered" in page.locator("h1").inner_text()
        day.look("4-project")
        fill_in_sponsors(day)
        fill_in_kpis(day)
        fill_in_a_meeting(day)
        page.goto(page.url.partition("/project")[0] + "/project")
        day.press("Audit")
        until_done(day)
        day.look("8-audited")
        day.press("See the audit", role="link")
        assert "North Systems GmbH" in page.locator("main").inner_text()
        day.look("9-portfolio")
        page.goto(page.url.rstrip("/") + "/project/changes")
        assert page.locator("h1").inner_text() == "4 changes made in the browser."
        day.look("10-changes")
        day.press("Undo change 4")
        assert "5 changes" in page.locator("h1").inner_text()
        context.close()
    register = read_project(project).register
    assert [set(register.people[person].roles) for person in ("1000", "7012")] == [{"executive_sponsor"}] * 2
    assert (len(register.touchpoints), len(next(iter(register.alliances.values())).objectives)) == (0, 1)
    assert (day.violations, refused) == ([], [])
    assert not [url for url in asked if not url.startswith("http://127.0.0.1:")]
    with capsys.disabled():
        print(f"\nfirst day, {scripts}: {day.steps} presses, {day.questions} questions, {day.typed} typed")


def open_form(day, name):
    day.page.goto(day.page.url.partition("/project")[0] + "/project")
    day.press(name, role="link")


def fill_in_sponsors(day):
    """Both firms' sponsors; the first time somebody is forgotten, which is said beside the field."""
    open_form(day, "Sponsors and roles")
    page = day.page
    for row, person in enumerate(("1000", "7012")):
        page.select_option(f'[name="r{row}.id"]', person)
        box = page.locator("tbody tr").nth(row).locator("details")
        box.locator("summary").click()
        box.get_by_label("executive sponsor").check()
    day.look("5-sponsors")
    day.press("Save")
    assert "Saved." in page.locator("main").inner_text()


def fill_in_kpis(day):
    open_form(day, "KPIs")
    page = day.page
    page.select_option('[name="r0.alliance"]', index=1)
    page.fill('[name="r0.name"]', "Joint revenue")
    page.select_option('[name="r0.kind"]', "financial")
    page.fill('[name="r0.target"]', "much")
    day.press("Save")
    assert "number" in page.locator(".fault").first.inner_text()
    day.look("6-kpis-with-a-fault")
    page.fill('[name="r0.target"]', "100")
    page.fill('[name="r0.actual"]', "61,5")
    day.press("Save")
    assert "Saved." in page.locator("main").inner_text()


def fill_in_a_meeting(day):
    open_form(day, "Touchpoints")
    page = day.page
    page.fill('[name="r0.date"]', "2026-03-20")
    page.select_option('[name="r0.alliance"]', index=1)
    page.select_option('[name="r0.type"]', "sponsor")
    box = page.locator("tbody tr").first.locator("details")
    box.locator("summary").click()
    box.get_by_label("Ada Moss").check()
    box.get_by_label("Mia ").check()
    day.look("7-touchpoints")
    day.press("Save")
    assert "Saved." in page.locator("main").inner_text()


def until_done(day):
    """Wait for the audit: the page follows by itself, or by its link where there are no scripts."""
    page = day.page
    if day.name == "scripts":
        page.get_by_text("The audit is done.").wait_for(timeout=240_000)
        return
    for _ in range(240):
        if "is done" in page.locator("h1").inner_text():
            return
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="Look again").click()
    raise AssertionError(page.locator("main").inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_every_form_is_clean_in_both_colours_and_widths(chromium, tmp_path, scheme, width):
    project = shutil.copytree(template(), tmp_path / "mine")
    with serving(project) as (_, link):
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(link)
        base = page.url.partition("/project")[0].rstrip("/")
        found, wide = [], []
        names = ("firms", "alliances", "people", "members", "waves", "touchpoints", "kpis", "goals", "plans")
        for path in ("", "/forms", "/changes", "/work", *(f"/forms/{name}" for name in names)):
            page.goto(f"{base}/project{path}")
            violations = Axe().run(page, options=TAGS).response["violations"]
            found += [(path, rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
        context.close()
    assert (found, wide) == ([], [])
