"""Audit strategic alliances: the people network, the relationship's health, the portfolio.

``import alliancenet as an`` loads nothing heavy; a name is loaded when it is first used. See
``alliancenet help python``.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alliancenet.api import audit as audit
    from alliancenet.api import compare as compare
    from alliancenet.api import metrics as metrics
    from alliancenet.api import review as review
    from alliancenet.api import to_networkx as to_networkx
    from alliancenet.api import view as view
    from alliancenet.api import what_if as what_if
    from alliancenet.errors import AllianceNetError as AllianceNetError
    from alliancenet.errors import InputError as InputError
    from alliancenet.errors import MissingExtra as MissingExtra
    from alliancenet.errors import NotPermitted as NotPermitted
    from alliancenet.reading import example as example
    from alliancenet.reading import read_audits as read_audits
    from alliancenet.reading import read_edge_list as read_edge_list
    from alliancenet.reading import read_project as read_project
    from alliancenet.results import Audit as Audit
    from alliancenet.results import Audits as Audits
    from alliancenet.results import Project as Project
    from alliancenet.results import View as View

    __version__: str

_HOMES = {
    "read_project": "reading",
    "read_edge_list": "reading",
    "example": "reading",
    "audit": "api",
    "read_audits": "reading",
    "view": "api",
    "compare": "api",
    "review": "api",
    "what_if": "api",
    "metrics": "api",
    "to_networkx": "api",
    "Project": "results",
    "Audits": "results",
    "Audit": "results",
    "View": "results",
    "AllianceNetError": "errors",
    "InputError": "errors",
    "NotPermitted": "errors",
    "MissingExtra": "errors",
}
"""Public name -> module that holds it."""

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604 - names of the table above


class _Face(ModuleType):
    """The package itself; a function such as `compare` is not hidden when the module of that name is loaded."""

    def __setattr__(self, name: str, value: Any) -> None:
        # loading a submodule sets it on its package: alliancenet.compare and alliancenet.metrics are
        # modules too, reached by `from alliancenet.compare import …`, which does not look here
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("alliancenet")
    if name not in _HOMES:
        raise AttributeError(f"module 'alliancenet' has no attribute '{name}'")
    from importlib import import_module

    value = getattr(import_module(f"alliancenet.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


sys.modules[__name__].__class__ = _Face
