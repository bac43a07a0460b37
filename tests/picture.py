"""Make the README's picture of the viewer: `python tests/picture.py [EXAMPLE] [TARGET.png]`.

Audits and reviews a shipped example, serves it, and photographs the portfolio in headless Chromium.
"""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from alliancenet_web.app import create_app
from playwright.sync_api import sync_playwright
from waitress import create_server

from alliancenet.resources import examples

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]


def main(example: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tool, project = [sys.executable, "-m", "alliancenet"], str(examples() / example)
        subprocess.run([*tool, "audit", project, "-o", folder], check=True, capture_output=True)
        subprocess.run([*tool, "portfolio", project, "--audits", folder, "-o", folder], check=True, capture_output=True)
        app = create_app(Path(folder))
        server = create_server(app, host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        address = f"http://127.0.0.1:{server.effective_port}"
        photograph(f"{address}/start?token={app.extensions['desk'].sessions.start_token}", target)
        server.close()


def photograph(link: str, target: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        page = browser.new_page(viewport={"width": 1180, "height": 980})
        page.goto(link)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(target))
        browser.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(arguments[0] if arguments else "portfolio", Path(arguments[1] if len(arguments) > 1 else ".github/viewer.png"))
