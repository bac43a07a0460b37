"""What roles are paid for, against a strategy of relationships (S23)."""

from collections.abc import Sequence

from alliancenet.execution.records import PAY_KINDS, Scheme
from alliancenet.files.folding import folded
from alliancenet.model.catalogue import CARDS
from alliancenet.model.execution import PayElement, RewardedRole
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.model.settings import Settings


def rewards_of(schemes: Sequence[Scheme], settings: Settings) -> tuple[RewardedRole, ...]:
    """Roles, the least aligned first, front line and management apart.

    Notes
    -----
    Alignment = 50 · Σ share · fit / Σ share. A role is misaligned below `rewards.aligned` points, or with
    more than `rewards.volume` of its variable pay on volume.
    """
    by_role: dict[str, list[Scheme]] = {}
    for scheme in schemes:
        by_role.setdefault(folded(scheme.role), []).append(scheme)
    roles = [_role(elements, settings) for elements in by_role.values()]
    return tuple(sorted(roles, key=lambda role: (role.group, role.alignment.value or 0.0, role.role)))


def _role(schemes: Sequence[Scheme], settings: Settings) -> RewardedRole:
    elements = tuple(
        PayElement(measure=scheme.measure, kind=scheme.kind, share=scheme.share, fit=PAY_KINDS[scheme.kind])
        for scheme in sorted(schemes, key=lambda scheme: -scheme.share)
    )
    total = sum(element.share for element in elements)
    value = 50 * sum(element.share * element.fit for element in elements) / total
    on_volume = sum(element.share for element in elements if element.kind == "volume") / total
    limits = settings.number("rewards.aligned"), settings.number("rewards.volume")
    return RewardedRole(
        role=schemes[0].role,
        group="management" if any(scheme.is_management for scheme in schemes) else "front line",
        people=max((scheme.people for scheme in schemes if scheme.people is not None), default=None),
        elements=elements,
        alignment=Score(
            metric="reward_alignment",
            subject=Subject(kind=SubjectKind.FIRM, id=schemes[0].role),
            value=value,
            unit=CARDS["reward_alignment"].says,
            n=len(elements),
        ),
        on_volume=on_volume,
        is_misaligned=value < limits[0] or on_volume > limits[1],
    )
