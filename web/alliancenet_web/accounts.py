"""Local accounts: name, role, firm and a hashed password, in one file."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

from alliancenet.errors import InputError, Problem
from alliancenet.files.writing import write_whole
from alliancenet.privacy import Reader, ReaderRole

SHORTEST_PASSWORD = 12
TRIES, TRIES_SECONDS = 5, 60.0
_METHOD = "scrypt:32768:8:1"
_NOBODY = generate_password_hash("nobody", method=_METHOD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One reader; `password` is a scrypt hash."""

    name: str
    reader: Reader
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """All accounts, by name.

    Parameters
    ----------
    tries : times of the last failed sign-ins, by name.
    clock : seconds; replaced in tests.
    """

    by_name: Mapping[str, Account]
    tries: dict[str, list[float]] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic

    def sign_in(self, name: str, password: str) -> Account | None:
        """Account of a right name and password; takes the same time for a wrong name."""
        account = self.by_name.get(name)
        is_right = check_password_hash(account.password if account else _NOBODY, password)
        if account is None or not is_right:
            self.tries.setdefault(name[:200], []).append(self.clock())
            return None
        self.tries.pop(name, None)
        return account

    def must_wait(self, name: str) -> bool:
        """Five failed tries within a minute close the door of a name for the rest of that minute."""
        now = self.clock()
        for known in [known for known, times in self.tries.items() if now - times[-1] > TRIES_SECONDS]:
            del self.tries[known]
        recent = [moment for moment in self.tries.get(name[:200], []) if now - moment <= TRIES_SECONDS]
        return len(recent) >= TRIES


def no_accounts() -> Accounts:
    """Nobody may sign in; the start link is the only way."""
    return Accounts(by_name={})


def read_accounts(path: Path) -> Accounts:
    """Read the accounts file.

    Raises
    ------
    InputError
        When the file cannot be read, is malformed, or names a role that does not exist.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["accounts"]
        accounts = [_account(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        roles = ", ".join(ReaderRole)
        problem = Problem(
            file=path.name,
            found=f"cannot be read as accounts ({type(error).__name__}: {error})",
            needed=f'{{"accounts": [{{"name", "role", "firm", "password"}}]}} with a role of {roles}',
            action="make it with `alliancenet serve FOLDER --accounts FILE --add-account NAME`",
        )
        raise InputError([problem]) from None
    return Accounts(by_name={account.name: account for account in accounts})


def add_account(path: Path, name: str, role: str, firm: str, password: str) -> None:
    """Add or replace an account; the file is readable for its owner only.

    Raises
    ------
    InputError
        For a password shorter than 12 characters or a partner without a firm.
    """
    faults = []
    if len(password) < SHORTEST_PASSWORD:
        faults.append(("password", f"{len(password)} characters", f"at least {SHORTEST_PASSWORD}"))
    if role == ReaderRole.PARTNER and not firm:
        faults.append(("firm", "none", "the id of the partner's firm"))
    if faults:
        raise InputError(Problem(file=path.name, key=key, found=found, needed=needed) for key, found, needed in faults)
    known = dict(read_accounts(path).by_name) if path.exists() else {}
    known[name] = Account(
        name=name,
        reader=Reader(role=ReaderRole(role), firm=firm),
        password=generate_password_hash(password, method=_METHOD),
    )
    write_whole(path, json.dumps({"accounts": [_entry(account) for account in known.values()]}, indent=1))
    path.chmod(0o600)


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
