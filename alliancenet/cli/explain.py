"""`alliancenet explain`: what a finding means and what to do about it."""

import difflib

import click

from alliancenet.report import manual


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a finding means, why it matters, when it is wrong, and what to do.

    Without CODE, list every code.
    """
    known = [name.removeprefix("findings/") for name in manual.pages() if name.startswith("findings/")]
    if code is None:
        for name in known:
            click.echo(manual.title_of(manual.finding(name) or ""))
        return
    text = manual.finding(code.upper())
    if text is None:
        near = difflib.get_close_matches(code.upper(), known, n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else "`alliancenet explain` lists the codes"
        raise click.UsageError(f"there is no finding {code}; {hint}")
    from alliancenet.cli.manual_text import for_terminal

    click.echo(for_terminal(text))
