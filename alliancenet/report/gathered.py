"""Findings of one kind together: one card, its sentences, and what is proposed once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alliancenet.privacy import AuditView, FindingView
from alliancenet.report.tables.overview import holds_in, ranked_findings, weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence and the audits it was said of; `found` is one of the findings."""

    found: FindingView
    views: tuple[AuditView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of one code, the worst first; never empty."""

    said: tuple[Said, ...]

    @property
    def worst(self) -> FindingView:
        """The finding that decides where the card stands."""
        return self.said[0].found

    @property
    def proposals(self) -> tuple[str, ...]:
        """What is proposed, each once."""
        return tuple(dict.fromkeys(said.found.recommendation for said in self.said))

    @property
    def views(self) -> tuple[AuditView, ...]:
        """Audits any of the sentences speaks of, each once."""
        found = {(view.alliance.id, view.wave.id): view for said in self.said for view in said.views}
        return tuple(found.values())


def grouped(views: Iterable[AuditView]) -> tuple[Group, ...]:
    """Findings by code, worst first; what is said of several alliances alike is said once.

    Among equals what concerns more alliances comes first.
    """
    together: dict[str, dict[tuple[str, str, str], list[tuple[AuditView, FindingView]]]] = {}
    for view, found in ranked_findings(views):
        words_of = (found.severity, found.sentence, holds_in(found))
        together.setdefault(found.code, {}).setdefault(words_of, []).append((view, found))
    groups = (Group(said=tuple(map(_said, sentences.values()))) for sentences in together.values())
    return tuple(sorted(groups, key=lambda one: (*weight(one.worst)[:2], -len(one.views), one.worst.code)))


def _said(pairs: Sequence[tuple[AuditView, FindingView]]) -> Said:
    views = {(view.alliance.id, view.wave.id): view for view, _ in pairs}
    return Said(found=pairs[0][1], views=tuple(views.values()))
