"""The viewer under load and under attack: pages a second, guesses, connections, memory.

The viewer runs as users start it; the clients are threads of this process, whose cost is on the same cores.
"""

import http.client
import os
import re
import socket
import statistics
import threading
import time
import urllib.parse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from running_viewer import serving

PASSWORD = "correct horse battery"
ROLES = ("alliance_manager", "analyst", "facilitator", "hr", "executive", "partner")


class Reader:
    """A signed-in reader with a connection of its own."""

    def __init__(self, port, address="127.0.0.1"):
        self.port, self.address = port, address
        self.cookie = ""
        self._line = None

    def ask(self, path, form=None, keep=True):
        """Status and body of a page."""
        for attempt in (1, 2):
            if self._line is None:
                source = (self.address, 0)
                self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=source)
            try:
                body = None if form is None else urllib.parse.urlencode(form)
                kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
                self._line.request("GET" if form is None else "POST", path, body, {"Cookie": self.cookie, **kind})
                answered = self._line.getresponse()
                told = answered.read()
                if answered.getheader("Set-Cookie") and keep:
                    self.cookie = answered.getheader("Set-Cookie").partition(";")[0]
                return answered.status, told
            except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
                self._line = None
                if attempt == 2:
                    raise
        return 0, b""

    def sign_in(self, name):
        """Sign in with name and password."""
        assert self.ask("/sign-in", {"name": name, "password": PASSWORD})[0] == 303
        return self


def links(page):
    """Addresses a page leads to, without tables as CSV and other sortings."""
    found = re.findall(rb'href="(/[^"#?]*)"', page)
    return {link.decode() for link in found} - {"/sign-out"}


def crawled(reader, most=400, files=2):
    """Every page a reader's own links lead to, and so many files of each kind, which take a second or two each."""
    seen, waiting, made = {}, ["/"], Counter()
    while waiting and len(seen) < most:
        path = waiting.pop()
        kind = path.rpartition("/")[2]
        if path in seen or ("." in kind and made[kind] >= files):
            continue
        made[kind] += 1
        status, page = reader.ask(path)
        seen[path] = status
        if b"<!doctype html>" in page[:200]:
            waiting += [link for link in sorted(links(page)) if link not in seen]
    return seen


def memory(process, what="VmRSS"):
    """Memory of a process in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"{what}:\s+(\d+)", status).group(1)) / 1024


def cpu(process):
    """CPU seconds a process has used."""
    told = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def pages_a_second(port, name, clients=50, pages=40):
    """Pages a second, median and 99th percentile in seconds, answers that were not right, and answers."""
    one = Reader(port).sign_in(name)
    addresses = [path for path, status in crawled(one, files=0).items() if status == 200]
    spent, wrong, lock = [], [], threading.Lock()

    def read(number):
        reader = Reader(port)
        reader.cookie = one.cookie
        own = []
        for turn in range(pages):
            path = addresses[(number * 7 + turn) % len(addresses)]
            start = time.perf_counter()
            status, page = reader.ask(path)
            own.append(time.perf_counter() - start)
            if status != 200 or b"</html>" not in page[-20:]:
                wrong.append(path)
        with lock:
            spent.extend(own)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    return len(spent) / took, statistics.median(spent), statistics.quantiles(spent, n=100)[98], len(wrong), len(spent)


def while_guessing(port, name, guessers=16, seconds=6.0, addresses=1):
    """Median and worst time of a reader's page while others guess, and what the guesses got."""
    reader = Reader(port).sign_in(name)
    reader.ask("/")  # made once; what is measured is how long a reader waits for others
    until = time.monotonic() + seconds
    with ProcessPoolExecutor(1) as others:  # in a process of their own: the reader must not wait for their turn in ours
        codes = others.submit(_guessing, port, guessers, addresses, until)
        spent = []
        while time.monotonic() < until:
            start = time.perf_counter()
            assert reader.ask("/")[0] == 200
            spent.append(time.perf_counter() - start)
            time.sleep(0.02)
        return statistics.median(spent), max(spent), codes.result()


def _guessing(port, guessers, addresses, until):
    """Guess passwords, each guesser as fast as it is answered; what was answered, by code."""
    codes = []

    def guess(number):
        guesser = Reader(port, f"127.0.1.{number % addresses + 1}")
        turn = 0
        while time.monotonic() < until:
            turn += 1
            codes.append(guesser.ask("/sign-in", {"name": f"n{number}-{turn}", "password": "wrong"}, keep=False)[0])

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(guessers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {code: codes.count(code) for code in sorted(set(codes))}


def full_house(port, count=1350):
    """Seconds until a reader's page is answered while so many connections say nothing; None if never."""
    clients = []
    try:
        for number in range(count):
            client = socket.socket()
            client.settimeout(5)
            client.bind((f"127.0.{number % 4 + 2}.1", 0))
            client.connect(("127.0.0.1", port))
            clients.append(client)
        start = time.perf_counter()
        try:
            return time.perf_counter() - start if Reader(port).ask("/style.css")[0] == 200 else None
        except OSError:
            return None
    finally:
        for client in clients:
            client.close()


def while_replaced(port, name, audits, seconds=4.0):
    """Right answers, and answers, of a reader's pages while an audit file is replaced fifty times a second."""
    path = next(audits.glob("*.audit.json"))
    reader = Reader(port).sign_in(name)
    key, _, wave = path.name.removesuffix(".audit.json").partition("--")
    page = f"/alliance/{key}/{wave}"
    until = time.monotonic() + seconds

    def replace():
        raw = path.read_bytes()
        while time.monotonic() < until:
            new = path.with_name(".replacing")
            new.write_bytes(raw)
            new.replace(path)
            time.sleep(0.02)

    other = threading.Thread(target=replace)
    other.start()
    right, asked = 0, 0
    while time.monotonic() < until:
        status, told = reader.ask(page)
        right, asked = right + (status == 200 and b"</html>" in told[-20:]), asked + 1
    other.join()
    return right, asked


def viewer_of(folder, accounts):
    """A running viewer with an account for each role; a context of its process and port."""
    from alliancenet_web.accounts import add_account

    for role in ROLES:
        add_account(accounts, role, role, "solaris" if role == "partner" else "", PASSWORD)
    return serving(folder, "--accounts", str(accounts))


def port_of(link):
    """Port of a start link."""
    return int(re.search(r":(\d+)", link).group(1))
