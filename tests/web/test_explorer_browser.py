"""The network explorer in real Chromium: what a reader does with it, and how fast it is with a thousand people."""

import random
import threading
from dataclasses import replace

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from built_audits import an_audit
from waitress import create_server

from alliancenet.model.audit import DrawnTie, Participant, ParticipantRole
from alliancenet.store.audit_file import write_audits

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
PATH = "/alliance/nordwind/2026-2/network"
LEVELS = ("senior", "project_leader", *["operating"] * 8)
FUNCTIONS = ("engineering", "quality", "sales", "service")


def somebody(number, firm):
    return Participant(
        id=f"{firm}-{number:03}",
        firm=firm,
        level=LEVELS[number % len(LEVELS)],
        role=ParticipantRole.CORE,
        spanner=False,
        core_ties=2,
        cross_firm_core_ties=1,
        function=FUNCTIONS[number % len(FUNCTIONS)],
        position=(0.0, 0.0),
    )


def a_network(wave, size=500, seed=1):
    """A thousand people, four thousand pairs; all core ties across run through two of them."""
    rng = random.Random(seed)
    people = [somebody(number, firm) for firm in ("own", "partner") for number in range(size)]
    pairs = {tuple(sorted(rng.sample([person.id for person in people], 2))) for _ in range(8 * size)}
    core = [(f"own-00{hub}", f"partner-{number:03}") for hub in (0, 1) for number in range(4)]
    ties = tuple(
        DrawnTie(source=one, target=two, layer="communication", status="confirmed", value=4.0)
        for one, two in sorted(pairs | set(core))
    )
    return replace(an_audit(wave=wave), people=tuple(people), ties=ties, core_ties=tuple(sorted(core)), findings=())


@pytest.fixture(scope="session")
def explored(chromium, tmp_path_factory):
    """A page of an alliance manager who signed in with a password, and the address."""
    folder = tmp_path_factory.mktemp("explored")
    write_audits(folder / "audits", [a_network("2026-1", seed=2), a_network("2026-2")])
    add_account(folder / "accounts.json", "ada", "alliance_manager", "own", PASSWORD)
    app = create_app(folder / "audits", accounts=read_accounts(folder / "accounts.json"))
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(address)
    page.fill("#name", "ada")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(address + PATH)
    page.wait_for_selector("#drawing[data-drawn='yes']")
    yield page, address
    page.context.close()
    server.close()


@pytest.fixture
def page(explored):
    page, _ = explored
    page.click("[data-zoom=reset]")
    return page


def milliseconds(page, name):
    return float(page.get_attribute("#drawing", f"data-{name}"))


def redrawn(page, act):
    """Milliseconds of the redrawing that an act starts."""
    page.evaluate("document.getElementById('drawing').dataset.redrawn = ''")
    act()
    page.wait_for_selector("#drawing:not([data-redrawn=''])")
    return milliseconds(page, "redrawn")


def test_a_thousand_people_are_drawn_within_a_second(page):
    assert milliseconds(page, "milliseconds") <= 1000


def test_the_heading_tells_the_bridge(page):
    assert page.inner_text("h1") == "All eight core ties between the firms run through two people."


def test_hover_redraws_within_fifty_milliseconds(page):
    box = page.locator("#drawing").bounding_box()

    def cross_the_people():
        for part in range(8):
            page.mouse.move(box["x"] + box["width"] * (0.15 + part * 0.05), box["y"] + box["height"] * 0.7)

    assert min(redrawn(page, cross_the_people) for _ in range(3)) <= 50


def test_a_filter_redraws_within_fifty_milliseconds(page):
    level = page.locator("input[name=level]").first
    assert min(redrawn(page, level.click) for _ in range(4)) <= 50


def test_enter_selects_who_was_looked_for(page):
    page.fill("#q", "partner-007")
    page.press("#q", "Enter")
    assert page.inner_text("#who") == "partner-007"
    assert "person=partner-007" in page.url


def test_a_filtered_view_can_be_sent_by_its_address(page):
    page.check("input[name=firm][value=own]")
    page.check("input[name=tie][value=core]")
    shown = page.inner_text("#shown")
    page.goto(page.url)
    page.wait_for_selector("#drawing[data-drawn='yes']")
    assert page.is_checked("input[name=firm][value=own]")
    assert page.inner_text("#shown") == shown
    assert "500 of 1000 people, 0 of " in shown


