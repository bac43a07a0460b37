"""Parts of the installation that most users never need: which library belongs to which, and what to say without it."""

import json
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

from alliancenet.errors import MissingExtra


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """An optional part, as ``pip install 'alliancenet[NAME]'`` names it.

    Parameters
    ----------
    purpose : what cannot be done without it, as the beginning of a sentence.
    modules : top-level modules it brings.
    """

    purpose: str
    modules: tuple[str, ...]


EXTRAS: Mapping[str, Extra] = {
    "logs": Extra(
        purpose="Reading communication logs",
        modules=("duckdb", "ibis", "pyarrow", "fastavro", "icalendar", "recurring_ical_events"),
    ),
    "handover": Extra(purpose="Sealing answers for the other side", modules=("cryptography",)),
    "kernels": Extra(purpose="Searching key players", modules=("numba",)),
    "postgres": Extra(purpose="Keeping a survey in PostgreSQL", modules=("psycopg",)),
    "spark": Extra(purpose="Building logs on a Spark cluster", modules=("pyspark",)),
}


def is_installed(extra: str) -> bool:
    """Whether every module of an extra can be imported; none is."""
    return all(sys.modules.get(name, name) is not None and find_spec(name) for name in EXTRAS[extra].modules)


def missing(extra: str) -> MissingExtra:
    """The error that says what an extra is for and gives the one command that brings it."""
    return MissingExtra(
        f"{EXTRAS[extra].purpose} needs the optional part '{extra}', which is not installed; run: {_command(extra)}"
    )


def reason(extra: str) -> str:
    """Why a value is missing, in words for a document; unlike `missing` it names no place of this machine."""
    return f"needs the optional part '{extra}': pip install 'alliancenet[{extra}]'"


@contextmanager
def told() -> Iterator[None]:
    """Turn a failed import of an extra's module into `MissingExtra`; other failed imports stay what they are.

    Raises
    ------
    MissingExtra
        For a module that one of `EXTRAS` brings.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        top = (error.name or "").partition(".")[0]
        for name, extra in EXTRAS.items():
            if top in extra.modules:
                raise missing(name) from None
        raise


def _command(extra: str) -> str:
    """A command for this Python, and for the folder or the wheel alliancenet was installed from."""
    return f"{shlex.quote(sys.executable)} -m pip install {shlex.quote(_requirement(extra))}"


def _requirement(extra: str) -> str:
    try:
        origin = json.loads(distribution("alliancenet").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        origin = {}
    url = str(origin.get("url", ""))
    return f"alliancenet[{extra}] @ {url}" if url else f"alliancenet[{extra}]"
