"""The application: pages over one folder of audits."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from alliancenet.errors import SettingsError
from alliancenet.language import LANGUAGES, language
from alliancenet.privacy import LOCAL_READER
from alliancenet.report.page import TEMPLATES, makers
from alliancenet.report.tables.alliance import LEVEL_NAMES
from alliancenet.visible import visible_value
from alliancenet_web import guard, menu, pages, tongue
from alliancenet_web.access_log import AccessLog
from alliancenet_web.accounts import Accounts, no_accounts
from alliancenet_web.desk import Desk
from alliancenet_web.door import Door
from alliancenet_web.kept import KeptPages
from alliancenet_web.place import LOOPBACK_NAMES
from alliancenet_web.sessions import AT_THE_DESK, Sessions
from alliancenet_web.store import Store
from alliancenet_web.uploads import StreamedRequest
from alliancenet_web.workroom import Workroom


def create_app(
    folder: Path,
    *,
    accounts: Accounts | None = None,
    hosts: Sequence[str] = (),
    https: bool = False,
    log: Path | None = None,
    surveys: Path | None = None,
    project: Path | None = None,
) -> Flask:
    """Viewer over the audit files of a folder.

    Parameters
    ----------
    folder : where the ``*.audit.json`` files lie.
    accounts : who may sign in; without any, only the start link opens the viewer.
    hosts : host names it answers to besides the loopback ones; others get 400.
    https : cookies are sent over TLS only.
    log : file that gets a line for each page that shows single people; none by default.
    surveys : project whose surveys are collected, for the facilitator's desk.

    project : whose files the facilitator works on; None for a viewer of audits alone.

    Raises
    ------
    SettingsError
        When the environment asks for Flask's debug mode, which would show code to readers.
    """
    app = Flask(__name__, static_folder="static")
    app.request_class = StreamedRequest
    if app.debug:
        raise SettingsError("the viewer does not run in debug mode; unset FLASK_DEBUG")
    app.config.update(
        TRUSTED_HOSTS=[*LOOPBACK_NAMES, *hosts],
        MAX_CONTENT_LENGTH=64_000,
        MAX_FORM_MEMORY_SIZE=64_000,
        SEND_FILE_MAX_AGE_DEFAULT=None,
    )
    app.jinja_options = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
        "finalize": visible_value,
    }
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(Path(__file__).with_name("templates")), FileSystemLoader(TEMPLATES)]
    )
    app.jinja_env.globals.update(
        makers(),
        menu=menu.menu,
        alliance_menu=menu.alliance_menu,
        rail=menu.rail,
        place_of=menu.place_of,
        most_in_rail=menu.MOST_IN_RAIL,
        in_days=lambda days: date.today() + timedelta(days=days),
        level_names=LEVEL_NAMES,
        language=language,
        languages=LANGUAGES,
        tongue=tongue,
    )
    app.extensions["desk"] = Desk(
        store=Store(folder),
        sessions=Sessions(https=https, starter=LOCAL_READER if project is None else AT_THE_DESK),
        accounts=no_accounts() if accounts is None else accounts,
        log=None if log is None else AccessLog(log),
        door=Door(),
        kept=KeptPages(),
        surveys=surveys,
        workroom=None if project is None else Workroom(project),
    )
    guard.protect(app)
    pages.register(app)
    return app
