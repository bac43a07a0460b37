"""Time the viewer: `python tests/benchmarks/bench_viewer.py [ALLIANCES] [WAVES] [PEOPLE]`.

Builds audits by hand (they are not measured), serves them in process, prints server CPU per page,
page weight, and, where Chromium is installed, the time to draw a network of 1,000 people.
"""

import random
import sys
import tempfile
import threading
import time
from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from alliancenet_web.app import create_app
from bench_portfolio import a_project
from built_audits import a_finding, a_person, about, an_audit, some_scores

from alliancenet.model.audit import DrawnTie, ParticipantRole, WaveSummary
from alliancenet.portfolio.opening import holdings_of
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import write_review
from alliancenet.portfolio.shelf.reading import read_shelf
from alliancenet.settings import default_settings
from alliancenet.store.audit_file import write_audits

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]


def a_big_audit(alliance: str, wave: int, people: int, seed: int):
    draw = random.Random(seed)
    roles = (ParticipantRole.CORE, ParticipantRole.PERIPHERAL)
    crowd = tuple(
        a_person(
            number,
            "own" if number % 2 else "partner",
            role=roles[draw.random() > 0.3],
            position=(draw.gauss(0, 100) + 200 * (number % 2), draw.gauss(0, 100)),
        )
        for number in range(people)
    )
    ties = tuple(
        DrawnTie(source=one.id, target=other.id, layer="communication", status="confirmed", value=3.0)
        for one, other in (draw.sample(crowd, 2) for _ in range(people * 5 // 2))
    )
    closes = date(2022 + wave // 2, 3 if wave % 2 else 9, 20)
    return replace(
        an_audit(alliance, f"Alliance {alliance}", people=crowd, ties=ties, scores=some_scores(alliance)),
        wave=WaveSummary(id=f"w{wave}", opens=closes, closes=closes, window_days=90),
        findings=(a_finding(subject=about(alliance)),),
    )


def write_a_review(folder: Path, size: Namespace) -> None:
    register, records = a_project(size)
    holdings, _ = holdings_of(register, records, default_settings(), read_shelf(folder))
    write_review(folder, review(holdings, "bench"))


def main(alliances: int, waves: int, people: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(alliances):
            write_audits(folder, [a_big_audit(f"a{number:03d}", wave, people, number) for wave in range(waves)])
        write_audits(folder, [a_big_audit("large", 0, 300, 1), a_big_audit("huge", 0, 1000, 2)])
        write_a_review(folder, Namespace(alliances=alliances, waves=waves, people=people))
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{alliances} alliances x {waves} waves x {people} people, {size:.0f} MB of audit files")
        app = create_app(folder)
        client = app.test_client()
        token = app.extensions["desk"].sessions.start_token
        client.get(f"/start?token={token}")
        for title, path in (
            ("first page, everything read", "/"),
            ("portfolio", "/"),
            ("tiers and proposals", "/tiers"),
            ("findings", "/findings"),
            ("alliance of 300, read", "/alliance/large/w0"),
            ("alliance of 300", "/alliance/large/w0"),
            ("network of 1,000, read", "/alliance/huge/w0/network"),
            ("network of 1,000", "/alliance/huge/w0/network"),
        ):
            start = time.process_time()
            answer = client.get(path)
            spent = time.process_time() - start
            print(f"  {title:<30} {1000 * spent:8.0f} ms CPU  {len(answer.data) / 1000:7.0f} kB  {answer.status_code}")
        draw(app)


def draw(app) -> None:
    if not CHROMIUM.exists():
        print("  Chromium is not installed; the drawing was not timed")
        return
    from playwright.sync_api import sync_playwright
    from waitress import create_server

    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    sessions = app.extensions["desk"].sessions
    from alliancenet.privacy import LOCAL_READER

    cookie = {"name": sessions.cookie, "value": sessions.open("bench", LOCAL_READER).key}
    address = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=FLAGS)
        context = browser.new_context()
        context.add_cookies([{**cookie, "url": address}])
        page = context.new_page()
        for title, path in (("300", "/alliance/large/w0/network"), ("1,000", "/alliance/huge/w0/network")):
            page.goto(address + path)
            page.wait_for_selector("#drawing[data-drawn]")
            spent = page.evaluate("Number(document.getElementById('drawing').dataset.milliseconds)")
            print(f"  {'network of ' + title + ' drawn':<30} {spent:8.0f} ms in Chromium")
        browser.close()
    server.close()


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:4]]
    main(*(numbers + [200, 2, 200][len(numbers) :]))
