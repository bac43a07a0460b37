"""The facilitator's desk, files: what the project has, uploading, the proposal with its questions, taking in."""

import secrets
from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.errors import PlaceTaken
from alliancenet.model.desk import Looked
from alliancenet.store.batch import Answer, Batch, clear_batch, read_batch, write_batch
from alliancenet.store.changes import NotChanged, read_changes
from alliancenet.store.jobs import is_working, read_job
from alliancenet_web import uploads
from alliancenet_web.desk import room, session, views
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken
from alliancenet_web.workroom import NotDone

pages = Blueprint("project", __name__)
_LONGEST_ANSWER = 400


def who() -> str:
    """Name of whoever is signed in, for the journal."""
    current = session()
    return current.name if current else ""


@pages.get("/project")
def project() -> Response | str:
    """What the project has, how far it is, and what to do next."""
    return _shown()


@spoken
def _shown(fault: str = "") -> Response | str:
    here, standing = room().project, room().standing()
    changes, job = read_changes(here), read_job(here)
    since = [change for change in changes if job and job.kind == "audit" and change.time >= job.since]
    return page(
        "project.html",
        (),
        standing=standing,
        batch=read_batch(here),
        job=job,
        is_working=is_working(here),
        changes=changes[::-1][:5],
        since_audit=since,
        has_audits=bool(views()),
        once=secrets.token_hex(8),
        fault=fault,
        took=request.args.get("took", ""),
    )


@pages.post("/project/files")
def upload() -> BaseResponse | tuple[Response | str, int]:
    """Take files of a form, say what each is, and propose what becomes of them."""
    here, limits = room().project, room().limits()
    placed, refused = uploads.kept(here, request.files.getlist("files"), limits)
    if not placed and not refused:
        return _shown("Choose a file first."), 400
    looked = room().look(placed)
    for path, found in zip(placed, looked, strict=True):
        if found.refused:
            path.unlink(missing_ok=True)
    before = read_batch(here) or Batch(id=secrets.token_hex(8), by=who())
    batch = replace(
        before,
        files=(*before.files, *(found for found in looked if not found.refused)),
        refused=(*refused, *(found for found in looked if found.refused)),
        proposed=None,
    )
    return _with_proposal(batch)


def _with_proposal(batch: Batch) -> BaseResponse:
    """Keep a batch with what would come of it."""
    if batch.files:
        try:
            batch = replace(batch, proposed=room().propose(batch))
        except NotDone as error:
            batch = replace(batch, proposed=None, refused=(*batch.refused, _refusal(str(error))))
    write_batch(room().project, batch)
    return redirect(url_for("project.proposal"), 303)


def _refusal(sentence: str) -> Looked:
    return Looked(file="all files together", refused=sentence)


@pages.get("/project/new-files")
def proposal() -> BaseResponse | Response | str:
    """What the uploaded files are, what is open, and what taking them in would write."""
    batch = read_batch(room().project)
    return redirect(url_for("project.project"), 303) if batch is None else _asking(batch)


@spoken
def _asking(batch: Batch, fault: str = "", unfit: frozenset[int] = frozenset()) -> Response | str:
    told: list[tuple[str, list[str]]] = []
    for line in batch.proposed.told if batch.proposed else ():
        if line.startswith("  ") and told:
            told[-1][1].append(line.strip())
        else:
            told.append((line.strip(), []))
    return page("new_files.html", (), batch=batch, told=told, fault=fault, unfit=unfit, given=request.form)


@pages.post("/project/answers")
def answer() -> BaseResponse | tuple[Response | str, int]:
    """Note answers, and ask what is open after them; answers that are none are said, and nothing typed is lost."""
    batch = _of_form()
    if batch is None:
        return redirect(url_for("project.proposal"), 303)
    questions = batch.proposed.questions if batch.proposed else ()
    given, unfit = list(batch.answers), set[int]()
    for number, question in enumerate(questions):
        text = ";".join(request.form.getlist(f"answer-{number}")).strip()[:_LONGEST_ANSWER]
        if not text:
            continue
        if question.choices and text not in question.choices:
            unfit.add(number)
            continue
        given = [old for old in given if (old.file, old.key) != (question.file, question.key)]
        given.append(Answer(file=question.file, key=question.key, answer=text))
    if unfit:
        return _asking(batch, "Some answers are none of the choices.", frozenset(unfit)), 400
    return _with_proposal(replace(batch, answers=tuple(given)))


@pages.post("/project/forget-answers")
def forget() -> BaseResponse:
    """Take back all answers given so far."""
    batch = _of_form()
    return redirect(url_for("project.proposal"), 303) if batch is None else _with_proposal(replace(batch, answers=()))


@pages.post("/project/take-in")
def take_in() -> BaseResponse | tuple[Response | str, int]:
    """Write what was proposed, all or nothing; pressed twice it is written once."""
    batch = _of_form()
    if batch is None:
        return redirect(url_for("project.project", took="before"), 303)
    try:
        found = room().take_in(batch, who())
    except (NotDone, NotChanged, PlaceTaken) as error:
        return _asking(batch, f"Not taken in: {error}"), 409
    if found.questions or any(remark.is_fault for remark in found.remarks):
        batch = replace(batch, proposed=found)
        write_batch(room().project, batch)
        return _asking(batch, "Not taken in: the project was changed in the meantime, and this is open now."), 409
    clear_batch(room().project)
    return redirect(url_for("project.project", took="logs" if found.has_logs else "yes"), 303)


@pages.post("/project/discard")
def discard() -> BaseResponse:
    """Delete what was uploaded and not taken in."""
    if _of_form() is not None:
        clear_batch(room().project)
    return redirect(url_for("project.project"), 303)


def _of_form() -> Batch | None:
    """The batch a form is about; None when that is gone, for somebody else has dealt with it."""
    batch = read_batch(room().project)
    given = request.form.get("batch", "")
    if not given:
        abort(400)
    return batch if batch is not None and batch.id == given else None
