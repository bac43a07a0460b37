"""The built wheel, in a fresh environment: contents, demo, audit, one request to the viewer."""

import json
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/alliancenet.yaml"))

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


def test_wheel_holds_the_three_packages_and_all_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"alliancenet", "alliancenet_collect", "alliancenet_web"}
    assert "alliancenet/language/de.po" in names
    shipped = {path.name for path in (ROOT / "surveys").glob("*.yaml")}
    assert shipped == {
        Path(name).name for name in names if name.startswith("alliancenet/surveys/") and name.endswith(".yaml")
    }
    assert "alliancenet/store/audit_schema.json" in names
    assert {"alliancenet/py.typed", "alliancenet_collect/py.typed", "alliancenet_web/py.typed"} <= set(names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_wheel_carries_less_than_three_megabytes_of_examples(wheel):
    with zipfile.ZipFile(wheel) as packed:
        assert not [name for name in packed.namelist() if name.startswith("alliancenet/examples/")]
        assert packed.getinfo("alliancenet/examples.zip").file_size < 3e6


def test_base_install_takes_at_most_600_megabytes(installed):
    size = sum(path.lstat().st_size for path in (installed / "env").rglob("*") if not path.is_dir())
    print(f"\nbase install with pip itself: {size / 1e6:.0f} MB")
    assert size <= 600e6


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_comes_out_of_the_wheel_as_it_stands_in_git(installed, example):
    run(installed, "init", f"made_{example}", "--example", example)
    made = {
        path.relative_to(installed / f"made_{example}"): path.read_bytes()
        for path in (installed / f"made_{example}").rglob("*")
        if path.is_file()
    }
    folder = ROOT / "examples" / example
    assert made == {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_base_install_says_what_logs_need(installed):
    program = installed / "env/bin/alliancenet"
    run(installed, "init", "traces", "--example", "traces")
    done = subprocess.run(
        [program, "comms", "scan", "traces/logs"], cwd=installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "needs the optional part 'logs'" in done.stderr


@pytest.fixture(scope="module")
def audited(installed):
    """Folder with the audit and the review of one small alliance, made by the base install."""
    run(installed, "init", "cold", "--example", "cold")
    run(installed, "audit", "cold", "-o", "seen_cold")
    run(installed, "portfolio", "cold", "--audits", "seen_cold", "-o", "seen_cold")
    return "seen_cold"


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "network", "graphml", "people-csv"])
def test_base_install_exports(installed, audited, kind):
    run(installed, "export", audited, kind, "--alliance", "frost", "-o", f"frost.{kind}")
    assert (installed / f"frost.{kind}").stat().st_size > 100


def test_base_install_exports_slides_of_the_portfolio(installed, audited):
    run(installed, "export", audited, "pptx", "-o", "slides.pptx")
    assert (installed / "slides.pptx").stat().st_size > 100


def test_base_install_reviews_and_measures(installed, audited):
    assert "1 alliance" in run(installed, "portfolio", "cold", "--audits", audited)
    (installed / "P.csv").write_text("id,firm\na,x\nb,y\n")
    (installed / "T.csv").write_text("source,target\na,b\n")
    words = ["metrics", "--people", "P.csv", "--ties", "T.csv", "--by", "firm", "--json"]
    assert json.loads(run(installed, *words))["n_ties"] == 1


def run(installed, *words):
    """What a command of the installed program prints."""
    program = installed / "env/bin/alliancenet"
    done = subprocess.run([program, *words], cwd=installed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


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
