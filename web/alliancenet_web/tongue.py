"""In which language a page is shown: what its reader asked for, where all its words are there; else English, whole."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import g, request
from werkzeug.wrappers import Response

from alliancenet.language import ENGLISH, LANGUAGES, language, speaking
from alliancenet_web.desk import desk

COOKIE = "alliancenet_language"
NAMES = {"en": "English", "de": "Deutsch"}
_A_YEAR = 365 * 24 * 60 * 60
_LOG = logging.getLogger(__name__)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def wanted() -> str:
    """Language this reader wants: by the address, by what was chosen before, by the browser's header."""
    if "tongue" not in g:
        chosen = (request.args.get("lang", ""), request.cookies.get(COOKIE, ""))
        by_header = request.accept_languages.best_match(LANGUAGES, ENGLISH)
        g.tongue = next((code for code in chosen if code in LANGUAGES), by_header)
    found: str = g.tongue
    return found


def spoken(page: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Declare that every word of a page goes through the catalogues: it is shown in its reader's language.

    A page that meets a sentence no catalogue has, say one of an audit of another version, is made once more in
    English: no page mixes languages. What is decorated may change nothing, for it may run twice. Tables saved as
    CSV are for programs, and stay English like every file.
    """

    @wraps(page)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        tongue = wanted()
        if tongue == ENGLISH or "csv" in request.args:
            return page(*args, **kwargs)
        with speaking(tongue) as speaker:
            made = page(*args, **kwargs)
        if speaker is None or not speaker.missing:
            return made
        _LOG.info("%s is shown in English: no %s for %s", request.endpoint, tongue, sorted(speaker.missing)[:5])
        return page(*args, **kwargs)

    return answer


def remember(response: Response) -> None:
    """Keep the language the address asks for, and tell the browser nothing else about it."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and asked != request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE, asked, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=desk().sessions.https, path="/"
        )


def in_language(code: str) -> str:
    """Address of this page in another language."""
    besides = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.path}?{urlencode([*besides, ('lang', code)])}"


def is_not_there() -> bool:
    """The page is shown in English although its reader wants another language."""
    return language() != wanted()
