"""Local accounts: name, role, firm and a hashed password, in one file that is read again when it changes."""

import hashlib
import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.locking import held
from alliancenet.files.regular import read_regular
from alliancenet.files.writing import make_folder, write_whole
from alliancenet.privacy.reader import Reader, ReaderRole

SHORTEST_PASSWORD = 12
LONGEST_NAME = 200
NO_PASSWORD = ""
_METHOD = "scrypt:32768:8:1"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One reader.

    Parameters
    ----------
    password : a scrypt hash; empty for whoever signs in through the firm's proxy only.
    """

    name: str
    reader: Reader
    password: str

    @property
    def stamp(self) -> str:
        """What changes with role, firm and password: a session of another stamp is no longer good."""
        return hashlib.sha256("\0".join((self.reader.role, self.reader.firm, self.password)).encode()).hexdigest()

    def fits(self, password: str) -> bool:
        """Whether this is the password; takes as long where the account has none."""
        from werkzeug.security import check_password_hash  # loads a server; to list accounts needs none

        return check_password_hash(self.password or _nobody(), password) and bool(self.password)


class Accounts:
    """All accounts, as the file says at this moment.

    Parameters
    ----------
    path : the file; None where nobody may sign in but by the start link.

    Notes
    -----
    A file that was damaged or moved while the viewer runs lets nobody in until it is whole again.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._signature: tuple[int, ...] | None = None
        self._by_name: Mapping[str, Account] = {}

    def __bool__(self) -> bool:
        """There is somebody who may sign in."""
        return bool(self._current())

    def find(self, name: str) -> Account | None:
        """Account of a name, as it is now."""
        return self._current().get(name)

    def holds(self, name: str, stamp: str) -> bool:
        """Whether the account is there still, with the role, firm and password it had."""
        account = self.find(name)
        return account is not None and account.stamp == stamp

    def sign_in(self, name: str, password: str) -> Account | None:
        """Account of a right name and password; takes the same time for a wrong name."""
        account = self.find(name)
        checked = account or Account(name=name, reader=Reader(role=ReaderRole.PARTNER), password=NO_PASSWORD)
        return account if checked.fits(password) else None

    def _current(self) -> Mapping[str, Account]:
        if self.path is None:
            return {}
        with self._lock:
            signature = _signature_of(self.path)
            if signature != self._signature:
                self._signature = signature
                self._by_name = _read_or_nobody(self.path)
            return self._by_name


