"""The whole way in a real browser: two firms, forty people, half of them on telephones, from letter to audit."""

import csv
import random
import re
from collections import Counter
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from collected_waves import (
    TODAY,
    a_project_to_collect,
    collecting,
    fill_in,
    link_of,
    open_in,
)

from alliancenet.auditing import audit_project
from alliancenet.collect.closing import hand_in
from alliancenet.collect.letters import Post, as_table
from alliancenet.collect.plan import TEMPLATE, read_plan
from alliancenet.collect.rounds import begin_invitations, begin_reminders, letters_of, waiting
from alliancenet.collect.standing import desk_view
from alliancenet.collect.wave import close_wave, record_of, survey_in
from alliancenet.instruments.reading import read_shipped
from alliancenet.sources.project import read_project

pytestmark = pytest.mark.browser
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def page_of(chromium, view=PHONE, language="en-US", scheme="light"):
    context = chromium.new_context(viewport=view, locale=language, java_script_enabled=False, color_scheme=scheme)
    return context.new_page()


class Somebody:
    """One person at a browser, scripted by name.

    is_waiting: waits before each box until it stands still and nothing lies over it, which takes most of the
    time; without, the browser still presses the box where it stands, and says whether it is ticked then.
    """

    def __init__(self, page, base, link, seed, *, is_waiting=True):
        self.page, self.base, self.link, self.pick = page, base, link, random.Random(seed)
        self.is_waiting = is_waiting

    def tick(self, name, value):
        self.page.check(f'input[name="{name}"][value="{value}"]', force=not self.is_waiting)

    def enter(self):
        self.page.goto(f"{self.base}/i/{self.link.rpartition('/')[2]}")
        self.page.click("button.main")

    def begin(self):
        self.enter()
        self.page.click("button[value=begin]")

    def choose(self, count):
        for number in self.pick.sample(range(1, 40), count):
            self.tick("person", number)
        self.go_on()

    def answer(self):
        """Answer what stands on the page, most questions with one of their steps."""
        fields = re.findall(r'<input type="(radio|checkbox)" name="([^"]+)" value="([^"]+)"', self.page.content())
        for name in dict.fromkeys(name for _, name, _ in fields):
            steps = [(kind, value) for kind, other, value in fields if other == name]
            chosen = self.pick.sample(steps, 3) if steps[0][0] == "checkbox" else [self.pick.choice(steps)]
            for _, value in chosen if self.pick.random() < 0.9 else ():
                self.tick(name, value)
        for text in self.page.locator("textarea").all():
            text.fill("We meet every week. <b>Good</b> & short.")
        self.go_on()

    def go_on(self):
        self.page.click(".buttons button[value=next]")

    def to_the_end(self, stop_after=None):
        """Answer page after page; True when everything was gone through."""
        done = 0
        while "/review" not in self.page.url:
            if stop_after is not None and done >= stop_after:
                return False
            self.answer()
            done += 1
        return True

    def send(self):
        self.page.click("button.main")
        assert "/receipt" in self.page.url


def links_in(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["link"] for row in csv.DictReader(file)}


@pytest.mark.slow
def test_forty_people_of_two_firms_from_the_invitation_to_the_audit(chromium, tmp_path):
    short = TEMPLATE.read_text(encoding="utf-8").replace("form: long", "form: short")
    project = a_project_to_collect(tmp_path / "project", plan=short)
    _two_more_people(project)
    store = open_in(project)
    survey, plan = survey_in(store), read_plan(project, read_shipped())
    people = [person.id for person in survey.people]
    assert len(people) == 40

    def letters(number, day, path):
        post = Post(store=store, survey=survey, wave=record_of(store), letter=plan.letter, today=day)
        as_table(post, waiting(store, number), path)
        return links_in(path)

    begin_invitations(store, TODAY)
    links = letters(0, TODAY, tmp_path / "links.csv")
    groups = [people[at::4] for at in range(4)]  # who finishes at once, and after which reminder
    with collecting(store) as (port, _):
        base = f"http://127.0.0.1:{port}"
        for at, person in enumerate(groups[0] + groups[1]):
            somebody = _at(chromium, base, links[person], at)
            somebody.begin()
            somebody.choose(3 + at % 4)
            if person in groups[0]:
                assert somebody.to_the_end()
                somebody.send()
            else:
                assert not somebody.to_the_end(stop_after=2)  # closes the window in the middle
            somebody.page.context.close()
        for number, group in enumerate(groups[1:], start=1):
            day = TODAY + timedelta(days=number)
            assert begin_reminders(store, survey, day) == number
            again = letters(number, day, tmp_path / f"again{number}.csv")
            assert set(again) == set(people) - {person for done in groups[:number] for person in done}
            for at, person in enumerate(group):
                somebody = _at(chromium, base, again[person], 100 * number + at)
                somebody.enter()
                if number == 1:  # goes on where the other browser stopped, with the earlier answers
                    somebody.page.click("button[value=begin]")
                    assert "/about/" in somebody.page.url or "/questions/" in somebody.page.url
                else:
                    somebody.page.click("button[value=begin]")
                    somebody.choose(3 + at % 4)
                somebody.to_the_end()
                somebody.send()
                somebody.page.context.close()
    assert [sum(letters.counts.values()) for letters in letters_of(store)] == [40, 30, 20, 10]
    assert desk_view(store, TODAY, names=True).answered == 40
    close_wave(store)
    _, gathered = hand_in(store, project)
    (audit,) = audit_project(read_project(project), seed=1)
    rates = [score.value for score in audit.scores if score.metric == "response_rate"]
    print(
        f"\n40 of {gathered.asked} answered; {len(gathered.rows)} rows; health and {len(audit.findings)} findings told"
    )
    assert rates == [1.0, 1.0]
    assert gathered.unsent == 0
    assert next(score for score in audit.scores if score.metric == "health").value is not None
    assert Counter(row[2] for row in gathered.rows).keys() == set(people)


