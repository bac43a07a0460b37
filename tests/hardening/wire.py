"""Requests no browser sends, on the viewer and on the collector: each ends in words, and nothing of a page in it.

A request is bytes and what the first answer may be. `spoilt` says for which of them a server answered otherwise: a code
of 500, a page it should not have shown, a second answer to what was one request, silence.
"""

import re
import socket
import threading
import time
from dataclasses import dataclass

PAGE = b"<main"  # what only whole pages hold
REFUSED = frozenset({400, 403, 404, 405, 413, 414, 417, 431, 501, 505})
AT_THE_DOOR = REFUSED | {302, 303}  # sent to sign in, or to begin
OPEN = AT_THE_DOOR | {200, 429}  # a page that is for everybody; 429 is said to whoever sent the form too often
MARK = b"x-smuggled: yes"


@dataclass(frozen=True)
class Odd:
    """A request, and what may come of it.

    Parameters
    ----------
    name : what it stands for.
    raw : its bytes.
    codes : statuses it may be answered with.
    answers : how many answers there may be at most.
    silence : the server may also close without a word, as for what is no HTTP.
    """

    name: str
    raw: bytes
    codes: frozenset = REFUSED
    answers: int = 1
    silence: bool = False


def _get(path, host, *more, version="1.1"):
    lines = [f"GET {path} HTTP/{version}", *([f"Host: {host}"] if host is not None else []), *more]
    return ("\r\n".join(lines) + "\r\nConnection: close\r\n\r\n").encode("latin-1")


def _post(path, host, body, *more):
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return (head + "".join(f"{line}\r\n" for line in more) + "Connection: close\r\n\r\n").encode() + body


TRAVERSALS = (
    "/static/../accounts.json", "/static/..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%5c..%5cwindows", "/static/....//....//etc/passwd", "/static/%252e%252e/etc/passwd",
    "/static/..%c0%af..%c0%afetc/passwd", "//etc/passwd", "/manual/..%2f..%2fpyproject", "/%00", "/static/a%00.js",
    "/alliance/..%2f..%2f/2026-1", "/style.css/../../etc/passwd", "/%ff%fe", "/\u00e4",
)  # fmt: skip
FOREIGN_HOSTS = (
    "evil.test", "127.0.0.1:1", "127.0.0.1@evil.test", "localhost.evil.test", "127.0.0.1:99999", "127.0.0.1:-1",
    "[::1", "127.0.0.1 evil.test", "", "localhost/..", "0x7f.1",
)  # fmt: skip
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "FOO")


