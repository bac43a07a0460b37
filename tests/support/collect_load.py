"""Load on a real collector: a survey of many small alliances, people with full drafts, and clients that send."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from collected_waves import CLOSES, TODAY
from sqlalchemy import insert

from alliancenet.collect import sitting, tokens
from alliancenet.collect.places import place_of, schema_of
from alliancenet.collect.schema import DRAFT
from alliancenet.collect.steps import PageKind, body_of, choice_of, steps_of
from alliancenet.collect.store import opened
from alliancenet.collect.survey import AskedAlliance, Invited, Survey
from alliancenet.collect.wave import open_wave, prepare
from alliancenet.resources import surveys

WAVE = "w1"


@dataclass(frozen=True)
class Figure:
    """What one goal of reliability came to."""

    goal: str
    where: str
    said: str
    limit: str
    is_held: bool


def a_large_survey(alliances, people=61):
    """Alliances of two firms, everybody asked about everybody else: sixty cards and two blocks each."""
    everybody, asked = [], []
    for a in range(alliances):
        members = [f"p{a:03}-{p:02}" for p in range(people)]
        everybody += [
            Invited(id=person, name=f"Person {person}", organisation="one" if at % 2 else "two", unit=f"unit {at % 5}")
            for at, person in enumerate(members)
        ]
        asked.append(AskedAlliance(id=f"a{a:03}", name=f"Alliance {a}", people=tuple(members)))
    sources = {name: (surveys() / f"{name}.yaml").read_text(encoding="utf-8") for name in ("net", "climate")}
    return Survey(
        project="load", wave=WAVE, languages=("en",), sources=sources, short=True, only={}, mode="groups_only",
        notice={"en": {"net": ("Told.",), "climate": ("Told.",)}}, contact="Kim", firms={"one": "One", "two": "Two"},
        people=tuple(everybody), alliances=tuple(asked), reminders=3, url="http://127.0.0.1:1",
        limits={"min_n": 5, "browse_people": 100, "block_items": 6, "confidence_high": 0.8, "confidence_medium": 0.6},
    )  # fmt: skip


def a_loaded_store(project, survey, database=""):
    """Store of a wave in which everybody entered everything and sent nothing."""
    (project / "collect").mkdir(parents=True, exist_ok=True)
    store = opened(database or place_of(project, WAVE), name=schema_of(project, WAVE), make=True)
    prepare(store, survey, {}, TODAY - timedelta(days=1), CLOSES)
    open_wave(store, TODAY)
    with store.writing() as connection:
        for person in survey.people:
            rows = [
                {"respondent": person.id, "step": key, "body": json.dumps(body)}
                for key, body in full(survey, person.id)
            ]
            connection.execute(insert(DRAFT), rows)
    return store


def full(survey, person):
    """Every page of somebody who works with everybody, answered."""
    kept = {}
    for alliance in survey.alliances_of(person):
        for step in steps_of(survey, person, kept):
            if step.part is PageKind.PEOPLE and step.key not in kept:
                kept[step.key] = body_of(choice_of({"chosen": [o for o in alliance.people if o != person]}))
    for step in steps_of(survey, person, kept):
        if step.part is not PageKind.PEOPLE:
            kept[step.key] = {"answers": {item.id: item.scale.points[-1].code for item in step.items if item.scale}}
    return kept.items()


class Client:
    """Somebody signed in, over a real connection that is opened anew when it breaks."""

    def __init__(self, store, port, person, seconds=10.0):
        with store.writing() as connection:
            token = tokens.issue(connection, person, TODAY)
        self.sat = tokens.enter(store, token)
        self.person, self.port, self.seconds, self.line = person, port, seconds, None

    def ask(self, method, path, fields=None):
        """Status, headers and text of an answer; ConnectionError when there is none."""
        body = (
            urlencode({"form_token": self.sat.form_token, **(fields or {})}, doseq=True) if method == "POST" else None
        )
        headers = {"Cookie": f"alliancenet_survey={self.sat.key}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
            self.line.request(method, path, body, headers)
            response = self.line.getresponse()
            return response.status, response.headers, response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            if self.line is not None:
                self.line.close()
            self.line = None
            raise ConnectionError(str(error)) from None

    def hidden(self):
        """What the review page sends."""
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.ask("GET", "/review")[2]))


def ready_to_send(store, survey, person):
    """Hidden fields of a review page, made here: asking for a thousand of them is not what is measured."""
    standing = sitting.standing_of(store, person)
    pages = {step.key for step in steps_of(survey, person, standing.kept)}
    return {"submission": sitting.new_id(), "shown": sitting.digest_of_pages(standing.kept, pages)}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(project, port, database=""):
    """Start `alliancenet collect` and wait until it listens."""
    command = [sys.executable, "-u", "-m", "alliancenet", "collect", str(project), "--wave", WAVE, "--port", str(port)]
    environment = {**os.environ, "ALLIANCENET_DATABASE": database}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    for line in iter(process.stdout.readline, ""):
        if "Ctrl-C" in line:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process
    raise RuntimeError("the collector did not start")


@contextmanager
def served(project, database=""):
    """Port of a collector in a process of its own."""
    port = free_port()
    process = start(project, port, database)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def timed(jobs, clients):
    """Seconds of each job, done by so many threads at once, and seconds in all."""
    lock, waiting, took = threading.Lock(), list(jobs), []

    def work():
        while True:
            with lock:
                if not waiting:
                    return
                job = waiting.pop()
            began = time.perf_counter()
            job()
            took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took), time.perf_counter() - began
