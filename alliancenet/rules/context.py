"""Codes that were findings once: what they looked at is true of nearly every alliance, so it is context now."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A code that no rule raises any more, and where to read what it told.

    Parameters
    ----------
    code : kept, so that `explain` answers for audits made before; never used again.
    measure : the score that tells it.
    text : what it means, and why it is no finding.
    """

    code: str
    title: str
    measure: str
    text: str


CONTEXT = {
    context.code: context
    for context in (
        Context(
            code="D-EDGE",
            title="The edge of the core is unclear",
            measure="core_split_agreement",
            text="The core by the rule and the best core-periphery split share few of their people. An alliance of two "
            "firms has two hearts and a split finds one, so this is so in nearly every alliance in order: it says "
            "that the edge is soft, not that anything is wrong. Treat people near the edge of the core as core when "
            "planning successions.",
        ),
        Context(
            code="N-WANTED",
            title="People want to be in touch more",
            measure="contact_wanted",
            text="Somebody wants more contact with somebody in nearly every alliance in order. The pairs stand with "
            "the introductions, where they are the cheapest there are: nobody needs to be persuaded.",
        ),
    )
}
"""By code."""
