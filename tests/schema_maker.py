"""Makes the JSON Schemas of reviews and plans from their records; run it after changing one.

`python tests/schema_maker.py` writes the files that are shipped.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from alliancenet.model.execution import ExecutionReview
from alliancenet.model.review import PortfolioReview
from alliancenet.model.staffing import StaffingProposal
from alliancenet.portfolio import review_file
from alliancenet.store import execution_file, staffing_file

_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ROOMS = Path(__file__).resolve().parents[1] / "alliancenet"
TARGETS = {
    "portfolio": _ROOMS / "portfolio" / "review_schema.json",
    "execution": _ROOMS / "store" / "execution_schema.json",
    "staffing": _ROOMS / "store" / "staffing_schema.json",
}
_MADE_OF: dict[str, tuple[type, str, str]] = {
    "portfolio": (PortfolioReview, review_file.FORMAT, "alliancenet portfolio review"),
    "execution": (ExecutionReview, execution_file.FORMAT, "alliancenet review of execution"),
    "staffing": (StaffingProposal, staffing_file.FORMAT, "alliancenet staffing plan"),
}


def made_schema(name: str) -> dict[str, Any]:
    """The schema the records of a document ask for; the document holds them under this name."""
    kind, form, title = _MADE_OF[name]
    definitions: dict[str, Any] = {}
    root = _of(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": ["format", name],
        "additionalProperties": False,
        "properties": {
            "format": {"const": form},
            name: root,
            "seal": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(part, definitions) for part in parts]}
    if origin is tuple and parts[-1] is Ellipsis:
        return {"type": "array", "items": _of(parts[0], definitions)}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_of(part, definitions) for part in parts], "maxItems": len(parts)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(parts[1], definitions)}
    if hint is type(None):
        return {"type": "null"}
    if hint is date:
        return {"type": "string", "format": "date"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if is_dataclass(hint):
        return _record(hint, definitions)
    return {"type": _SIMPLE[hint]}


def _record(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = get_type_hints(kind)
        definitions[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").split("\n")[0],
            "required": [field.name for field in fields(kind) if _is_needed(field)],
            "additionalProperties": False,
            "properties": {field.name: _of(hints[field.name], definitions) for field in fields(kind)},
        }
    return {"$ref": f"#/$defs/{name}"}


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


if __name__ == "__main__":
    for document, target in TARGETS.items():
        target.write_text(json.dumps(made_schema(document), indent=1, sort_keys=True) + "\n", encoding="utf-8")
