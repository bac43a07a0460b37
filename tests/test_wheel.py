"""The built wheel, in a fresh environment: contents, demo, audit, one request to the viewer."""

import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "-o", out, ROOT], check=True, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    home = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", home / "env"], check=True)
    subprocess.run([home / "env/bin/pip", "install", "-q", wheel], check=True)
    return home


def test_wheel_holds_the_two_packages_and_all_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"alliancenet", "alliancenet_web"}
    shipped = {path.name for path in (ROOT / "surveys").glob("*.yaml")}
    assert shipped == {
        Path(name).name for name in names if name.startswith("alliancenet/surveys/") and name.endswith(".yaml")
    }
    assert "alliancenet/store/audit_schema.json" in names
    assert any(name.startswith("alliancenet/examples/portfolio/") for name in names)


def test_demo_and_audit_run_from_the_wheel(installed):
    program = installed / "env/bin/alliancenet"
    done = subprocess.run([program, "demo", "--to", "show"], cwd=installed, capture_output=True, text=True, check=True)
    assert "Report:" in done.stdout
    done = subprocess.run(
        [program, "audit", "show", "--alliance", "kestrel", "-o", "out"],
        cwd=installed, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (installed / "out/report.html").is_file()


def test_viewer_answers_from_the_wheel(installed):
    subprocess.run(
        [installed / "env/bin/alliancenet", "demo", "--to", "seen"], cwd=installed, capture_output=True, check=True
    )
    serving = subprocess.Popen(
        [installed / "env/bin/alliancenet", "serve", "seen/audits", "--port", "0", "--no-browser"],
        cwd=installed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert serving.stdout is not None
        line = next(line for line in serving.stdout if "http://127.0.0.1" in line)
        address = next(word for word in line.split() if word.startswith("http://127.0.0.1"))
        page = _opened(address)
        assert b"Kestrel" in page
    finally:
        serving.terminate()
        serving.wait(timeout=20)


def _opened(address):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    for _ in range(50):
        try:
            return opener.open(address, timeout=5).read()
        except ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
