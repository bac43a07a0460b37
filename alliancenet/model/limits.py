"""Limits an audit was made with, for those who tell it: they never look anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from alliancenet.model.catalogue import card_of
from alliancenet.model.score import Band, Score, SubjectKind
from alliancenet.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one audit, or of one review.

    Parameters
    ----------
    min_n : people of the smallest group that may be told of.
    red_below, green_from : ends of the bands, points 0-100.
    core_min_ties : core ties that make a core participant.
    counterpart_frequency : by level, step of contact from which two people are counterparts.
    named_for : reader roles people were told, before they answered, may see names; empty when only
        groups were announced.
    tier_floor : by tier, points a level of integration is asked for; empty where a file or reader has none.
    kinds_to_watch : kinds of medium findings from which an alliance in green is one to watch.
    action_days : days proposed for an action, by severity, and after which one put off is shown again (`later`).
    change_level : chance below which one change is called perhaps; false discovery rate among all.
    least_points, far_points : of a fall: from which it is told in a heading, from which it is called far.
    chances : least share of completed networks, by word for how sure a place in the network is.
    retention_months : months after a wave's close when single answers are to be deleted; 0 where nobody said.
    sponsored_tiers : tiers that ask for executive sponsors; None where a file or reader does not know.
    known : False where a file does not say its limits, so that the strictest known stand in.
    """

    min_n: int
    red_below: float
    green_from: float
    core_min_ties: int
    counterpart_frequency: Mapping[str, float] = field(hash=False)
    kinds_to_watch: int
    action_days: Mapping[str, float] = field(hash=False)
    change_level: float
    least_points: float
    far_points: float
    chances: Mapping[str, float] = field(hash=False)
    named_for: tuple[str, ...] = ()
    tier_floor: Mapping[str, float] = field(default_factory=dict, hash=False)
    retention_months: int = 0
    sponsored_tiers: tuple[int, ...] | None = None
    known: bool = True

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Limits of a project's settings."""
        bands = settings.table("bands")
        return cls(
            min_n=settings.whole("suppression.min_n"),
            red_below=bands["red_below"],
            green_from=bands["green_from"],
            core_min_ties=settings.whole("core.min_ties"),
            counterpart_frequency=settings.table("counterpart.frequency"),
            kinds_to_watch=settings.whole("standing.kinds_to_watch"),
            action_days=settings.table("actions.days"),
            change_level=settings.number("change.level"),
            least_points=settings.number("change.least_points"),
            far_points=settings.number("change.far_points"),
            chances=settings.table("role.chance"),
            named_for=settings.words("privacy.named_for"),
            tier_floor=settings.table("tier.floor"),
            retention_months=settings.whole("retention.months"),
            sponsored_tiers=tuple(int(tier) for tier in settings.numbers("sponsor.required_tiers")),
        )


def banded(score: Score, limits: Limits) -> Score:
    """The score with its band: its own where a gate holds it, none where the measure has no colour."""
    card = card_of(score.metric)
    if score.value is None or score.band or card is None or not card.has_band:
        return score
    if score.value < limits.red_below:
        band = Band.RED
    else:
        band = Band.GREEN if score.value >= limits.green_from else Band.AMBER
    return replace(score, band=band.value)


def is_of_too_few(score: Score, firms: int, limits: Limits) -> bool:
    """Opinions of fewer than the smallest group; of several firms, each must bear the number by itself.

    Parameters
    ----------
    firms : of the alliance the score is about.
    """
    sides = {SubjectKind.ALLIANCE: max(firms, 1), SubjectKind.PAIR: 2}.get(score.subject.kind, 1)
    return score.n < limits.min_n * sides
