"""Ids of the audit's scores the portfolio reads; nothing else here knows them."""

from collections.abc import Iterable, Iterator
from datetime import date

from alliancenet.model.audit import Audit
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings, score_in, unknown

HEALTH = "health"
HEALTH_PART = "health_part"
HEALTH_PARTS = tuple(f"{HEALTH_PART}.{part}" for part in ("integration", "climate", "network", "sponsor_governance"))
INDEX = "integration_index"
LEVEL = "integration"
CORE_KEPT = "core_ties_kept"
LEVELS = ("strategic", "tactical", "operational", "interpersonal", "cultural")
VISIBILITY = "sponsor_visibility"
OUTCOME = "outcome"
SPECTRUM = "spectrum.position"

FOLLOWED = (HEALTH, INDEX, "climate", "sponsor_score")
REDUNDANCY = "redundancy"

PARTS = "climate."  # dimensions, so that a mean over other dimensions is not read as a change
CAPABILITY = (
    "capability",
    "capability.level",
    "capability.gap",
    "capability.benchmark",
    "capability.change",
    "capability.function",
    "checklist.manager_tasks",
)

CAUSES: dict[str, tuple[str, ...]] = {
    "incompatible cultures": (
        "integration.cultural",
        "integration_said.cultural.confirmed_adaptation",
        "integration_seen.cultural.boundary_penalty",
    ),
    "personality and team conflict": (
        "climate.relationship_conflict",
        "climate.trust",
        "integration_said.interpersonal.cross_trust",
    ),
    "differing priorities": (
        "integration_said.strategic.goal_agreement",
        "contract_congruence",
        "climate.roles",
    ),
    "too little attention to the relationship": (
        "reviews_held",
        "sponsor_score",
        "sponsor_visibility",
        "climate.measuring",
    ),
    "no corporate capability": ("capability",),
}

CARD: dict[str, tuple[str, ...]] = {
    "sociology": ("redundancy", "concentration", "core_share", "ei_index"),
    "psychology": ("climate.trust", "climate.commitment", "climate.relationship_conflict", "contract_congruence"),
    "operations": ("integration.operational", "integration_seen.operational.need_match"),
}


def level_score(audit: Audit, level: str) -> Score:
    """Score of one integration level; what is seen of it where the survey part is missing."""
    whole = score_in(audit, f"{LEVEL}.{level}")
    seen = score_in(audit, f"{LEVEL}_seen.{level}")
    return seen if whole.value is None and seen.value is not None else whole


def level_scores(holdings: Holdings, alliance: str) -> tuple[Score, ...]:
    """Scores of the five levels in the last audit, weakest level not singled out."""
    audits = holdings.audits_of(alliance)
    if not audits:
        return tuple(unknown(f"{LEVEL}.{level}", alliance, "no audit yet") for level in LEVELS)
    return tuple(level_score(audits[-1], level) for level in LEVELS)


def capability_scores(holdings: Holdings) -> tuple[Score, ...]:
    """How well the own firm manages alliances (S54) and who does the manager's tasks (S55).

    One firm, many audits: the newest that tells counts.
    """
    audits = [audits[-1] for alliance in holdings.alliances if (audits := holdings.audits_of(alliance.id))]
    newest = sorted(audits, key=lambda audit: (audit.wave.closes or date.min, audit.alliance.id), reverse=True)
    return tuple(_first_known(newest, metric) for metric in CAPABILITY)


def _first_known(audits: Iterable[Audit], metric: str) -> Score:
    known = (score for audit in audits for score in _of_own_firm(audit, metric) if score.is_ok)
    return next(known, unknown(metric, "", "in no audit"))


def _of_own_firm(audit: Audit, metric: str) -> Iterator[Score]:
    own = {audit.alliance.id, *(firm.id for firm in audit.alliance.firms if firm.own)}
    return (score for score in audit.scores if score.metric == metric and score.subject.id in own)


def read_metrics() -> frozenset[str]:
    """Every metric id the review reads, for the index beside the audits."""
    levels = (f"{prefix}.{level}" for prefix in (LEVEL, f"{LEVEL}_seen") for level in LEVELS)
    causes = (metric for metrics in CAUSES.values() for metric in metrics)
    cards = (metric for metrics in CARD.values() for metric in metrics)
    rest = (HEALTH, *HEALTH_PARTS, INDEX, VISIBILITY, OUTCOME, SPECTRUM, CORE_KEPT, REDUNDANCY, *CAPABILITY, *FOLLOWED)
    return frozenset((*levels, *causes, *cards, *rest))
