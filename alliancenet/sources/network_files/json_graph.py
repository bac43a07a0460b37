"""Networks in JSON: Kumu, Polinode, and nodes with links as networkx, D3 and igraph write them."""

import json
from collections.abc import Mapping
from typing import Any

from alliancenet.sources.network_files.network_file import (
    LAYER_NAMES,
    WAVE_NAMES,
    WEIGHT_NAMES,
    FileTie,
    FormatFault,
    NetworkFile,
    first_of,
    unused,
)

TITLE = "JSON"
_MOST_PARTS = 400_000  # objects and lists; each takes a hundred bytes and more (own limit)
_MOST_VALUES = 2_500_000
_PEOPLE = ("elements", "nodes", "vertices")
_TIES = ("connections", "links", "edges")
_ENDS = (("from", "to"), ("source", "target"))
_NAMES = ("label", "name", "attributes.name", "title")
_READ = {*WEIGHT_NAMES, *LAYER_NAMES, *WAVE_NAMES, "type", "direction", "directed"}
_IDS = frozenset({"id", "_id", "key", "from", "to", "source", "target"})
_UNDIRECTED = {"undirected": True, "mutual": True, "bidirectional": True, "directed": False}


def read(text: str) -> NetworkFile:
    """People and ties of a JSON file.

    Raises
    ------
    FormatFault
        When it is no network, damaged, or holds more than 400,000 objects.
    """
    if text.count("{") + text.count("[") > _MOST_PARTS or text.count(",") + text.count(":") > _MOST_VALUES:
        raise FormatFault(f"more than {_MOST_PARTS:,} objects", "a smaller network, or its ties as CSV")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatFault(f"is no JSON ({error})", "a whole JSON file", getattr(error, "lineno", None)) from None
    if isinstance(data, list):
        data = {"elements": data}
    people, ties = _list_in(data, _PEOPLE), _list_in(data, _TIES)
    if people is None or ties is None:
        found = ", ".join(map(str, data)) if isinstance(data, Mapping) else "a list"
        raise FormatFault(f"JSON of {found[:80]}", f"`{_PEOPLE[0]}` and `{_TIES[0]}`, or `nodes` and `links`")
    return _network(data, people, ties)


def _list_in(data: Any, names: tuple[str, ...]) -> list[Any] | None:
    found = next((data[name] for name in names if isinstance(data.get(name), list)), None)
    return found if isinstance(found, list) else None


def _network(data: Mapping[str, Any], people: list[Any], ties: list[Any]) -> NetworkFile:
    who: dict[str, dict[str, str]] = {}
    for place, person in enumerate(people):
        about = _flat(person, "node", place)
        key = first_of(about, (" id", "id", "key", "label", "name"))
        if not key or key in who:
            raise FormatFault(f"node {place + 1}: {f'{key!r} twice' if key else 'no id'}", "an id of its own")
        who[key] = {**about, "name": first_of(about, _NAMES)}
    by_name = {about["name"]: key for key, about in who.items() if about["name"]}
    told = [_flat(tie, "tie", place) for place, tie in enumerate(ties)]
    default = not data["directed"] if isinstance(data.get("directed"), bool) else None
    kumu = any("direction" in tie for tie in told)
    found = [_tie(tie, place, who, by_name, default, kumu=kumu) for place, tie in enumerate(told, start=1)]
    title = "Kumu JSON" if "elements" in data else "JSON of nodes and links"
    beside = [{name for name in tie if name not in _IDS} for tie in told]
    return NetworkFile(format=title, people=who, ties=found, notes=unused(beside, _READ))


def _tie(
    about: Mapping[str, str],
    place: int,
    who: Mapping[str, Any],
    by_name: Mapping[str, str],
    default: bool | None,
    *,
    kumu: bool,
) -> FileTie:
    ends = next(((about[one], about[other]) for one, other in _ENDS if about.get(one) and about.get(other)), None)
    if ends is None:
        raise FormatFault(f"tie {place} without two ends", "`from` and `to`, or `source` and `target`")
    source, target = (end if end in who else by_name.get(end, end) for end in ends)
    for end in (source, target):
        if end not in who:
            raise FormatFault(f"tie {place} of '{end}', who is no node", "a node for each end")
    says = _UNDIRECTED.get(about.get("direction", "" if kumu else about.get("type", "")).casefold())
    return FileTie(
        source=source,
        target=target,
        weight=first_of(about, WEIGHT_NAMES),
        layer=first_of(about, LAYER_NAMES) or ("" if says is not None and not kumu else about.get("type", "")),
        wave=first_of(about, WAVE_NAMES),
        is_undirected=default if says is None else says,
        line=place,
    )


def _flat(thing: Any, what: str, place: int) -> dict[str, str]:
    """Plain values of an object and of its `attributes`, as text."""
    if not isinstance(thing, Mapping):
        raise FormatFault(f"{what} {place + 1} is no object", "an object with its values")
    inside = thing.get("attributes")
    both = {**thing, **(inside if isinstance(inside, Mapping) else {})}
    return {str(key).casefold(): _text(value) for key, value in both.items() if isinstance(value, str | int | float)}


def _text(value: str | float) -> str:
    return value.strip() if isinstance(value, str) else f"{value:.12g}" if isinstance(value, float) else str(value)
