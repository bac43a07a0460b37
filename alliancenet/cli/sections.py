"""The option that picks single sections of `economics` and `customers`."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
NAMES = {
    "economics": (
        "steps",
        "units",
        "alliances",
        "wallet",
        "depth",
        "spread",
        "value",
        "proposition",
        "offers",
        "switching",
        "joint",
        "carried",
    ),
    "customers": (
        "strength",
        "staying",
        "leaving",
        "acquisition",
        "impact",
        "ladder",
        "demand",
        "coverage",
        "teams",
        "levers",
        "next",
        "prospects",
        "candidates",
    ),
}
"""Sections by command; written out, so that `--help` loads nothing heavy."""


def section_option(command: str) -> Callable[[Command], Command]:
    """`--section NAME`, which may be given several times."""
    return click.option(
        "--section",
        type=click.Choice(NAMES[command]),
        multiple=True,
        help="Only this section; may be given several times.",
    )


def check_partner(partner: str | None, known: Sequence[str]) -> None:
    """Refuse a partner that is not on the register.

    Raises
    ------
    click.BadParameter
        With the partners there are.
    """
    if partner is not None and partner not in known:
        raise click.BadParameter(f"there is no partner '{partner}'; one of {', '.join(known)}", param_hint="--partner")