def test_the_panel_says_what_breaks_if_somebody_leaves(page):
    page.fill("#q", "own-000")
    page.press("#q", "Enter")
    assert "4 of 8 core ties across are gone" in page.inner_text("#breaks")


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(page):
    page.locator("#drawing").scroll_into_view_if_needed()
    page.locator("#drawing").hover()
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.wheel(0, 120)
    page.wait_for_timeout(150)
    assert page.evaluate("window.scrollY") > 0
    stopped = page.evaluate(
        "!document.getElementById('drawing').dispatchEvent("
        "new WheelEvent('wheel', {deltaY: 10, ctrlKey: true, cancelable: true}))"
    )
    assert stopped


def test_the_firm_keeps_its_colour_when_a_person_is_chosen(page):
    count = """() => {
        const c = document.getElementById('drawing');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const is = (at) => Math.abs(d[at] - 36) < 12 && Math.abs(d[at + 1] - 87) < 12 && Math.abs(d[at + 2] - 214) < 12;
        let n = 0;
        for (let at = 0; at < d.length; at += 4) n += is(at) ? 1 : 0;
        return n;
    }"""
    page.click("[data-overlay=bridge]")
    assert page.evaluate(count) > 100
    page.fill("#q", "own-000")
    page.press("#q", "Enter")
    assert page.evaluate(count) > 20


def test_a_picture_can_be_saved(page):
    with page.expect_download() as saved:
        page.click("#save_svg")
    text = saved.value.path().read_text()
    assert saved.value.suggested_filename.endswith("-network.svg")
    assert text.count("<circle") >= 1000


def test_the_other_wave_keeps_the_filters(page):
    page.check("input[name=function][value=quality]")
    assert "function=quality" in page.get_attribute("[data-wave]", "href")


def test_a_filtered_view_says_how_much_of_the_heading_it_holds(page):
    page.check("input[name=firm][value=own]")
    assert "filtered: 500 of 1000 people" in page.inner_text("#shown")
    assert "0 of 8 lines of the heading, which tells of everybody" in page.inner_text("#shown")


def test_tables_of_another_view_say_so_and_follow(page):
    page.check("input[name=level][value=senior]")
    page.click("#tables_follow")
    page.wait_for_selector("#drawing[data-drawn='yes']")
    assert "The tables below hold the filtered view: 100 people" in page.inner_text("main")
    assert page.is_hidden("#tables_differ")
    page.click("text=Show all")
    page.wait_for_selector("#drawing[data-drawn='yes']")


def test_of_contacts_that_faded_the_strongest_few_are_drawn(page):
    page.click("[data-overlay=faded]")
    assert page.inner_text("h1").endswith("drawn: the 30 strongest.")


def test_the_waves_are_played_and_end_where_they_began(page):
    page.click("#play")
    assert page.inner_text("#played").startswith("January 2026: 1000 people") or "people" in page.inner_text("#played")
    page.click("#play")
    assert page.inner_text("#played") == ""


def test_colour_by_an_attribute_has_its_legend_and_its_address(page):
    page.select_option("#colour", "function")
    assert page.locator("#colours li").all_inner_texts() == ["engineering", "quality", "sales", "service"]
    assert "colour=function" in page.url
    page.select_option("#by", "across")
    assert "by=across" in page.url


def test_the_names_of_the_layers_are_not_cut_off(page):
    cut = "() => { const s = document.getElementById('layer'); return s.scrollWidth > s.clientWidth; }"
    assert not page.evaluate(cut)


def test_two_fingers_zoom_the_picture(page):
    before = page.evaluate("document.getElementById('drawing').toDataURL().length")
    page.evaluate("""() => {
        const c = document.getElementById('drawing'), box = c.getBoundingClientRect();
        const touch = (name, id, x, y) => c.dispatchEvent(new PointerEvent(name, {
            pointerType: 'touch', pointerId: id, clientX: box.left + x, clientY: box.top + y, bubbles: true}));
        touch('pointerdown', 1, 100, 100); touch('pointerdown', 2, 140, 100);
        document.getElementById('drawing').dataset.redrawn = '';
        touch('pointermove', 2, 260, 100); touch('pointerup', 1, 100, 100); touch('pointerup', 2, 260, 100);
    }""")
    page.wait_for_selector("#drawing:not([data-redrawn=''])")
    assert page.evaluate("document.getElementById('drawing').toDataURL().length") != before