def _signature_of(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _read_or_nobody(path: Path) -> Mapping[str, Account]:
    try:
        return _read(path)
    except InputError as error:
        _LOG.error("nobody may sign in: %s", error)
        return {}


def no_accounts() -> Accounts:
    """Nobody may sign in; the start link is the only way."""
    return Accounts(None)


def read_accounts(path: Path) -> Accounts:
    """Read the accounts file.

    Raises
    ------
    InputError
        When the file cannot be read, is malformed, or names a role that does not exist.
    """
    _read(path)
    return Accounts(path)


def listed(path: Path) -> tuple[Account, ...]:
    """All accounts of a file by name.

    Raises
    ------
    InputError
        When there is no such file, or it cannot be read.
    """
    if not path.exists():
        _refuse_faults(
            path, [("", "there is no such file", f"a file of accounts; `accounts add {path} NAME` makes one")]
        )
    return tuple(account for _, account in sorted(_read(path).items()))


def add_account(path: Path, name: str, role: str, firm: str, password: str) -> None:
    """Add an account; the file is readable for its owner only.

    Parameters
    ----------
    password : at least 12 characters, or empty for whoever signs in through the firm's proxy only.

    Raises
    ------
    InputError
        For a name that is taken, a password that is too short, or a partner without a firm.
    """
    _refuse_faults(path, [*_faults_of_name(name), *_faults_of_role(role, firm), *_faults_of_password(password)])
    with _changing(path) as accounts:
        if name in accounts:
            taken = "an account of this name is there already"
            _refuse_faults(path, [("name", taken, "another name, or `alliancenet accounts role` or `password`")])
        accounts[name] = Account(name=name, reader=Reader(role=ReaderRole(role), firm=firm), password=_hash(password))


def remove_account(path: Path, name: str) -> None:
    """Remove an account; its open sessions end with their next page."""
    with _changing(path) as accounts:
        del accounts[_known(path, accounts, name).name]


def change_password(path: Path, name: str, password: str) -> None:
    """Give an account another password; its open sessions end with their next page."""
    _refuse_faults(path, _faults_of_password(password))
    with _changing(path) as accounts:
        accounts[name] = replace(_known(path, accounts, name), password=_hash(password))


def change_role(path: Path, name: str, role: str, firm: str) -> None:
    """Give an account another role and firm; its open sessions end with their next page."""
    _refuse_faults(path, _faults_of_role(role, firm))
    with _changing(path) as accounts:
        accounts[name] = replace(_known(path, accounts, name), reader=Reader(role=ReaderRole(role), firm=firm))


@contextmanager
def _changing(path: Path) -> Iterator[dict[str, Account]]:
    """Accounts of a file, written back when all went well; one change at a time, also of several programs."""
    make_folder(path.parent)
    with held(path.with_name(f".{path.name[:200]}.lock"), str(path), "alliancenet accounts"):
        accounts = dict(_read(path)) if path.exists() else {}
        yield accounts
        write_whole(path, json.dumps({"accounts": [_entry(account) for account in accounts.values()]}, indent=1))


def _known(path: Path, accounts: Mapping[str, Account], name: str) -> Account:
    if name not in accounts:
        _refuse_faults(path, [("name", f"there is no account '{name}'", f"one of {', '.join(sorted(accounts))}")])
    return accounts[name]


def _faults_of_name(name: str) -> list[tuple[str, str, str]]:
    if 0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip():
        return []
    return [("name", f"{len(name)} characters", f"1 to {LONGEST_NAME} that can be printed, no space at the ends")]


def _faults_of_role(role: str, firm: str) -> list[tuple[str, str, str]]:
    return [("firm", "none", "the id of the partner's firm")] if role == ReaderRole.PARTNER and not firm else []


def _faults_of_password(password: str) -> list[tuple[str, str, str]]:
    if password == NO_PASSWORD or len(password) >= SHORTEST_PASSWORD:
        return []
    return [("password", f"{len(password)} characters", f"at least {SHORTEST_PASSWORD}")]


def _refuse_faults(path: Path, faults: list[tuple[str, str, str]]) -> None:
    if faults:
        raise InputError(Problem(file=path.name, key=key, found=found, needed=needed) for key, found, needed in faults)


def _hash(password: str) -> str:
    return _hashed(password) if password else NO_PASSWORD


def _hashed(password: str) -> str:
    from werkzeug.security import generate_password_hash

    return generate_password_hash(password, method=_METHOD)


@cache
def _nobody() -> str:
    """Hash that is checked where there is nothing to check, so that it takes as long."""
    return _hashed("nobody")


def _read(path: Path) -> dict[str, Account]:
    try:
        entries = json.loads(read_regular(path))["accounts"]
        accounts = [_account(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        roles = ", ".join(ReaderRole)
        problem = Problem(
            file=path.name,
            found=f"cannot be read as accounts ({type(error).__name__}: {error})",
            needed=f'{{"accounts": [{{"name", "role", "firm", "password"}}]}} with a role of {roles}',
            action="make it with `alliancenet accounts add FILE NAME`",
        )
        raise InputError([problem]) from None
    return {account.name: account for account in accounts}


def _account(entry: Mapping[str, str]) -> Account:
    reader = Reader(role=ReaderRole(entry["role"]), firm=str(entry.get("firm", "")))
    if reader.role is ReaderRole.PARTNER and not reader.firm:
        raise ValueError(f"partner {entry['name']!r} has no firm")
    return Account(name=str(entry["name"]), reader=reader, password=str(entry["password"]))


def _entry(account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "role": account.reader.role.value,
        "firm": account.reader.firm,
        "password": account.password,
    }
