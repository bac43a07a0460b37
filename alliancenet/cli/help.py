"""`alliancenet help`: the manual."""

import difflib

import click

from alliancenet.report import manual


@click.command("help")
@click.argument("page", required=False)
def help_(page: str | None) -> None:
    """Show a PAGE of the manual as fits the terminal, or list the pages."""
    known = [name for name in manual.pages() if not name.startswith("findings/")]
    if page is None:
        across = max(map(len, known))
        for name in known:
            click.echo(f"{name:<{across}}  {manual.title_of(manual.page(name) or '')}")
        click.echo("\nRead one with `alliancenet help PAGE`; findings with `alliancenet explain CODE`.")
        return
    text = manual.page(page)
    if text is None:
        near = difflib.get_close_matches(page, known, n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else "`alliancenet help` lists the pages"
        raise click.UsageError(f"the manual has no page {page}; {hint}")
    from alliancenet.cli.manual_text import for_terminal

    click.echo(for_terminal(text))
