"""`alliancenet accounts`: who may sign in to the viewer."""

import importlib
import sys
from pathlib import Path
from typing import Any

import click

ROLES = ("alliance_manager", "analyst", "facilitator", "hr", "executive", "partner")
_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
_NAME = click.argument("name")
role_option = click.option("--role", type=click.Choice(ROLES), default="executive", show_default=True)
firm_option = click.option("--firm", default="", help="Id of a partner's firm, with --role partner.")


@click.group()
def accounts() -> None:
    """Who may sign in to the viewer: list, add, remove, password, role.

    FILE holds the accounts, readable for its owner only. Changes hold at once, also for whoever is
    signed in: the next page asks to sign in again. Passwords are asked for at the terminal, or read
    as one line from standard input.
    """


@accounts.command("list")
@_FILE
def list_(file: Path) -> None:
    """Name, role and firm of every account."""
    if not (known := _web().listed(file)):
        click.echo(f"No account yet: `alliancenet accounts add {file} NAME` adds one.", err=True)
    for account in known:
        reader = account.reader
        words = (account.name, reader.role.replace("_", " "), reader.firm, "" if account.password else "by proxy only")
        click.echo("  ".join(word for word in words if word))


@accounts.command()
@_FILE
@_NAME
@role_option
@firm_option
@click.option("--no-password", is_flag=True, help="For whoever the firm's proxy signs on, and nobody else.")
def add(file: Path, name: str, role: str, firm: str, no_password: bool) -> None:
    """Add an account."""
    _web().add_account(file, name, role, firm, "" if no_password else asked_password())
    click.echo(f"{name} may sign in as {role.replace('_', ' ')}.")


@accounts.command()
@_FILE
@_NAME
def remove(file: Path, name: str) -> None:
    """Remove an account; open sessions of it end."""
    _web().remove_account(file, name)
    click.echo(f"{name} may no longer sign in.")


@accounts.command("password")
@_FILE
@_NAME
def password_(file: Path, name: str) -> None:
    """Give an account another password; open sessions of it end."""
    _web().change_password(file, name, asked_password())
    click.echo(f"{name} has another password.")


@accounts.command("role")
@_FILE
@_NAME
@role_option
@firm_option
def role_(file: Path, name: str, role: str, firm: str) -> None:
    """Give an account another role; open sessions of it end."""
    _web().change_role(file, name, role, firm)
    click.echo(f"{name} may sign in as {role.replace('_', ' ')}.")


def asked_password() -> str:
    """Ask twice at a terminal; elsewhere one line of standard input is the password.

    Raises
    ------
    click.UsageError
        When there is none.
    """
    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return given
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise click.UsageError("a password is needed: at a terminal, or as one line of standard input")
    return given


def _web() -> Any:
    # by name: the library stays installable and testable without the viewer
    return importlib.import_module("alliancenet_web.accounts")
