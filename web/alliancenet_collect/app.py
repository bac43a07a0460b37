"""The application: pages over the store of one wave."""

from collections.abc import Sequence
from pathlib import Path

from alliancenet_web.place import LOOPBACK_NAMES
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from alliancenet.collect.store import WaveStore
from alliancenet.errors import SettingsError
from alliancenet.instruments.form import TEMPLATES, is_numbered
from alliancenet.visible import visible_value
from alliancenet_collect import guard, pages
from alliancenet_collect.room import Room

_MOST_BYTES = 256_000  # of one form; sixty people with four questions are 20 kB (own limit)


def create_app(store: WaveStore, *, hosts: Sequence[str] = (), https: bool = False) -> Flask:
    """Collector over the store of one wave.

    Parameters
    ----------
    hosts : host names it answers to besides the loopback ones; others get 400.

    Raises
    ------
    SettingsError
        When the environment asks for Flask's debug mode, which would show code to respondents.
    """
    app = Flask(__name__, static_folder=None)
    if app.debug:
        raise SettingsError("the collector does not run in debug mode; unset FLASK_DEBUG")
    app.config.update(
        TRUSTED_HOSTS=[*LOOPBACK_NAMES, *hosts],
        MAX_CONTENT_LENGTH=_MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=_MOST_BYTES,
    )
    app.jinja_options = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
        "finalize": visible_value,
        "autoescape": True,  # Flask alone would leave out templates that do not end in .html
    }
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(Path(__file__).with_name("templates")), FileSystemLoader(TEMPLATES)]
    )
    app.jinja_env.tests["numbered"] = is_numbered
    app.extensions["room"] = Room(store=store, https=https)
    guard.protect(app)
    app.register_blueprint(pages.PAGES)
    return app
