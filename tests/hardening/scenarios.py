"""Every command of the command line that writes, with a place to write to, and the names of those that only read.

`tests/hardening/test_kills.py` holds the two lists to the table of commands: one that is new must stand in one of them.
"""

import importlib
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import warm
from collected_waves import a_project_to_collect, fill_in, middling

from alliancenet.collect.places import place_of
from alliancenet.collect.store import opened
from alliancenet.resources import surveys

MISSED = "Käthe R."
WAVE = ("--wave", "w1")
READ_ONLY = {
    "check", "explain", "metrics", "survey check", "survey list", "survey show", "collect status",
    "comms scan", "tiers", "customers", "compare", "lessons", "privacy show", "help", "accounts list",
}  # fmt: skip
SERVES = {"serve", "collect serve"}


@dataclass(frozen=True)
class Writer:
    """A command that writes, and the folder it writes to.

    Parameters
    ----------
    command : its words.
    start : makes the folder as it is before.
    arguments : what follows the words, given the folder.
    over : its own output of before stands there, and must be whole whatever happens.
    refuses : a run after one that was killed at its very end may say that all is done already.
    grows : each run adds to what is there.
    in_steps : writes a file of its own again as it learns more, so that it may be whole and not yet the last.
    slow : takes several seconds.
    typed : what is typed at its questions.
    key : folder of the private key what it seals is opened with.
    """

    command: str
    start: Callable[[Path], None]
    arguments: Callable[[Path], tuple]
    over: bool = True
    refuses: bool = False
    grows: bool = False
    in_steps: bool = False
    slow: bool = False
    typed: str = ""
    key: Path | None = None


@dataclass(frozen=True)
class World:
    """What writers read: projects, audits, an open wave; made once.

    Parameters
    ----------
    folder : where all of it lies.
    alliance : the one of `audits`.
    """

    folder: Path
    alliance: str = "lantern"

    def of(self, name):
        """Path of a project or folder."""
        return self.folder / name

    def copied(self, name):
        """Makes a place that holds a copy of a project."""
        return lambda place: shutil.copytree(self.of(name), place / "p")


def a_world(folder: Path) -> World:
    """Projects and audits for every writer."""
    folder.mkdir(exist_ok=True)
    for example in ("healthy", "two_firms", "economics", "staffing", "traces"):
        _done("init", folder / example, "--example", example)
    shutil.rmtree(folder / "traces" / "logs" / "own", ignore_errors=True)  # one firm's mail is work enough
    _done("audit", folder / "healthy", "-o", folder / "audits", "--resamples", 0)
    _done("portfolio", folder / "healthy", "--audits", folder / "audits", "-o", folder / "audits")
    _done("audit", folder / "economics", "-o", folder / "economics-audits", "--resamples", 0)
    a_project_to_collect(folder / "planned")
    with (folder / "planned" / "collect.yaml").open("a") as plan:
        plan.write('letter: {from: "Kim Example <kim@example.com>"}\n')
    shutil.copytree(folder / "planned", folder / "opened")
    _done("collect", "open", folder / "opened", *WAVE)
    shutil.copytree(folder / "opened", folder / "invited")
    _done("collect", "invite", folder / "invited", *WAVE, "--csv", folder / "links.csv")
    shutil.copytree(folder / "invited", folder / "closed")
    _done("collect", "close", folder / "closed", *WAVE)
    _done("audit", folder / "closed", "-o", folder / "closed-audits", "--resamples", 0)
    _done("economics", folder / "economics", "-o", folder / "economics-audits")
    _done("execution", folder / "economics", "--audits", folder / "economics-audits", "-o", folder / "economics-audits")
    _done("staffing", folder / "staffing", "-o", folder / "plan")
    shutil.copytree(folder / "opened", folder / "missing")
    _somebody_missed(folder / "missing")
    _done("collect", "backup", folder / "opened", *WAVE, "-o", folder / "wave.backup")
    _two_sides(folder)
    shutil.copytree(folder / "planned", folder / "bare")
    (folder / "bare" / "collect.yaml").unlink()
    _done("accounts", "add", folder / "accounts.json", "ada", "--no-password")
    (folder / "fits.csv").write_text("about,date,FIT-C1,FIT-C2,FIT-S1\nbw-he003,2026-06-01,yes,no,1\n")
    (folder / "ties.csv").write_text("source,target,layer\na,b,advice\nb,c,advice\nc,a,advice\n")
    (folder / "nodes.csv").write_text("id,firm\na,A\nb,A\nc,B\n")
    shutil.copy(surveys() / "climate.yaml", folder / "climate.yaml")
    (folder / "new_people.csv").write_text(
        "Personnel No.,Last Name,First Name,Company,Level,E-mail\n"
        + "".join(f"{n},Last{n},First{n},North GmbH,Engineer,p{n}@north.example\n" for n in range(1, 40))
    )
    (folder / "their_people.csv").write_text(
        "PersNr;Nachname;Vorname;Stufe\n" + "".join(f"{n};Nach{n};Vor{n};Ingenieur\n" for n in range(71, 110))
    )
    return World(folder, alliance=next((folder / "audits").glob("*.audit.json")).name.partition("--")[0])


