"""`alliancenet serve`: open the viewer over audit files."""

import importlib
from pathlib import Path

import click

ROLES = ("alliance_manager", "analyst", "facilitator", "hr", "executive", "partner")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--no-browser", is_flag=True, help="Print the start link only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address needs the options below.")
@click.option("--accounts", type=click.Path(path_type=Path, dir_okay=False), help="File of who may sign in.")
@click.option("--url", default="", help="https address of the proxy readers use, for other hosts.")
@click.option("--proxy-hops", default=0, type=click.IntRange(0, 5), help="Trusted proxies in front.")
@click.option("--add-account", metavar="NAME", help="Add a reader to the accounts file, and end.")
@click.option("--role", type=click.Choice(ROLES), default="executive", show_default=True)
@click.option("--firm", default="", help="Id of a partner's firm, with --role partner.")
def serve(
    folder: Path,
    port: int,
    no_browser: bool,
    host: str,
    accounts: Path | None,
    url: str,
    proxy_hops: int,
    add_account: str | None,
    role: str,
    firm: str,
) -> None:
    """Open the viewer over the audit files of FOLDER.

    Only this machine can reach it, through a link that works once. To let others in, add accounts
    and put a proxy that brings TLS in front (see `alliancenet help viewer`).
    """
    # by name: the library stays installable and testable without the viewer
    viewer = importlib.import_module("alliancenet_web")
    if add_account:
        if accounts is None:
            raise click.UsageError("--add-account needs --accounts FILE")
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        viewer.add_account(accounts, add_account, role, firm, password)
        click.echo(f"{add_account} may sign in as {role.replace('_', ' ')}.")
        return
    place = viewer.Place(host=host, port=port, url=url, proxy_hops=proxy_hops)
    viewer.serve(folder, place, accounts_file=accounts, open_browser=not no_browser, say=click.echo)