def odd_requests(port: int, form: str) -> list[Odd]:
    """All of them, for a server on a port that has a form at an address."""
    host = f"127.0.0.1:{port}"
    hidden = f"GET /style.css HTTP/1.1\r\nHost: {host}\r\n{MARK.decode()}\r\n\r\n".encode()
    chunked = b"5\r\na=b&c\r\n0\r\n\r\n"
    both = "Content-Length: 5", "Transfer-Encoding: chunked"
    found = [Odd(f"path {path}", _get(path, host), AT_THE_DOOR) for path in TRAVERSALS]
    found += [Odd(f"host {name!r}", _get("/", name)) for name in FOREIGN_HOSTS]
    found += [Odd(f"method {name}", _get("/", host).replace(b"GET", name.encode(), 1), AT_THE_DOOR) for name in METHODS]
    found += [
        Odd("two hosts, ours first", _get("/", host, "Host: evil.test")),
        Odd("two hosts, ours last", _get("/", "evil.test", f"Host: {host}")),
        Odd("absolute address of ours", _get(f"http://{host}/", host), OPEN),
        Odd("absolute address of another", _get("http://evil.test/", host), OPEN),
        Odd("absolute address, another host", _get(f"http://{host}/", "evil.test")),
        Odd("no host, HTTP/1.0", _get("/", None, version="1.0")),
        Odd("no host, HTTP/1.1", _get("/", None)),
        Odd("HTTP/0.9", b"GET /\r\n\r\n", silence=True),
        Odd("HTTP/2.0", _get("/", host, version="2.0"), OPEN),
        Odd("HTTP/9.9.9", _get("/", host, version="9.9.9"), OPEN),
        Odd("both lengths", _post(form, host, chunked + hidden, *both)),
        Odd("both lengths, turned", _post(form, host, chunked + hidden, *reversed(both))),
        Odd("both lengths, a space before the colon", _post(form, host, chunked + hidden, "Content-Length: 5",
            "Transfer-Encoding : chunked")),
        Odd("both lengths, folded", _post(form, host, chunked + hidden, "Content-Length: 5",
            "Transfer-Encoding:\r\n chunked")),
        Odd("both lengths, a bare line end", _post(form, host, chunked + hidden, "Content-Length: 5",
            "X: y\nTransfer-Encoding: chunked")),
        Odd("two lengths that differ", _post(form, host, b"a=b&c" + hidden, "Content-Length: 5", "Content-Length: 50")),
        Odd("two lengths in one", _post(form, host, b"a=b&c" + hidden, "Content-Length: 5, 50")),
        Odd("a negative length", _post(form, host, b"a=b", "Content-Length: -3")),
        Odd("a length with a sign", _post(form, host, b"a=b", "Content-Length: +3")),
        Odd("a length with an underscore", _post(form, host, b"a=b&c=1234", "Content-Length: 1_0")),
        Odd("a length in letters of another script", _post(form, host, b"a=b", "Content-Length: ").replace(
            b"Content-Length: ", b"Content-Length: \xd9\xa3")),
        Odd("an encoding nobody knows", _post(form, host, chunked, "Transfer-Encoding: gzip, chunked")),
        Odd("chunked twice", _post(form, host, chunked + hidden, "Transfer-Encoding: chunked, chunked")),
        Odd("a chunk with a false size", _post(form, host, b"zz\r\nab\r\n0\r\n\r\n", "Transfer-Encoding: chunked")),
        Odd("a chunk with a huge size", _post(form, host, b"F" * 17 + b"\r\n", "Transfer-Encoding: chunked"),
            silence=True),
        Odd("a body of 50 MB announced", _post(form, host, b"a=b", "Content-Length: 50000000")),
        Odd("a body in a GET", _get("/", host, "Content-Length: 4").replace(b"\r\n\r\n", b"\r\n\r\na=bc", 1), OPEN),
        Odd("expects to go on", _post(form, host, b"a=b", "Expect: 100-continue", "Content-Length: 3"), OPEN,
            answers=2),
        Odd("a cookie of 60 kB", _get("/", host, "Cookie: a=" + "b" * 60_000), OPEN),
        Odd("5,000 cookies", _get("/", host, "Cookie: " + "; ".join(f"c{n}=1" for n in range(5000))), OPEN),
        Odd("cookie set twice", _get("/", host, "Cookie: session=a", "Cookie: session=b"), OPEN),
        Odd("a cookie of no text", _get("/", host, "Cookie: session=\xff\xfe; \x01=2"), OPEN),
        Odd("a header of 1 MB", _get("/", host, "X: " + "y" * 1_000_000)),
        Odd("20,000 headers", _get("/", host, *(f"X{n}: y" for n in range(20_000))), OPEN),
        Odd("a header without a colon", _get("/", host, "nonsense"), OPEN),
        Odd("a header with a NUL", _get("/", host, "X: a\0b"), OPEN),
        Odd("an address of 100 kB", _get("/" + "a" * 100_000, host), AT_THE_DOOR),
        Odd("10,000 fields asked for", _get("/?" + "&".join(f"a{n}=1" for n in range(10_000)), host), AT_THE_DOOR),
        Odd("a field repeated 9,000 times", _post(form, host, b"&".join([b"name=x"] * 9000),
            f"Content-Length: {9000 * 7 - 1}"), OPEN),
        Odd("a form of another site", _post(form, host, b"name=a", "Origin: https://evil.test", "Content-Length: 6")),
        Odd("a form of no site", _post(form, host, b"name=a", "Origin: null", "Content-Length: 6")),
        Odd("a form a page of another site sent", _post(form, host, b"name=a", "Sec-Fetch-Site: cross-site",
            "Content-Length: 6")),
        Odd("a form that is JSON", _post(form, host, b"{}", "Content-Length: 2").replace(
            b"application/x-www-form-urlencoded", b"application/json"), OPEN),
        Odd("a form of parts without end", _post(form, host, b"--a\r\n", "Content-Length: 5").replace(
            b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=a"), OPEN),
        Odd("a form of parts without boundary", _post(form, host, b"abc", "Content-Length: 3").replace(
            b"application/x-www-form-urlencoded", b"multipart/form-data"), OPEN),
        Odd("a field that is no UTF-8", _post(form, host, b"name=%ff%fe&password=%00", "Content-Length: 24"), OPEN),
        Odd("a change of protocol", _get("/", host, "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"), OPEN),
        Odd("a greeting of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", AT_THE_DOOR, silence=True),
        Odd("a greeting of TLS", bytes.fromhex("160301020001000001fc0303") + b"\0" * 60 + b"\r\n\r\n", silence=True),
        Odd("an address other than ours forwarded", _get("/", host, "X-Forwarded-Host: evil.test",
            "X-Forwarded-For: 10.0.0.1", "Forwarded: host=evil.test"), OPEN),
        Odd("an address to rewrite to", _get("/", host, "X-Original-URL: /audits", "X-Rewrite-URL: /audits"), OPEN),
        Odd("a method to override with", _post(form, host, b"a=b", "X-HTTP-Method-Override: GET", "Content-Length: 3"),
            OPEN),
        Odd("a range of everything", _get("/style.css", host, "Range: bytes=0-,0-,0-,0-"), OPEN | {206, 416}),
        Odd("a language of 20 kB", _get("/", host, "Accept-Language: " + "de," * 7000), OPEN),
    ]  # fmt: skip
    return found


def answered(port: int, raw: bytes, seconds: float = 8.0) -> tuple[bytes, float]:
    """What came back until the server closed, and after how many seconds the first of it."""
    began, first, got = time.monotonic(), 0.0, b""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as client:
        try:
            client.sendall(raw)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all of it was sent: the answer counts
        try:
            while part := client.recv(65536):
                first = first or time.monotonic() - began
                got += part
        except OSError:
            pass
    return got, first or time.monotonic() - began


def spoilt(port: int, form: str) -> tuple[int, list[str]]:
    """How many requests were sent, and what was wrong with the answers to some."""
    found = odd_requests(port, form)
    return len(found), [f"{odd.name}: {said}" for odd in found if (said := _wrong(odd, *answered(port, odd.raw)))]


def _wrong(odd: Odd, got: bytes, took: float) -> str:
    codes = [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3})", got)]
    if not codes:
        return "" if odd.silence else "no answer"
    if codes[0] not in odd.codes and codes[-1] not in odd.codes:
        return f"answered {codes}"
    if len(codes) > odd.answers:
        return f"{len(codes)} answers: {codes}"
    if b"evil.test" in got.lower():
        return "a foreign host stands in the answer"
    if b"traceback" in got.lower() or b"root:" in got:
        return "insides stand in the answer"
    return f"first byte after {took:.1f} s" if took > 5 else ""


def while_others_dawdle(port: int, count: int = 400, seconds: float = 6.0) -> float:
    """Longest wait for a page while so many send a form a byte at a time, from eight addresses."""
    until, clients = time.monotonic() + seconds, []
    for number in range(count):
        client = socket.socket()
        client.bind((f"127.0.0.{number % 8 + 2}", 0))
        client.connect(("127.0.0.1", port))
        client.sendall(f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 9000\r\n\r\n".encode())
        clients.append(client)

    def drip():
        while time.monotonic() < until:
            for client in clients:
                try:
                    client.send(b"a")
                except OSError:
                    continue
            time.sleep(0.2)

    others = threading.Thread(target=drip)
    others.start()
    waits = []
    try:
        while time.monotonic() < until:
            got, took = answered(port, _get("/style.css", f"127.0.0.1:{port}"))
            assert b" 200 " in got[:20], got[:80]
            waits.append(took)
            time.sleep(0.05)
    finally:
        others.join()
        for client in clients:
            client.close()
    return max(waits)
