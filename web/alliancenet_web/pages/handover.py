"""The facilitator's desk, the other side's answers: keys, joining what was sealed, saying who is who, handing over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.collect.closing import hand_in
from alliancenet.collect.handover import document_of, handover_of
from alliancenet.collect.joining import Keep, joined_answers, leave_out, pair, settle
from alliancenet.collect.matching import MatchState
from alliancenet.collect.places import FOLDER, stem_of
from alliancenet.collect.sealing import key_from, key_in, made_key, mark_of, sealed_for
from alliancenet.collect.sent import sent_answers
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey
from alliancenet.collect.wave import WaveState, record_of, survey_in
from alliancenet.errors import AllianceNetError
from alliancenet.extras import is_installed
from alliancenet.report.tables import surveys as tables
from alliancenet_web.desk import desk
from alliancenet_web.handing_over import join_file
from alliancenet_web.links import page
from alliancenet_web.pages.surveys import opened_wave, unreadable

pages = Blueprint("handover", __name__)
pages.register_error_handler(AllianceNetError, unreadable)
_OVER = frozenset({WaveState.CLOSED, WaveState.FROZEN})
_NOBODY = "-"  # no id is a dash alone: the field of a person "nobody of this alliance"


def _project() -> Path:
    return desk().surveys or abort(404)


@pages.get("/surveys/<int:number>/handover")
def handover(number: int) -> Response | str:
    """What the other side handed over, who is matched, and who is asked."""
    with opened_wave(number) as store:
        return _shown(store, number)


def _shown(store: WaveStore, number: int, fault: str = "") -> Response | str:
    survey, wave = survey_in(store), record_of(store)
    reports = joined_answers(store, sent_answers(store)).reports if wave.state in _OVER else ()
    names = {person.id: _called(survey, person.id) for person in survey.people if not person.is_gone}
    places = range(1, len(reports) + 1)
    return page(
        "handover.html",
        (
            *(tables.match_counts(report, at) for at, report in zip(places, reports, strict=True)),
            *(tables.matches(report, at, names) for at, report in zip(places, reports, strict=True)),
        ),
        number=number,
        wave=wave,
        reports=reports,
        names=names,
        doubtful=[
            (report, [match for match in report.matches if match.fate in {MatchState.ASKED, MatchState.ONLY_THERE}])
            for report in reports
        ],
        key=key_in(_project() / FOLDER),
        reader=next(iter(survey.handover["to"].values())) if survey.handover else "",
        can_seal=is_installed("handover"),
        fault=fault,
    )


def _called(survey: Survey, person: str) -> str:
    there = survey.person[person]
    return f"{there.name} ({survey.firms.get(there.organisation, there.organisation)})"


def _done(number: int, act: Callable[[WaveStore], None]) -> BaseResponse | tuple[Response | str, int]:
    """Do something to a wave, write its answers anew, and show what became of it."""
    with opened_wave(number) as store:
        try:
            try:
                act(store)
            finally:  # what was said before something was refused holds
                if record_of(store).state in _OVER:
                    hand_in(store, _project())
        except (AllianceNetError, OSError) as error:
            return _shown(store, number, f"Not done: {error}."), 409
    return redirect(url_for("handover.handover", number=number), 303)


@pages.post("/surveys/<int:number>/handover/join")
def join(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Join a sealed file: whom it matches is counted, whom it does not is asked."""
    sent = request.files.get("sealed")
    with opened_wave(number) as store:
        if sent is None or not sent.filename:
            return _shown(store, number, "Not done: choose the sealed file first."), 409
        wave = survey_in(store).wave
    return _done(number, lambda _: join_file(_project(), wave, sent))


@pages.post("/surveys/<int:number>/handover/match")
def match(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Say who people on the other side's list are; what is left open is asked again."""
    there, here = request.form.getlist("there"), request.form.getlist("here")
    if len(there) != len(here):
        abort(400)

    def act(store: WaveStore) -> None:
        for stranger, person in zip(there, here, strict=True):
            if person:
                pair(store, stranger, None if person == _NOBODY else person, request.form.get("sender", ""))

    return _done(number, act)


@pages.post("/surveys/<int:number>/handover/keep")
def keep(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Say whose answers hold of people who answered on both sides, not the same."""
    people, kept = request.form.getlist("person"), request.form.getlist("keep")
    if len(people) != len(kept) or not set(kept) <= {"", *Keep}:
        abort(400)

    def act(store: WaveStore) -> None:
        for person, side in zip(people, kept, strict=True):
            if side:
                settle(store, person, Keep(side), sent_answers(store))

    return _done(number, act)


@pages.post("/surveys/<int:number>/handover/leave-out")
def leave(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Take a hand-over out again."""
    return _done(number, lambda store: leave_out(store, request.form.get("sender", "")))


@pages.post("/surveys/<int:number>/handover/key")
def make_key(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Make the key the other side seals with; the private half stays in the project."""
    with opened_wave(number) as store:
        try:
            made_key(_project() / FOLDER)
        except (AllianceNetError, OSError) as error:
            return _shown(store, number, f"Not done: {error}."), 409
    return redirect(url_for("handover.handover", number=number), 303)


@pages.post("/surveys/<int:number>/handover/seal")
def seal(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Hand the answers of a closed wave over: one file, sealed with the key the other side sent."""
    with opened_wave(number) as store:
        try:
            their_key = key_from(request.form.get("their_key", ""))
            raw = sealed_for(their_key, document_of(handover_of(store)).encode())
        except (AllianceNetError, OSError) as error:
            return _shown(store, number, f"Not done: {error}."), 409
        name = f"{stem_of(survey_in(store).wave)}-{date.today()}-{mark_of(raw).replace(' ', '')}.sealed"
    return Response(
        raw, mimetype="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
