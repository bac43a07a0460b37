"""`alliancenet serve`: open the viewer over audit files."""

import importlib
import signal
from pathlib import Path

import click

from alliancenet.cli.accounts import asked_password, firm_option, role_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--no-browser", is_flag=True, help="Print the start link only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address needs the options below.")
@click.option("--accounts", type=click.Path(path_type=Path, dir_okay=False), help="File of who may sign in.")
@click.option("--url", default="", help="https address of the proxy readers use, for other hosts.")
@click.option("--proxy-hops", default=0, type=click.IntRange(0, 5), help="Trusted proxies in front.")
@click.option("--proxy-address", multiple=True, metavar="IP", help="Where the proxy connects from; nobody else may.")
@click.option("--auth-header", default="", metavar="NAME", help="Header in which the proxy says who signed on.")
@click.option(
    "--surveys",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Project whose surveys are collected: the facilitator's desk.",
)
@click.option("--add-account", metavar="NAME", hidden=True, help="As `alliancenet accounts add`.")
@role_option
@firm_option
def serve(
    folder: Path,
    port: int,
    no_browser: bool,
    host: str,
    accounts: Path | None,
    url: str,
    proxy_hops: int,
    proxy_address: tuple[str, ...],
    auth_header: str,
    surveys: Path | None,
    add_account: str | None,
    role: str,
    firm: str,
) -> None:
    """Open the viewer over the audit files of FOLDER.

    Only this machine can reach it, through a link that works once. To let others in, add accounts
    and put a proxy that brings TLS in front (see `alliancenet help viewer`).
    """
    # by name: the library stays installable and testable without the viewer
    if add_account:
        if accounts is None:
            raise click.UsageError("--add-account needs --accounts FILE")
        importlib.import_module("alliancenet_web.accounts").add_account(
            accounts, add_account, role, firm, asked_password()
        )
        click.echo(f"{add_account} may sign in as {role.replace('_', ' ')}.")
        return
    viewer = importlib.import_module("alliancenet_web.serving")
    place = viewer.Place(
        host=host,
        port=port,
        url=url,
        proxy_hops=proxy_hops,
        proxy_addresses=proxy_address,
        auth_header=auth_header,
    )
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is how serving ends, once and in peace
    viewer.serve(folder, place, accounts_file=accounts, surveys=surveys, open_browser=not no_browser, say=click.echo)