def _at(chromium, base, link, number):
    view, language = (PHONE, DESK)[number % 2], ("en-US", "de-DE")[number // 2 % 2]
    return Somebody(page_of(chromium, view, language), base, link, number, is_waiting=number < 4)


def _two_more_people(project):
    """The example has thirty-eight."""
    with (project / "people.csv").open("a", encoding="utf-8") as file:
        for person, firm, name in (
            ("gr-ki098", "gruenwald", "Ilse Nordhaus"),
            ("gr-ki099", "gruenwald", "Udo Südhaus"),
        ):
            file.write(f"{person},{firm},operating,,{name},{person}@gruenwald.example,DE,sales,2020-01-01,yes,no,\n")
    with (project / "memberships.csv").open("a", encoding="utf-8") as file:
        file.write("gr-ki098,kiln,0.7\ngr-ki099,kiln,0.7\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "language", "scheme"),
    [(PHONE, "de-DE", "light"), pytest.param(DESK, "en-US", "dark", marks=pytest.mark.slow)],
)
def test_every_page_is_clean_for_axe_and_nothing_is_wider_than_the_screen(chromium, store, view, language, scheme):
    seen, outside = [], []
    context = chromium.new_context(viewport=view, locale=language, color_scheme=scheme)
    page = context.new_page()
    page.on("request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None)
    page.on("console", lambda said: outside.append(said.text) if "Content Security" in said.text else None)

    def look():
        page.wait_for_load_state("load")  # a click ends when the next page begins, before its style is there
        seen.append(page.url)
        found = Axe().run(page, options=AXE).response["violations"]
        assert found == [], (page.url, [(violation["id"], violation["nodes"][0]["html"]) for violation in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= view["width"], page.url

    with collecting(store) as (port, app):
        # axe is a script, which the pages' own policy forbids
        app.after_request_funcs.setdefault(None, []).insert(0, _let_axe_in)
        page.goto(f"http://127.0.0.1:{port}/i/{link_of(store, 'bw-ki005')}")
        look()
        page.click("button.main")
        look()
        page.click("button[value=begin]")
        look()
        page.fill("input[type=search]", "jo")
        page.click("button[value=search]")
        look()
        page.locator("input[name=person]").first.check()
        page.fill("input[name=name]", "Somebody " + "verylong" * 12)
        page.click("button[value=more]")
        look()
        page.click(".buttons button[value=next]")
        while "/review" not in page.url:
            look()
            page.click(".buttons button[value=next]")
        page.locator("details").first.evaluate("part => part.open = true")
        look()
        page.click("button.main")
        look()
        page.goto(f"http://127.0.0.1:{port}/nowhere")
        look()
    assert len(seen) >= 14
    assert outside == []
    context.close()


def _let_axe_in(response):
    policy = response.headers.get("Content-Security-Policy", "")
    response.headers["Content-Security-Policy"] = policy.replace(
        "default-src 'none'", "default-src 'none'; script-src *"
    )
    return response


def test_a_card_is_answered_with_the_keyboard_alone(chromium, store):
    fill_in(store, "bw-ki005", ["gr-ki001"], send=False)
    with collecting(store) as (port, _):
        page = page_of(chromium, DESK)
        page.goto(f"http://127.0.0.1:{port}/i/{link_of(store, 'bw-ki005')}")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("button[value=begin]")
        page.goto(f"http://127.0.0.1:{port}/people/1/net")
        page.click(".buttons button[value=next]")
        page.locator("input[name=NET1]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.locator("input[name=NET1]:checked").get_attribute("value") == "2"
        page.locator(".buttons button[value=next]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/questions/**")
        page.context.close()


def test_hostile_names_run_nothing_in_a_browser_with_scripts(chromium, store):
    hostile = "\"><img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
    fill_in(store, "bw-ki005", ["gr-ki001"], lambda item, _: hostile if item.answer == "text" else None, send=False,
            added=[(hostile, hostile)])  # fmt: skip
    with collecting(store) as (port, _):
        page = chromium.new_context(viewport=DESK).new_page()
        page.goto(f"http://127.0.0.1:{port}/i/{link_of(store, 'bw-ki005')}")
        page.click("button.main")
        for path in ("/people/1/net", "/review", "/questions/1/climate/5"):
            page.goto(f"http://127.0.0.1:{port}{path}")
            assert page.title() != "hacked"
        page.context.close()
