"""The pages: link, notice, whom one works with, cards, questions, review, receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.collect import sitting, tokens
from alliancenet.collect.answering import Fault, Foreign, read_choice, read_page
from alliancenet.collect.own_view import own_view_of
from alliancenet.collect.steps import Body, ChosenPeople, PageKind, SurveyPage, body_of, choice_of, listed_for, steps_of
from alliancenet.collect.survey import AskedAlliance, Survey
from alliancenet.collect.wave import WaveRecord, record_of
from alliancenet.collect.words import counted, day_in, words_in
from alliancenet.instruments.form import TEMPLATES
from alliancenet.instruments.phrases import shipped_phrases_in
from alliancenet_collect import guard, showing
from alliancenet_collect.room import room

PAGES = Blueprint("collect", __name__)
_OWN = frozenset({"form_token", "go", "q"})  # fields of every page that are no answers
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One request of one person."""

    survey: Survey
    wave: WaveRecord
    standing: sitting.PersonStanding
    steps: tuple[SurveyPage, ...]
    language: str
    is_open: bool

    @property
    def words(self) -> Mapping[str, str]:
        """The pages' words."""
        return words_in(self.language)

    @property
    def person(self) -> str:
        """Who answers."""
        return self.standing.respondent

    def body(self, step: SurveyPage) -> Body | None:
        """What was entered on a page; None before it was saved."""
        return self.standing.kept.get(step.key)


def _here() -> Here:
    ours = room()
    survey, wave = ours.survey, record_of(ours.store)
    standing = sitting.standing_of(ours.store, g.sitting.respondent)
    on_record = survey.person[standing.respondent].language
    code = standing.language if standing.language in survey.languages else ""
    g.language = code or on_record or request.accept_languages.best_match(survey.languages) or survey.languages[0]
    return Here(
        survey=survey,
        wave=wave,
        standing=standing,
        steps=steps_of(survey, standing.respondent, standing.kept),
        language=g.language,
        is_open=wave.takes_answers(ours.today()),
    )


