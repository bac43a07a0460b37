"""Makes the review's JSON Schema from its records; run it after changing one.

`python tests/portfolio/schema_maker.py` writes the file that is shipped.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from alliancenet.model.review import PortfolioReview
from alliancenet.portfolio.review_file import FORMAT

TARGET = Path(__file__).resolve().parents[2] / "alliancenet" / "portfolio" / "review_schema.json"
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}


def made_schema() -> dict[str, Any]:
    """The schema the records ask for."""
    definitions: dict[str, Any] = {}
    root = _of(PortfolioReview, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "alliancenet portfolio review",
        "type": "object",
        "required": ["format", "portfolio"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "portfolio": root,
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
            "required": [field.name for field in fields(kind) if field.default is MISSING] or [],
            "additionalProperties": False,
            "properties": {field.name: _of(hints[field.name], definitions) for field in fields(kind)},
        }
    return {"$ref": f"#/$defs/{name}"}


if __name__ == "__main__":
    TARGET.write_text(json.dumps(made_schema(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
