"""A real PostgreSQL of a test's own, where it is on the machine."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest


def program(name):
    """Path of one of PostgreSQL's programs; Debian keeps them outside the search path."""
    found = shutil.which(name)
    return found or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None)


class Server:
    """PostgreSQL over one folder."""

    def __init__(self, folder, port, user):
        self.folder, self.port, self.user = folder, port, user
        self.url = f"postgresql://tester@127.0.0.1:{port}/postgres"

    def control(self, *words):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        command = [
            program("pg_ctl"),
            "-D",
            self.folder / "data",
            "-l",
            self.folder / "log",
            "-w",
            "-o",
            options,
            *words,
        ]
        subprocess.run(command, check=True, user=self.user, cwd="/", stdout=subprocess.DEVNULL)

    def crash(self):
        """As a power cut: no last word to anybody, then up again."""
        self.control("stop", "-m", "immediate")
        self.control("start")


@contextmanager
def postgres(data=None):
    """Server that is running; skips with the reason where there is none.

    data: a folder, perhaps a small disk, for the tables alone; the server's own log stays elsewhere.
    """
    pytest.importorskip("psycopg", reason="the optional part 'postgres' is not installed")
    if not program("initdb") or not program("pg_ctl"):
        pytest.skip("PostgreSQL is not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # the server's user must be able to walk there
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres" if shutil.which("runuser") and _is_user("postgres") else "nobody"
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(folder, port, user)
    apart = []
    if data is not None:
        shutil.chown(data, user)
        (folder / "data").symlink_to(data)
        apart = ["--waldir", folder / "log_of_writes"]
    subprocess.run(
        [program("initdb"), "-D", folder / "data", "-U", "tester", "--auth=trust", "-E", "UTF8", *apart],
        check=True, user=user, cwd="/", stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        server.control("start")
        yield server
    finally:
        subprocess.run(
            [program("pg_ctl"), "-D", folder / "data", "stop", "-m", "immediate"],
            check=False, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def _is_user(name):
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
