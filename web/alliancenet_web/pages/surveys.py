"""The facilitator's desk: surveys that are collected, how they stand, and moving their last day, closing, freezing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.collect import wave as waves
from alliancenet.collect.closing import hand_in
from alliancenet.collect.missing import missed_in
from alliancenet.collect.standing import desk_view
from alliancenet.collect.store import NotKept, WaveStore, opened, waves_in
from alliancenet.collect.wave import NotNow, WaveRecord
from alliancenet.privacy import ReaderRole
from alliancenet.report.tables import surveys as tables
from alliancenet_web.desk import desk, reader
from alliancenet_web.links import page

pages = Blueprint("surveys", __name__)


def _files() -> tuple[Path, ...]:
    project = desk().surveys
    return waves_in(project) if project is not None else ()


def _store(number: int) -> WaveStore:
    files = _files()
    if not 1 <= number <= len(files):
        abort(404)
    return opened(files[number - 1])


@pages.get("/surveys")
def surveys() -> Response | str:
    """Every wave of the project, one below the other; the newest first."""
    found = []
    for number, file in enumerate(_files(), start=1):
        store = opened(file)
        try:
            found.append((number, desk_view(store, date.today(), names=False)))
        finally:
            store.close()
    found.sort(key=lambda pair: pair[1].wave.closes, reverse=True)
    return page("surveys.html", (), found=found, project=desk().surveys)


@pages.get("/surveys/<int:number>")
def survey(number: int) -> Response | str:
    """How one wave stands; who has not finished is named to the facilitator only."""
    return _shown(number)


def _shown(number: int, fault: str = "") -> Response | str:
    store, is_facilitator = _store(number), reader().role is ReaderRole.FACILITATOR
    try:
        view = desk_view(store, date.today(), names=is_facilitator)
        missed = missed_in(store)
    finally:
        store.close()
    rates = tuple(tables.rates(alliance, at) for at, alliance in enumerate(view.alliances, start=1))
    return page(
        "survey.html",
        (*rates, *((tables.silent(view),) if is_facilitator else ())),
        view=view,
        number=number,
        names_of_rates=[table.name for table in rates],
        is_facilitator=is_facilitator,
        missed=missed if is_facilitator else (),
        undecided=sum(not name.is_decided for name in missed),
        fault=fault,
        today=date.today(),
    )


@pages.post("/surveys/<int:number>/change")
def change(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Extend, close or freeze a wave; what cannot be done is said on its page."""
    project, store = desk().surveys, _store(number)
    moves: dict[str, Callable[[], WaveRecord]] = {
        "extend": lambda: waves.extend(store, date.fromisoformat(request.form.get("closes", "")), date.today()),
        "close": lambda: waves.close_wave(store),
        "freeze": lambda: waves.freeze(store),
    }
    move = request.form.get("move", "")
    if move not in moves or project is None:
        abort(400)
    fault = ""
    try:
        moves[move]()
        if move != "extend":
            hand_in(store, project)
    except ValueError:
        fault = "Give a day, such as 2026-05-08."
    except (NotNow, NotKept, OSError) as error:
        fault = f"Not done: {error}."
    finally:
        store.close()
    return (_shown(number, fault), 409) if fault else redirect(url_for("surveys.survey", number=number), 303)
