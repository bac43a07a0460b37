"""The facilitator's desk: surveys that are collected, how they stand, and moving their last day, closing, freezing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.collect import wave as waves
from alliancenet.collect.closing import hand_in
from alliancenet.collect.missing import missed_in
from alliancenet.collect.places import WavePlace, places_in
from alliancenet.collect.standing import DeskView, desk_view
from alliancenet.collect.store import NotKept, WaveStore, opened
from alliancenet.collect.wave import NotNow, WaveRecord
from alliancenet.errors import AllianceNetError
from alliancenet.privacy import ReaderRole
from alliancenet.report.tables import surveys as tables
from alliancenet_web.desk import desk, reader
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("surveys", __name__)


def _places() -> tuple[WavePlace, ...]:
    project = desk().surveys
    return places_in(project) if project is not None else ()


@contextmanager
def opened_wave(number: int) -> Iterator[WaveStore]:
    """Store of a wave by its number in the list."""
    places = _places()
    if not 1 <= number <= len(places):
        abort(404)
    store = opened(places[number - 1].place, name=places[number - 1].name)
    try:
        yield store
    finally:
        store.close()


@pages.get("/surveys")
@spoken
def surveys() -> Response | str:
    """Every wave of the project, one below the other; the newest first, those that cannot be read last."""
    found, failed = list[tuple[int, DeskView]](), list[tuple[str, str]]()
    try:
        places = _places()
    except AllianceNetError as error:
        places, failed = (), [("", str(error))]
    for number, place in enumerate(places, start=1):
        try:
            with opened_wave(number) as store:
                found.append((number, desk_view(store, date.today(), names=False)))
        except AllianceNetError as error:
            failed.append((place.title, str(error)))
    found.sort(key=lambda pair: pair[1].wave.closes, reverse=True)
    return page("surveys.html", (), found=found, failed=failed, project=desk().surveys)


@pages.get("/surveys/<int:number>")
def survey(number: int) -> Response | str:
    """How one wave stands; who has not finished is named to the facilitator only."""
    with opened_wave(number) as store:
        return _shown(store, number)


@pages.errorhandler(AllianceNetError)
def unreadable(error: AllianceNetError) -> tuple[Response | str, int]:
    """A wave whose store cannot be used now."""
    return page("surveys.html", (), found=[], failed=[("", str(error))], project=desk().surveys), 503


@spoken
def _shown(store: WaveStore, number: int, fault: str = "") -> Response | str:
    is_facilitator = reader().role is ReaderRole.FACILITATOR
    view = desk_view(store, date.today(), names=is_facilitator)
    missed = missed_in(store)
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
    project, move = desk().surveys, request.form.get("move", "")
    with opened_wave(number) as store:
        moves: dict[str, Callable[[], WaveRecord]] = {
            "extend": lambda: waves.extend(store, date.fromisoformat(request.form.get("closes", "")), date.today()),
            "close": lambda: waves.close_wave(store),
            "freeze": lambda: waves.freeze(store),
        }
        if move not in moves or project is None:
            abort(400)
        try:
            moves[move]()
            if move != "extend":
                hand_in(store, project)
        except ValueError:
            return _shown(store, number, "Give a day, such as 2026-05-08."), 409
        except (NotNow, NotKept, OSError) as error:
            return _shown(store, number, f"Not done: {error}."), 409
    return redirect(url_for("surveys.survey", number=number), 303)
