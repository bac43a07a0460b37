"""The commands that write, into a place, and how they are run."""

import os
import subprocess
import sys
from pathlib import Path

RUN = [sys.executable, "-m", "alliancenet"]
SAID_BESIDE = ("warning", "reading", "auditing", "moving", "going on", "building")


def run(*arguments, before="", **about):
    """Run a command in a shell, so that places and streams can be what they are for users."""
    told = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "timeout": 600, **about}
    command = [*RUN, *map(str, arguments)]
    if before:
        command = ["bash", "-c", f'{before} exec "$@"', "bash", *command]
    return subprocess.run(command, check=False, **told)


def prepared(folder: Path):
    """A project with logs, its audits and its review, and the alliance they are of; books of partners beside it."""
    project, audits = folder / "p", folder / "audits"
    run("init", project, "--example", "traces")
    run("init", folder / "books", "--example", "economics")
    run("comms", "build", project)
    run("audit", project, "-o", audits, "--resamples", 2)
    run("portfolio", project, "--audits", audits, "-o", audits)
    return project, audits, next(audits.glob("*.audit.json")).name.partition("--")[0]


def writers(project, audits, alliance, place: Path):
    """Name and arguments of each command that writes."""
    of = ("--alliance", alliance)
    return {
        "audit": ("audit", project, "--resamples", 0, "-o", place),
        "sensitivity": ("audit", project, *of, "--sensitivity", "-o", place),
        "portfolio": ("portfolio", project, "--audits", audits, "-o", place),
        "economics": ("economics", project.parent / "books", "-o", place),
        "comms build": ("comms", "build", project, "--out", place),
        "pdf": ("export", audits, "pdf", "-o", place / "o.pdf"),
        "alliance pdf": ("export", audits, "pdf", *of, "-o", place / "a.pdf"),
        "xlsx": ("export", audits, "xlsx", "-o", place / "o.xlsx"),
        "pptx": ("export", audits, "pptx", "-o", place / "o.pptx"),
        "network": ("export", audits, "network", *of, "-o", place / "n.html"),
        "graphml": ("export", audits, "graphml", *of, "-o", place / "n.graphml"),
        "people-csv": ("export", audits, "people-csv", *of, "-o", place / "p.csv"),
        "ties-csv": ("export", audits, "ties-csv", *of, "-o", place / "t.csv"),
        "form": ("survey", "form", "net", "-o", place / "f.html"),
        "codebook": ("survey", "codebook", "net", "-o", place / "c.csv"),
        "init": ("init", place / "new", "--example", "healthy"),
        "accounts": ("accounts", "add", place / "a.json", "ada", "--no-password"),
    }


def is_one_sentence(done) -> bool:
    """Whether a command ended with code 2 and one sentence on the error stream."""
    lines = [line for line in done.stderr.splitlines() if not line.startswith(SAID_BESIDE)]
    return done.returncode == 2 and len(lines) == 1 and lines[0].startswith(("error: ", "problem: ", "Error: "))


def snapshot(folder: Path):
    """Bytes of every file below a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers(folder: Path):
    """Names that only a command at work may have."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.name.startswith(".alliancenet") or path.suffix in {".part", ".partial"} or path.name == "staging"
    ]


def without_rights():
    """Prefix that takes root's right to write everywhere away."""
    return ["setpriv", "--bounding-set", "-all"] if os.geteuid() == 0 else []
