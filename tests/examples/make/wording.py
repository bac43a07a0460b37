"""Questions and answers as the shipped instruments word them, in the words of an export."""

from functools import cache
from pathlib import Path

import yaml

SURVEYS = Path(__file__).resolve().parents[3] / "surveys"
ROSTER = tuple(f"NET{number}" for number in range(10))
DECLINED = {
    "prefer_not_to_say": {"en": "prefer not to say", "de": "keine Angabe"},
    "cannot_say": {"en": "cannot say", "de": "kann ich nicht beurteilen"},
    "not_needed": {"en": "not needed", "de": "nicht nötig"},
}
OF_EVERYBODY = ("net", "integration", "climate")
OF_SOME = ("contract", "spectrum", "linkages", "launch", "capability", "manager_tasks")
EVIDENCE = "_evidence"


@cache
def _instrument(name: str) -> dict:
    return yaml.safe_load((SURVEYS / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def _items() -> dict[str, tuple[dict, dict]]:
    read = [_instrument(name) for name in (*OF_EVERYBODY, *OF_SOME)]
    return {item["id"]: (instrument, item) for instrument in read for item in instrument["items"]}


def question(item: str, language: str, alliance: str, goals: int) -> str:
    """The wording of an item."""
    if item.endswith(EVIDENCE):
        return f"Evidence for {item.removesuffix(EVIDENCE)}"
    text = _items()[item][1]["text"][language]
    return text.replace("{alliance}", alliance).replace("{k}", str(goals))


def questions_asked() -> tuple[str, ...]:
    """Items about the alliance in the order of the questionnaire."""
    return tuple(item for name in OF_EVERYBODY[1:] for item in items_of(name))


def items_of(name: str) -> tuple[str, ...]:
    """Items of an instrument in their order."""
    return tuple(item["id"] for item in _instrument(name)["items"])


def answer(item: str, value: str, language: str) -> str:
    """The choice a respondent sees: the label of a step, its number where it has none, or what they wrote."""
    if item.startswith("OPEN") or item.endswith(EVIDENCE):
        return value
    if value in DECLINED:
        return DECLINED[value][language]
    instrument, record = _items()[item]
    scale = instrument["scales"][record.get("scale", instrument.get("scale"))]
    labels = {str(step): label for step, label in scale.get("labels", {}).items()}
    labels |= {option["code"]: option["label"] for option in scale.get("options", ())}
    return labels[value][language] if value in labels else value
