"""`alliancenet serve`: open the viewer over audit files."""

import importlib
import signal
from pathlib import Path

import click

from alliancenet.cli.accounts import asked_password, firm_option, role_option

_AUDITS = "audits"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--new", "is_new", is_flag=True, help="FOLDER is a new project, made where it is missing.")
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
    is_new: bool,
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
    """Open the viewer over FOLDER: a project, with its desk, or a folder of audit files.

    \b
    alliancenet serve my_project        # upload, fill in, check, audit and read in the browser
    alliancenet serve my_project --new  # the same, in a new project
    alliancenet serve my_audits         # read only

    Only this machine can reach it, through a link that works once. To let others in, add accounts
    and put a proxy that brings TLS in front (see `alliancenet help viewer`).
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
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
    project = _project(folder, is_new=is_new)
    viewer.serve(
        folder if project is None else project / _AUDITS,
        place,
        accounts_file=accounts,
        surveys=surveys or project,
        project=project,
        open_browser=not no_browser,
        say=click.echo,
    )


def _project(folder: Path, *, is_new: bool) -> Path | None:
    """The folder as a project, None where it is one of audits; its folder of audits is made.

    Raises
    ------
    InputError
        When there is no such folder, or it is not empty and to be a new project.
    """
    from alliancenet.errors import InputError, Problem
    from alliancenet.files.locking import working_in
    from alliancenet.files.writing import make_folder
    from alliancenet.sources.place import PROJECT_FILE
    from alliancenet.store.changes import end_unfinished

    is_project = (folder / PROJECT_FILE).is_file()
    if is_new and not is_project:
        if folder.is_dir() and any(folder.iterdir()):
            found, action = "the folder is not empty", "choose another one, or leave out --new"
            raise InputError([Problem(file=str(folder), found=found, needed="a new folder", action=action)])
        from alliancenet.adding.start import begin

        begin(folder)
    elif not folder.is_dir():
        action = f"`alliancenet serve {folder} --new` begins a project there"
        found, needed = "there is no such folder", "a project, or a folder of audits"
        raise InputError([Problem(file=str(folder), found=found, needed=needed, action=action)])
    elif not is_project:
        return None
    make_folder(folder / _AUDITS)
    with working_in(folder, "alliancenet serve", click.echo):
        end_unfinished(folder)
    return folder
