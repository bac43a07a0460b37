"""Every command ends in words and with a code, whatever the place, the streams and the moment."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from alliancenet.store.audit_file import read_file
from alliancenet.store.unfinished import FOLDER

_RUN = [sys.executable, "-m", "alliancenet"]


def run(*arguments, **about):
    told = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "timeout": 120, **about}
    return subprocess.run([*_RUN, *map(str, arguments)], check=False, **told)


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ending") / "p"
    assert run("init", folder, "--example", "healthy").returncode == 0
    return folder


@pytest.fixture(scope="session")
def audits(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ending") / "o"
    assert run("audit", project, "-o", folder, "--resamples", 5).returncode == 0
    assert run("portfolio", project, "--audits", folder, "-o", folder).returncode == 0
    return folder


def writers(project, audits, place):
    """Each command that writes, into a place."""
    exports = (("pdf", ".pdf"), ("xlsx", ".xlsx"), ("pptx", ".pptx"))
    alliance = next(audits.glob("*.audit.json")).name.partition("--")[0]
    return [
        ("audit", project, "--resamples", 0, "-o", place),
        ("portfolio", project, "--audits", audits, "-o", place),
        *(("export", audits, kind, "-o", place / f"o{suffix}") for kind, suffix in exports),
        ("export", audits, "ties-csv", "--alliance", alliance, "-o", place / "ties.csv"),
        ("survey", "codebook", "net", "-o", place / "c.csv"),
        ("init", place / "new", "--example", "healthy"),
        ("demo", "--to", place / "demo"),
    ]


def is_one_sentence(done):
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("warning", "reading", "auditing"))]
    return done.returncode == 2 and len(lines) == 1 and lines[0].startswith(("error: ", "problem: ", "Error: "))


@pytest.mark.parametrize("number", [0, 3, 7])
def test_below_a_file_every_writer_says_so_in_one_sentence(project, audits, tmp_path, number):
    (tmp_path / "f").write_text("x")
    done = run(*writers(project, audits, tmp_path / "f" / "sub")[number])
    assert is_one_sentence(done), done.stderr
    assert (tmp_path / "f").read_text() == "x"


def as_anybody(*arguments):
    """Run without the rights that let root write everywhere."""
    plain = ["setpriv", "--bounding-set", "-all"] if os.geteuid() == 0 else []
    command = [*plain, *_RUN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("number", [3, 6])
def test_where_one_may_not_write_there_is_one_sentence(project, audits, tmp_path, number):
    place = tmp_path / "closed"
    place.mkdir()
    place.chmod(0o500)
    done = as_anybody(*writers(project, audits, place)[number])
    assert is_one_sentence(done), done.stderr
    assert "you may not read or write there" in done.stderr


def test_a_folder_that_may_not_be_read_is_one_sentence(tmp_path):
    run("init", tmp_path / "p", "--example", "two_firms")
    (tmp_path / "p" / "survey").chmod(0)
    done = as_anybody("check", tmp_path / "p")
    (tmp_path / "p" / "survey").chmod(0o700)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_output_is_said_in_one_sentence():
    with open("/dev/full", "w") as full:
        done = run("explain", "N-ONEBRIDGE", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert is_one_sentence(done)
    assert "standard output: there is no space left" in done.stderr


def test_where_warnings_cannot_be_written_the_command_does_not_end_well():
    with open("/dev/full", "w") as full:
        done = run("explain", "NOSUCH", capture_output=False, stderr=full, stdout=subprocess.PIPE)
    assert done.returncode == 2
    assert "NOSUCH" in done.stdout


def test_a_closed_output_is_said_before_the_work():
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m alliancenet explain N-ONEBRIDGE >&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert is_one_sentence(done)


@pytest.mark.parametrize("command", ["help measures", "survey list", "explain N-ONEBRIDGE"])
def test_a_reader_who_went_away_is_told_from_a_finding(command):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "alliancenet", *command.split()],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_a_code_page_that_lacks_letters_gets_their_nearest(project, tmp_path, encoding):
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run("audit", project, "--resamples", 0, "-o", tmp_path / "o", env=env, text=False)
    assert done.returncode == 0, done.stderr
    assert b"->" in done.stdout


def test_a_document_is_utf8_in_every_code_page(project):
    done = run(
        "audit", project, "--resamples", 0, "--json", env={**os.environ, "PYTHONIOENCODING": "cp1252"}, text=False
    )
    assert json.loads(done.stdout.decode("utf-8"))["audits"]


def test_a_name_of_255_bytes_is_a_name_and_one_more_is_a_sentence(tmp_path):
    assert run("survey", "codebook", "net", "-o", tmp_path / ("n" * 255)).returncode == 0
    assert is_one_sentence(run("survey", "codebook", "net", "-o", tmp_path / ("n" * 256)))


def test_a_working_folder_that_was_removed_is_said(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m alliancenet init x"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert is_one_sentence(done), done.stderr


def test_a_limit_on_the_size_of_files_is_said(tmp_path):
    script = f"ulimit -f 1; exec {sys.executable} -m alliancenet survey codebook net -o {tmp_path / 'c.csv'}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert is_one_sentence(done), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nobody_answering_a_question_is_no_interrupt(tmp_path):
    done = run("serve", tmp_path, "--accounts", tmp_path / "a.json", "--add-account", "ada")
    assert done.returncode == 2


@pytest.mark.parametrize("seconds", [0.3, 1.2])
def test_an_interrupt_ends_with_130_and_leaves_nothing_half_written(project, tmp_path, seconds):
    process = subprocess.Popen(
        [*_RUN, "audit", str(project), "-o", str(tmp_path / "o")],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode in {130, -signal.SIGINT}  # a shell shows both as 130
    assert "Traceback" not in told


_SWALLOWS = """
import time
from alliancenet.cli import ending
ending._AGAIN = 0.2
def command():
    try:
        print("ready", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        pass
    time.sleep(60)
raise SystemExit(ending.run(command))
"""


def test_an_interrupt_that_somebody_swallows_comes_again():
    process = subprocess.Popen([sys.executable, "-c", _SWALLOWS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130


def test_a_fault_of_our_own_is_one_line_with_its_place():
    program = "from alliancenet.cli import ending\nraise SystemExit(ending.run(lambda: {}['x']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("error: a fault of alliancenet itself (KeyError: 'x'")
    assert len(done.stderr.splitlines()) == 1


_KILLED = """
import os, signal, sys
from pathlib import Path
from alliancenet.store.unfinished import Unfinished
from alliancenet.cli import main
keep, left = Unfinished.keep, [int(sys.argv.pop(1))]
def killed(self, audit):
    keep(self, audit)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
Unfinished.keep = killed
main()
"""


@pytest.fixture(scope="session")
def two_waves(tmp_path_factory):
    """The smallest example with more than one audit."""
    folder = tmp_path_factory.mktemp("ending") / "w"
    assert run("init", folder, "--example", "traces").returncode == 0
    return folder


def test_a_killed_audit_goes_on_where_it_stopped_and_gives_the_same(two_waves, tmp_path):
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    assert run("audit", two_waves, "--resamples", 3, "-o", whole).returncode == 0
    command = ("audit", two_waves, "--resamples", 3, "-o", stopped)
    killed = subprocess.run([sys.executable, "-c", _KILLED, "1", *map(str, command)], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not list(stopped.glob("*.audit.json"))
    done = run(*command)
    assert "1 done already" in done.stderr
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == {
        path.name: path.read_bytes() for path in stopped.iterdir()
    }


def test_what_another_input_left_is_not_taken_up(project, tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "run.json").write_text('{"run": "another"}')
    done = run("audit", project, "--resamples", 0, "-o", tmp_path)
    assert "done already" not in done.stderr
    assert not (tmp_path / FOLDER).exists()
    assert read_file(next(tmp_path.glob("*.audit.json"))).is_sealed


def test_two_audits_into_one_folder_take_turns(project, tmp_path):
    command = [*_RUN, "audit", str(project), "--resamples", "0", "-o", str(tmp_path / "o")]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("alliancenet audit (process" in words for words in told) <= 1
    assert not [path for path in (tmp_path / "o").iterdir() if path.name.startswith(".")]


def test_two_builds_of_logs_in_one_folder_take_turns(tmp_path):
    project = tmp_path / "p"
    subprocess.run([*_RUN, "init", str(project), "--example", "traces"], check=True, stdout=subprocess.DEVNULL)
    command = [*_RUN, "comms", "build", str(project)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for _ in range(2)]
    ends = [(process.communicate(timeout=240)[1], process.returncode) for process in both]
    assert [code for _, code in ends] == [0, 0], ends
    assert not list((project / "comms").glob("**/*.partial"))


@pytest.mark.parametrize("umask", ["000", "022", "077"])
def test_a_project_and_its_audits_are_for_their_owner_only(tmp_path, umask):
    script = f"umask {umask}; exec {sys.executable} -m alliancenet init {tmp_path / 'p'} --example healthy"
    assert subprocess.run(["bash", "-c", script], capture_output=True, check=False).returncode == 0
    modes = {path.is_dir(): oct(path.stat().st_mode & 0o777) for path in [tmp_path / "p", *(tmp_path / "p").rglob("*")]}
    assert modes == {True: "0o700", False: "0o600"}