@PAGES.get("/style.css")
def style() -> Response:
    """The looks: those of the printed form, and what pages need besides."""
    sheets = (TEMPLATES / "form.css", Path(__file__).with_name("collect.css"))
    return Response("\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets), mimetype="text/css")


@PAGES.get("/i/<token>")
def link(token: str) -> str:
    """The page a letter's link opens. It looks nothing up: programs that scan mail open links too."""
    code = guard.language()
    return render_template("link.html", words=words_in(code), language=code, token=token[: tokens.LONGEST])


@PAGES.post("/enter")
def enter() -> BaseResponse:
    """Exchange a link for a session."""
    guard.check_entering()
    ours = room()
    found = tokens.enter(ours.store, request.form.get("token", ""))
    if found is tokens.Refused.NOT_YET:
        guard.entered()
        return guard.message("not_yet", 403)
    if isinstance(found, tokens.Refused):
        return guard.message("unknown", 403)
    guard.entered()
    response = redirect(url_for("collect.start"), 303)
    response.set_cookie(ours.cookie, found.key, httponly=True, samesite="Lax", secure=ours.https, path="/")
    return response


@PAGES.get("/")
def start() -> str | BaseResponse:
    """Notice before anything is asked; the receipt afterwards."""
    here = _here()
    if here.standing.sent and not here.standing.is_changing:
        return redirect(url_for("collect.receipt"), 303)
    if not here.is_open:
        return guard.message("closed", 403, leads_on=False)
    return _render("start.html", here)


@PAGES.post("/begin")
def begin() -> BaseResponse:
    """Go on from the notice, in the language chosen."""
    here = _here()
    chosen = request.form.get("language", here.language)
    if chosen not in here.survey.languages:
        raise Foreign("a language the survey does not have")
    store = room().store
    if chosen != here.standing.language:
        sitting.speak(store, here.person, chosen)
    if request.form.get("go") == "language":
        return redirect(url_for("collect.start"), 303)
    sitting.begin(store, here.person, room().today())
    return redirect(_first_unsaved(here), 303)


def _first_unsaved(here: Here) -> str:
    step = next((step for step in here.steps if here.body(step) is None), None)
    return url_for("collect.review") if step is None else showing.address(here.survey, step)


@PAGES.route("/people/<int:alliance>/<instrument>", methods=["GET", "POST"])
def people(alliance: int, instrument: str) -> str | BaseResponse:
    """Whom one works with."""
    here = _here()
    step = _step(here, PageKind.PEOPLE, alliance, instrument)
    about = here.survey.alliance[step.alliance]
    listed = listed_for(here.survey, about, here.person)
    choice, faults = choice_of(here.body(step)), tuple[Fault, ...]()
    query = " ".join(request.values.get("q", "").split())[:80]
    if request.method == "POST":
        before = request.form.get("before", "")[:80]
        shown = showing.fitting(here.survey, listed, before)
        most = here.survey.instrument(instrument).added_names
        fields = _fields({"before"})
        if strange := set(fields) - {"person", "name", "organisation", "drop"}:
            raise Foreign(f"a field that is not on the page: {sorted(strange)[0][:60]}")
        choice, faults = read_choice(listed, shown, choice, most, fields)
        _keep(here, step, body_of(choice))
        go = request.form.get("go", "")
        if go not in {"search", "all", "more"} and not faults:
            return _onward(step, go)
        query = query if go == "search" else ""
        if not faults:
            place = "missing" if go == "more" else None  # where the name that was added now stands
            here_again = url_for(
                "collect.people", alliance=alliance, instrument=instrument, q=query or None, _anchor=place
            )
            return redirect(here_again, 303)
    return _people_page(here, step, about, listed, choice, query, faults)


def _people_page(
    here: Here,
    step: SurveyPage,
    about: AskedAlliance,
    listed: tuple[str, ...],
    choice: ChosenPeople,
    query: str,
    faults: tuple[Fault, ...],
) -> str:
    return _render(
        "people.html",
        here,
        step=step,
        about=about,
        groups=showing.groups(here.survey, about, here.person, listed, query, here.words),
        count=len(showing.fitting(here.survey, listed, "")),
        fits=len(showing.fitting(here.survey, listed, query)),
        folds=len(listed) > here.survey.limits["browse_people"] and not query,
        choice=choice,
        dropping=showing.dropping(choice),
        most_added=here.survey.instrument(step.instrument).added_names,
        query=query,
        faults=showing.sentences(faults, here.words),
    )


@PAGES.route("/about/<int:alliance>/<instrument>/<alter>", methods=["GET", "POST"])
def about(alliance: int, instrument: str, alter: str) -> str | BaseResponse:
    """The questions about one person."""
    return _questions(_here(), PageKind.ABOUT, alliance, instrument, alter)


@PAGES.route("/questions/<int:alliance>/<instrument>/<block>", methods=["GET", "POST"])
def questions(alliance: int, instrument: str, block: str) -> str | BaseResponse:
    """A short block of questions."""
    return _questions(_here(), PageKind.QUESTIONS, alliance, instrument, block)


def _questions(here: Here, part: PageKind, alliance: int, instrument: str, which: str) -> str | BaseResponse:
    step = _step(here, part, alliance, instrument, which)
    faults: tuple[Fault, ...] = ()
    body = here.body(step)
    if request.method == "POST":
        body, faults = read_page(here.survey, step, _fields(set()))
        _keep(here, step, body)
        if not faults:
            return _onward(step, request.form.get("go", ""))
    return _render(
        "questions.html",
        here,
        step=step,
        faults=showing.sentences(faults, here.words),
        **showing.question_names(here.survey, step, body, here.language, here.words),
        **showing.whom(here.survey, here.standing.kept, here.steps, step),
    )


def _step(here: Here, part: PageKind, alliance: int, instrument: str, which: str = "") -> SurveyPage:
    """The page an address means; only pages of one's own exist."""
    if not here.is_open:
        raise sitting.Closed
    for step in here.steps:
        if (step.part, step.instrument) == (part, instrument) and showing.numbers(here.survey, step) == (
            alliance,
            which,
        ):
            return step
    abort(404)


def _fields(own: set[str]) -> dict[str, list[str]]:
    """What a form sent besides what every page holds."""
    skipped = _OWN | own
    return {name: values for name, values in request.form.lists() if name not in skipped}


def _keep(here: Here, step: SurveyPage, body: Body) -> None:
    ours = room()
    sitting.keep(ours.store, here.person, step.key, body, ours.today())


def _onward(step: SurveyPage, go: str) -> BaseResponse:
    """The page after one that was saved; a choice of people has made or unmade cards."""
    if go == "review":
        return redirect(url_for("collect.review"), 303)
    here = _here()
    keys = [other.key for other in here.steps]
    place = keys.index(step.key)
    if go == "back":
        target = url_for("collect.start") if place == 0 else showing.address(here.survey, here.steps[place - 1])
    elif place + 1 < len(here.steps):
        target = showing.address(here.survey, here.steps[place + 1])
    else:
        target = url_for("collect.review")
    return redirect(target, 303)


@PAGES.get("/review")
def review() -> str | BaseResponse:
    """Everything once more, before it is sent."""
    here = _here()
    if not here.is_open:
        return redirect(url_for("collect.start"), 303)
    pages = {step.key for step in here.steps}
    return _render(
        "review.html",
        here,
        parts=showing.parts(here.survey, here.person, here.steps, here.standing.kept, here.language, here.words),
        waiting=sum(here.body(step) is None for step in here.steps),
        submission=sitting.new_id(),
        shown=sitting.digest_of_pages(here.standing.kept, pages),
    )


@PAGES.post("/send")
def send() -> BaseResponse:
    """Keep the answers; sent twice they are kept once."""
    here = _here()
    sitting.send(
        room().store,
        here.person,
        {step.key for step in here.steps},
        submission=request.form.get("submission", ""),
        shown=request.form.get("shown", ""),
        opt_out=request.form.get("opt_out") == "yes",
        today=room().today(),
    )
    return redirect(url_for("collect.receipt"), 303)


@PAGES.get("/receipt")
def receipt() -> str | BaseResponse:
    """What was sent is kept, and until when it can be changed."""
    here = _here()
    if not here.standing.sent:
        return redirect(url_for("collect.start"), 303)
    has_own = own_view_of(room().store, here.person) is not None
    return _render("receipt.html", here, has_own=has_own)


@PAGES.post("/change")
def change() -> BaseResponse:
    """Look through answers again that were sent."""
    here = _here()
    sitting.change(room().store, here.person, room().today())
    return redirect(url_for("collect.review"), 303)


@PAGES.get("/own")
def own() -> str:
    """Own picture, once the audit was made."""
    here = _here()
    view = own_view_of(room().store, here.person)
    if view is None:
        abort(404)
    sent = sitting.sent_pages(room().store, here.person)
    steps = tuple(step for step in steps_of(here.survey, here.person, sent) if step.key in sent)
    parts = showing.parts(here.survey, here.person, steps, sent, here.language, here.words)
    return _render("own.html", here, view=view, parts=parts)


@PAGES.post("/leave")
def leave() -> BaseResponse:
    """End the session on the server."""
    ours = room()
    tokens.leave(ours.store, g.sitting)
    response = guard.message("no_session", 200)
    response.delete_cookie(ours.cookie, path="/", secure=ours.https, httponly=True, samesite="Lax")
    return response


def _render(template: str, here: Here, **names: object) -> str:
    place = next((at for at, step in enumerate(here.steps, start=1) if step == names.get("step")), 0)
    return render_template(
        template,
        here=here,
        survey=here.survey,
        words=names.pop("words", here.words),
        day=lambda when: day_in(when, here.language),
        counted=lambda name, count: counted(here.words, name, count),
        paper=shipped_phrases_in(here.language),
        language=here.language,
        sitting=g.sitting,
        place=place,
        alliances=[alliance.name for alliance in here.survey.alliances_of(here.person)],
        **names,
    )
