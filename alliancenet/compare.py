"""Two audits of one alliance → what changed.

People who joined and left are kept apart from ties that formed and faded: a new colleague's ties
say nothing about whether the two firms grew closer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from alliancenet.errors import InputError, Problem
from alliancenet.model.audit import Audit, Confidence, DrawnTie, Participant, ParticipantRole
from alliancenet.model.comparison import (
    Comparison,
    FindingChange,
    TieChange,
    Turnover,
)
from alliancenet.score_changes import Key, in_order, score_changes

Pair = tuple[str, str]
Place = Callable[[Participant], bool | None]


def compare(before: Audit, after: Audit) -> Comparison:
    """What changed from one audit of an alliance to another.

    Parameters
    ----------
    before, after : audits of the same alliance; the caller decides which is the earlier one.

    Raises
    ------
    InputError
        When the audits are of different alliances.

    Notes
    -----
    Swapping the two mirrors the result: rose and fell, formed and faded, joiners and leavers.
    """
    _refuse_strangers(before, after)
    people = _People.of(before, after)
    return Comparison(
        alliance=after.alliance,
        before=before.wave,
        after=after.wave,
        tier_before=before.alliance.tier,
        tier_after=after.alliance.tier,
        scores=score_changes(before, after),
        joiners=tuple(sorted(people.after.keys() - people.before.keys())),
        leavers=tuple(sorted(people.before.keys() - people.after.keys())),
        stayers=people.stayers,
        ties=tie_changes(before, after, people),
        core=_turnover(people, _is_core),
        spanners=_turnover(people, lambda person: person.spanner),
        findings=finding_changes(before, after),
        cautions=cautions(before, after),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    before: Mapping[str, Participant]
    after: Mapping[str, Participant]

    @classmethod
    def of(cls, before: Audit, after: Audit) -> "_People":
        return cls(
            before={person.id: person for person in before.people},
            after={person.id: person for person in after.people},
        )

    @property
    def stayers(self) -> tuple[str, ...]:
        return tuple(sorted(self.before.keys() & self.after.keys()))


def _refuse_strangers(before: Audit, after: Audit) -> None:
    file = f"{before.alliance.id} {before.wave.id}, {after.alliance.id} {after.wave.id}"
    if before.alliance.id != after.alliance.id:
        problem = Problem(
            file=file,
            found="audits of two alliances",
            needed="two audits of the same alliance",
            action="choose two waves of one alliance",
        )
        raise InputError([problem])
    if before.project and after.project and before.project.id != after.project.id:
        problem = Problem(
            file=file,
            found=f"audits of two projects, '{before.project.name}' and '{after.project.name}'",
            needed="two audits of the same project",
            action=f"if it was only renamed, write `id: {before.project.id}` in its alliancenet.yaml and audit again",
        )
        raise InputError([problem])


def tie_changes(before: Audit, after: Audit, people: _People | None = None) -> tuple[TieChange, ...]:
    """Ties of each layer that both audits drew."""
    people = people or _People.of(before, after)
    old, new = _ties_by_layer(before.ties), _ties_by_layer(after.ties)
    values = _values_by_layer(before.ties), _values_by_layer(after.ties)
    fewest = max(before.limits.min_n, after.limits.min_n)
    return tuple(
        _tie_change(layer, old[layer], new[layer], people, (values[0][layer], values[1][layer]), fewest)
        for layer in sorted(old.keys() & new.keys())
    )


def _ties_by_layer(ties: Iterable[DrawnTie]) -> dict[str, dict[Pair, str]]:
    found: dict[str, dict[Pair, str]] = {}
    for tie in ties:
        pair = (tie.source, tie.target) if tie.source <= tie.target else (tie.target, tie.source)
        states = found.setdefault(tie.layer, {})
        if states.get(pair, "unknown") == "unknown":
            states[pair] = tie.status
    return found


def _values_by_layer(ties: Iterable[DrawnTie]) -> dict[str, dict[Pair, list[float]]]:
    found: dict[str, dict[Pair, list[float]]] = {}
    for tie in ties:
        values = found.setdefault(tie.layer, {})
        if tie.value is not None:
            pair = (tie.source, tie.target) if tie.source <= tie.target else (tie.target, tie.source)
            values.setdefault(pair, []).append(tie.value)
    return found


Values = Mapping[Pair, Sequence[float]]


def _tie_change(
    layer: str,
    old: Mapping[Pair, str],
    new: Mapping[Pair, str],
    people: _People,
    values: tuple[Values, Values],
    fewest: int,
) -> TieChange:
    count = dict.fromkeys(("kept", "formed", "faded", "brought", "taken", "untold"), 0)
    kept = []
    for pair in sorted({*old, *new}):
        fate = _fate(pair, old.get(pair, "absent"), new.get(pair, "absent"), people)
        if fate:
            count[fate] += 1
        if fate == "kept" and all(pair in known for known in values):
            kept.append(pair)
    means = [fmean(fmean(known[pair]) for pair in kept) if len(kept) >= fewest else None for known in values]
    union = count["kept"] + count["formed"] + count["faded"]
    return TieChange(
        layer=layer,
        **count,
        jaccard=count["kept"] / union if union else None,
        mean_before=means[0],
        mean_after=means[1],
    )


def _fate(pair: Pair, old: str, new: str, people: _People) -> str:
    was_there = pair[0] in people.before and pair[1] in people.before
    is_there = pair[0] in people.after and pair[1] in people.after
    if was_there and is_there:
        old = old if old != "absent" or _is_told(pair, people.before) else "unknown"
        new = new if new != "absent" or _is_told(pair, people.after) else "unknown"
        if "unknown" in (old, new):
            return "untold" if (old, new) != ("unknown", "unknown") else ""
        if "absent" in (old, new):
            return "formed" if old == "absent" else "faded"
        return "kept"
    if is_there:
        return "brought" if new not in ("absent", "unknown") else ""
    return "taken" if old not in ("absent", "unknown") else ""


def _is_told(pair: Pair, people: Mapping[str, Participant]) -> bool:
    return any(people[person].role is not ParticipantRole.UNKNOWN for person in pair)


def _is_core(person: Participant) -> bool | None:
    return None if person.role is ParticipantRole.UNKNOWN else person.role is ParticipantRole.CORE


def _turnover(people: _People, holds: Place) -> Turnover:
    found: dict[str, list[str]] = {name: [] for name in ("kept", "entered", "dropped", "joined", "left", "untold")}
    for person in sorted(people.before.keys() | people.after.keys()):
        fate = _place(people.before.get(person), people.after.get(person), holds)
        if fate:
            found[fate].append(person)
    return Turnover(**{name: tuple(ids) for name, ids in found.items()})


def _place(before: Participant | None, after: Participant | None, holds: Place) -> str:
    if before is None:
        return "joined" if after is not None and holds(after) else ""
    if after is None:
        return "left" if holds(before) else ""
    old, new = holds(before), holds(after)
    if old is None or new is None:
        return "untold" if old or new else ""
    return {(True, True): "kept", (False, True): "entered", (True, False): "dropped"}.get((old, new), "")


def finding_changes(before: Audit, after: Audit) -> FindingChange:
    """Findings that are new, stayed, are gone, or could be looked for in one audit only."""
    old = {(finding.code, finding.subject) for finding in before.findings}
    new = {(finding.code, finding.subject) for finding in after.findings}
    blind_then = {entry.code for entry in before.not_looked}
    blind_now = {entry.code for entry in after.not_looked}
    return FindingChange(
        new=_sorted(key for key in new - old if key[0] not in blind_then),
        kept=_sorted(new & old),
        gone=_sorted(key for key in old - new if key[0] not in blind_now),
        first_looked=_sorted(key for key in new - old if key[0] in blind_then),
        not_looked=_sorted(key for key in old - new if key[0] in blind_now),
    )


def _sorted(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(sorted(keys, key=in_order))


def cautions(before: Audit, after: Audit) -> tuple[str, ...]:
    """Why a difference may not be a change of the alliance."""
    return tuple(_reservations(before, after))


def _reservations(before: Audit, after: Audit) -> Iterator[str]:
    if before.settings_digest != after.settings_digest:
        yield "the limits in force differ between the two audits: a change may come from them"
    if before.tool_version != after.tool_version:
        yield f"made with versions {before.tool_version} and {after.tool_version} of the tool"
    if before.label != after.label:
        yield "roles were told by different rules: " + " and ".join(
            label or "the full rule" for label in (before.label, after.label)
        )
    for audit in (before, after):
        if audit.confidence is Confidence.LOW:
            missing = "are covered by logs of their own firm" if audit.alliance.by_logs_alone else "answered"
            yield f"wave {audit.wave.id} has low confidence: too few {missing}"