def _somebody_missed(project):
    """An answer that names somebody who is not on the list."""
    store = opened(place_of(project, "w1"))
    fill_in(store, "bw-ki005", [], middling, added=[(MISSED, "")])
    store.close()


def _two_sides(folder):
    """The other side's wave, closed, and ours that its answers are joined to."""
    from two_sides import HANDOVER, HERE, THERE, a_side, answer

    for name, firm, people, more in (
        ("theirs", THERE, [f"gr-ki{number:03}" for number in range(1, 8)], HANDOVER),
        ("joining", HERE, [f"bw-ki{number:03}" for number in range(1, 8)], ""),
    ):
        _, store = a_side(folder / name, firm, more=more)
        answer(store, people)
        store.close()
        _done("collect", "close", folder / name, *WAVE)
    _done("collect", "key", folder / "joining", "-o", folder / "their.key")
    _done("collect", "seal", folder / "theirs", *WAVE, "--for", folder / "their.key", "-o", folder / "sealed")


def _done(*arguments):
    ended = warm.run(*arguments)
    assert ended.code == 0, (arguments, ended.err)


def nothing(place):
    """A folder that is empty."""


def writers(world: World) -> dict[str, Writer]:
    """Writers by what they are called in the table."""
    of, alliance = world.of, ("--alliance", world.alliance)
    exports = {
        "export pdf": ("pdf",), "export xlsx": ("xlsx",), "export pptx": ("pptx",),
        "export one-page": ("one-page", *alliance), "export network": ("network", *alliance),
        "export graphml": ("graphml", *alliance), "export people-csv": ("people-csv", *alliance),
        "export ties-csv": ("ties-csv", *alliance, "--reader", "analyst"),
    }  # fmt: skip
    reviews = {
        "export economics": ("xlsx", "--economics"), "export execution": ("pptx", "--execution"),
    }  # fmt: skip
    found = {
        name: Writer(
            "export",
            nothing,
            lambda place, of_what=of_what: (of("economics-audits"), *of_what, "-o", place / f"o.{of_what[0]}"),
        )
        for name, of_what in reviews.items()
    }
    found |= {
        name: Writer("export", nothing, lambda place, kind=kind: (of("audits"), *kind, "-o", place / f"o.{kind[0]}"))
        for name, kind in exports.items()
    }
    planned, opened, invited = world.copied("planned"), world.copied("opened"), world.copied("invited")
    answers = ("--answer", "their_people.csv:firm=South", "--answer", "own=North GmbH", "--answer",
               "wave=2026-04-01..2026-04-21")  # fmt: skip
    return found | {
        "init": Writer("init", nothing, lambda p: (p / "new", "--example", "healthy"), over=False, refuses=True),
        "demo": Writer("demo", nothing, lambda p: ("--to", p / "demo"), over=False, slow=True),
        "add": Writer(
            "add", nothing, lambda p: (p / "p", of("new_people.csv"), of("their_people.csv"), *answers), in_steps=True
        ),
        "audit": Writer("audit", nothing, lambda p: (of("healthy"), "-o", p / "a")),
        "audit with sensitivity": Writer(
            "audit", nothing, lambda p: (of("healthy"), *alliance, "--sensitivity", "-o", p / "a"), slow=True
        ),
        "audit of two waves": Writer(
            "audit", nothing, lambda p: (of("economics"), "--resamples", 0, "-o", p / "a"), slow=True
        ),
        "portfolio": Writer("portfolio", _audits(of), lambda p: (of("healthy"), "--audits", p / "a", "-o", p / "a")),
        "economics": Writer("economics", nothing, lambda p: (of("economics"), "-o", p / "a")),
        "execution": Writer(
            "execution", nothing, lambda p: (of("economics"), "--audits", of("economics-audits"), "-o", p / "a")
        ),
        "execution xlsx": Writer("execution", nothing, lambda p: (of("economics"), "--xlsx", p / "e.xlsx")),
        "learn": Writer("learn", world.copied("economics"), lambda p: (p / "p", "--keep"), slow=True),
        "staffing": Writer(
            "staffing", nothing, lambda p: (of("staffing"), "--as-of", "2026-05-01", "-o", p / "a")
        ),
        "staffing forget": Writer(
            "staffing", world.copied("staffing"), lambda p: (p / "p", "--forget", _candidate(of)), over=False,
            refuses=True,
        ),
        "staffing take over": Writer(
            "staffing", world.copied("staffing"), lambda p: (p / "p", "--take-over", of("fits.csv")), in_steps=True
        ),
        "export staffing": Writer(
            "export", nothing, lambda p: (of("plan"), "xlsx", "--staffing", "--reader", "hr", "-o", p / "o.xlsx")
        ),
        "collect missing": Writer(
            "collect missing", world.copied("missing"), lambda p: (p / "p", *WAVE, "--name", MISSED, "--nobody")
        ),
        "comms build": Writer("comms build", nothing, lambda p: (of("traces"), "--out", p / "b"), slow=True),
        "accounts add": Writer(
            "accounts add", _accounts(of), lambda p: (p / "a.json", "bob"), over=False, refuses=True,
            typed="correct horse\ncorrect horse\n",
        ),
        "accounts password": Writer(
            "accounts password", _accounts(of), lambda p: (p / "a.json", "ada"), typed="correct horse\ncorrect horse\n"
        ),
        "accounts role": Writer("accounts role", _accounts(of), lambda p: (p / "a.json", "ada", "--role", "hr")),
        "accounts remove": Writer(
            "accounts remove", _accounts(of), lambda p: (p / "a.json", "ada"), over=False, refuses=True
        ),
        "survey codebook": Writer("survey codebook", nothing, lambda p: ("net", "-o", p / "c.csv")),
        "survey form": Writer("survey form", nothing, lambda p: ("net", "--overwrite", "-o", p / "f.html")),
        "survey map": Writer(
            "survey map", world.copied("two_firms"), lambda p: (_an_export(p), "--force", "-o", p / "m.map.yaml")
        ),
        "survey match": Writer(
            "survey match", world.copied("two_firms"),
            lambda p: (p / "p/people.csv", p / "p/people_gruenwald.csv", "-o", p / "merge.yaml"),
        ),
        "collect plan": Writer(
            "collect plan", world.copied("bare"), lambda p: (p / "p",), over=False, refuses=True
        ),
        "collect open": Writer(
            "collect open", planned, lambda p: (p / "p", *WAVE), over=False, refuses=True
        ),
        "collect invite": Writer(
            "collect invite", opened, lambda p: (p / "p", *WAVE, "--csv", p / "l.csv"), over=False, grows=True,
            refuses=True,
        ),
        "collect invite as letters": Writer(
            "collect invite", opened, lambda p: (p / "p", *WAVE, "--eml", p / "letters"), over=False, grows=True,
            refuses=True,
        ),
        "collect remind": Writer(
            "collect remind", invited, lambda p: (p / "p", *WAVE, "--same-day", "--csv", p / "r.csv"), over=False,
            grows=True, refuses=True,
        ),
        "collect extend": Writer("collect extend", opened, lambda p: (p / "p", *WAVE, "2099-01-01")),
        "collect close": Writer("collect close", opened, lambda p: (p / "p", *WAVE)),
        "collect freeze": Writer("collect freeze", world.copied("closed"), lambda p: (p / "p", *WAVE)),
        "collect erase": Writer("collect erase", invited, lambda p: (p / "p", *WAVE, _invited(of), "--yes")),
        "collect link": Writer("collect link", opened, lambda p: (p / "p", *WAVE, _invited(of)), grows=True),
        "collect revoke": Writer("collect revoke", invited, lambda p: (p / "p", *WAVE, _invited(of))),
        "collect own": Writer("collect own", world.copied("closed"), lambda p: (p / "p", *WAVE, of("closed-audits"))),
        "collect backup": Writer(
            "collect backup", nothing, lambda p: (of("opened"), *WAVE, "-o", p / "b"), over=False, refuses=True
        ),
        "collect restore": Writer(
            "collect restore", planned, lambda p: (p / "p", *WAVE, of("wave.backup")), over=False, refuses=True
        ),
        "collect key": Writer("collect key", planned, lambda p: (p / "p", "-o", p / "k")),
        "collect seal": Writer(
            "collect seal",
            world.copied("theirs"),
            lambda p: (p / "p", *WAVE, "--for", of("their.key"), "-o", p / "sealed"),
            over=False,
            refuses=True,
            key=of("joining") / "collect",
        ),
        "collect join": Writer(
            "collect join", world.copied("joining"), lambda p: (p / "p", *WAVE, of("sealed")), refuses=True
        ),
        "privacy erase": Writer(
            "privacy erase", _erasable(of), lambda p: (p / "p", _person(of), "--also", p / "a", "--yes"), over=False,
            refuses=True, slow=True,
        ),
        "privacy purge": Writer(
            "privacy purge", _erasable(of),
            lambda p: (p / "p", "--also", p / "a", "--today", "2040-01-01", "--remove", "--yes"), over=False,
            refuses=True, slow=True, in_steps=True,
        ),
    }  # fmt: skip


def _audits(of):
    return lambda place: shutil.copytree(of("audits"), place / "a")


def _accounts(of):
    return lambda place: shutil.copy(of("accounts.json"), place / "a.json")


def _erasable(of):
    def make(place):
        shutil.copytree(of("healthy"), place / "p")
        shutil.copytree(of("audits"), place / "a")

    return make


def _first(path, column=0):
    return path.read_text(encoding="utf-8-sig").splitlines()[1].split(",")[column]


def _candidate(of):
    return _first(of("staffing") / "staffing" / "candidates.csv")


def _person(of):
    return _first(of("healthy") / "people.csv")


def _invited(of):
    return _first(of("links.csv"))


def _an_export(place):
    return next((place / "p" / "survey").glob("*.csv"))


def leaves():
    """Names of all commands of the command line, those of groups too."""
    from alliancenet.cli import COMMANDS

    for name, (where, _) in COMMANDS.items():
        module, _, attribute = where.partition(":")
        yield from _below(getattr(importlib.import_module(module), attribute), name)


def _below(command, name):
    if isinstance(command, click.Group):
        for part in command.list_commands(None):
            yield from _below(command.get_command(None, part), f"{name} {part}")
    else:
        yield name
