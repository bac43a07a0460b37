"""The sentence on top of a page of details: what its tables say, told before them."""

from collections.abc import Mapping, Sequence

from alliancenet.language import say, say_n
from alliancenet.model.audit import Confidence, ParticipantRole, UnitContact, UnitKind, UnitState
from alliancenet.model.comparison import Verdict
from alliancenet.privacy import AuditView, ReviewView
from alliancenet.report import words
from alliancenet.report.clauses import team
from alliancenet.report.headlines import crowded, joined
from alliancenet.report.moves import changes

_MOST_NAMES = 3


def tiers(view: ReviewView) -> str:
    """Whether every alliance is in the tier it should be in; which would move."""
    cap, alliances = view.review.tier_cap, view.review.alliances
    if not alliances:
        return say("No alliance is on the register.")
    moving = [
        alliance
        for alliance in alliances
        if alliance.tier.tier is not None and alliance.tier.tier != alliance.tier.in_force
    ]
    parts = [crowded(cap.in_force, cap.places)] if cap.in_force > cap.places else []
    if moving:
        parts.append(_moves({words.short(alliance.name): alliance.tier.tier for alliance in moving}))
    unplaced = sum(alliance.tier.in_force is None for alliance in alliances)
    if unplaced:
        parts.append(
            say_n("{n} alliance has no tier yet", "{n} alliances have no tier yet", unplaced, n=words.counted(unplaced))
        )
    return words.sentence(joined(parts) or say("every alliance is in the tier that its points ask for"))


def _moves(tiers: Mapping[str, int | None]) -> str:
    """Alliances whose proposed tier is not the one in force."""
    names, proposed = _some(list(tiers)), set(tiers.values())
    if len(proposed) == 1:
        return say_n(
            "{names} is proposed for tier {tier}",
            "{names} are proposed for tier {tier}",
            len(tiers),
            names=names,
            tier=proposed.pop(),
        )
    return say("{names} would change their tier", names=names)


def gaps(view: AuditView) -> str:
    """Which units should talk across the firms and do not."""
    if not view.unit_contacts:
        return say("Contact was not asked, so nothing can be said about units.")
    known = [cell for cell in view.unit_contacts if cell.expected and cell.state is not UnitState.UNKNOWN]
    if not known:
        return say("There is not enough data to say which units should talk and do not.")
    without = [cell for cell in known if cell.state is UnitState.NONE and cell.units[0] == cell.units[1]]
    rest = [cell for cell in known if cell.state in {UnitState.NONE, UnitState.THIN} and cell not in without]
    parts = [_without_counterparts(without)] if without else []
    if rest:
        parts.append(_hardly(len(rest), more=bool(without)))
    return words.sentence(joined(parts) or say("wherever contact is expected and can be told, there is enough of it"))


def _without_counterparts(cells: Sequence[UnitContact]) -> str:
    names = dict.fromkeys(_unit(cell) for cell in cells)
    is_one = len(names) == 1 and cells[0].kind is UnitKind.FUNCTION
    return say_n(
        "{units} has no contact with its counterpart in the other firm",
        "{units} have no contact with their counterparts in the other firm",
        1 if is_one else 2,
        units=_some(list(names)),
    )


def _unit(cell: UnitContact) -> str:
    return team(cell.units[0]) if cell.kind is UnitKind.LEVEL else words.unit(cell.units[0])


def _hardly(count: int, *, more: bool) -> str:
    """Pairs with thin contact, and pairs of different units without any."""
    if more:
        return say_n(
            "{n} more pair of units that should talk hardly does",
            "{n} more pairs of units that should talk hardly do",
            count,
            n=words.counted(count),
        )
    return say_n(
        "{n} pair of units that should talk hardly does",
        "{n} pairs of units that should talk hardly do",
        count,
        n=words.counted(count),
    )


def people(view: AuditView) -> str:
    """How many people carry an alliance; only for readers who may tell people apart."""
    if not view.reader.knows_people or not view.people:
        return say("People by their place in the network")
    core = sum(person.role is ParticipantRole.CORE for person in view.people)
    across = sum(bool(person.cross_firm_core_ties) for person in view.people)
    told = say_n(
        "{n} of {people} people is in the core of the network",
        "{n} of {people} people are in the core of the network",
        core,
        n=words.counted(core),
        people=len(view.people),
    )
    joins = say_n(
        "{n} has a core tie to the other firm", "{n} have a core tie to the other firm", across, n=words.counted(across)
    )
    return words.sentence(joined([told, joins if across else say("nobody has a core tie to the other firm")]))


def trends(waves: Sequence[AuditView]) -> str:
    """What became better and what worse since the audit before, beyond noise."""
    if len(waves) < 2:
        return say("One audit so far: what changes shows from the second one on.")
    before, after = waves[-2], waves[-1]
    moved = [change for change in changes(before, after).values() if change.verdict in {Verdict.ROSE, Verdict.FELL}]
    ways = [words.direction(change.metric, change.difference or 0.0) for change in moved]
    worse, better = ways.count("worse"), ways.count("better")
    month = words.month_of(before.wave)
    if not worse and not better:
        return say("Nothing changed since {day} by more than the same people answering again would move it.", day=month)
    parts = []
    if worse:
        parts.append(say_n("{n} measure got worse", "{n} measures got worse", worse, n=words.counted(worse)))
    if better:
        parts.append(say_n("{n} measure got better", "{n} measures got better", better, n=words.counted(better)))
    return words.sentence(say("{what} since {month}", what=joined(parts), month=month))


def quality(newest: Sequence[AuditView]) -> str:
    """Whether what the newest audits say may be believed."""
    if not newest:
        return say("There is no audit yet.")
    low = [words.short(view.alliance.name) for view in newest if view.confidence == Confidence.LOW]
    if not low:
        return say_n(
            "The newest audit can be relied on.",
            "The newest audits of all {n} alliances can be relied on.",
            len(newest),
            n=words.counted(len(newest)),
        )
    if len(low) == len(newest):
        return say("No audit can be relied on yet: read patterns, not people.")
    return say_n(
        "{n} of {total} alliances is to be read for patterns only, not for people: {names}.",
        "{n} of {total} alliances are to be read for patterns only, not for people: {names}.",
        len(low),
        n=words.capital(words.counted(len(low))),
        total=words.counted(len(newest)),
        names=_some(low),
    )


def audits(views: Sequence[AuditView], newest: Sequence[AuditView]) -> str:
    """How many audits there are, of how many alliances, and when the newest closed."""
    if not views:
        return say("There is no audit yet.")
    days = [view.wave.closes for view in newest if view.wave.closes]
    told = say(
        "{audits} of {alliances}",
        audits=words.plural(len(views), "audit"),
        alliances=words.plural(len(newest), "alliance"),
    )
    return words.sentence(
        say("{told}; the newest closed on {day}", told=told, day=words.day(max(days))) if days else told
    )


def _some(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    shown = list(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        return say("{name} and {count} more", name=", ".join(shown), count=len(names) - _MOST_NAMES)
    return words.listed(shown)
