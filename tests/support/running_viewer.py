"""A viewer that really listens, and plain sockets to ask it with."""

import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

from alliancenet_web.accounts import no_accounts
from alliancenet_web.guard import most_bytes
from alliancenet_web.listening import listen, port_of
from alliancenet_web.serving import Place, answer_to, app_for


@contextmanager
def listening(folder, accounts=None, place=None):
    """Port of a viewer in this process, and its application."""
    place = place or Place(port=0)
    app = app_for(folder, place, no_accounts() if accounts is None else accounts)
    server = listen(app, place.host, 0, behind_proxy=bool(place.proxy_hops), most_bytes=most_bytes(app))
    port = port_of(server)
    answer_to(app, place, port)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield port, app
    finally:
        server.close()


@contextmanager
def serving(folder, *options):
    """Process and start link of `alliancenet serve`."""
    command = [sys.executable, "-u", "-m", "alliancenet", "serve", str(folder), "--port", "0", "--no-browser", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            told = []
            for line in iter(process.stdout.readline, ""):
                told.append(line)
                if "Stop with" in line:
                    break
            threading.Thread(target=process.stdout.read, daemon=True).start()  # a full pipe would hold it up
            yield process, re.search(r"https?://\S+", "".join(told)).group()
        finally:
            process.terminate()


def answer(port, request, seconds=5.0, host="127.0.0.1"):
    """Everything the viewer answers to raw bytes until it closes or is silent."""
    with socket.create_connection((host, port), timeout=seconds) as client:
        client.sendall(request)
        got = b""
        try:
            while part := client.recv(65536):
                got += part
        except TimeoutError:
            pass
        return got


def get(port, path="/style.css", host=None, headers=""):
    """Status of one page."""
    asked = f"127.0.0.1:{port}" if host is None else host
    raw = answer(port, f"GET {path} HTTP/1.1\r\nHost: {asked}\r\n{headers}Connection: close\r\n\r\n".encode())
    return int(raw.split(b" ", 2)[1]) if raw else 0
