"""A mail server for tests that takes letters over a real socket, with STARTTLS where it has a certificate."""

import email
import email.policy
import socketserver
import ssl
import threading
import time
from contextlib import contextmanager


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        self._say("220 test")
        while line := self.rfile.readline().decode("latin-1").strip():
            word = line.split(" ")[0].upper()
            if self._ends_at(word):
                return
            if word in {"EHLO", "HELO"}:
                offers = "250-test\r\n250-STARTTLS" if server.context and not server.is_safe else "250-test"
                self._say(f"{offers}\r\n250 8BITMIME")
            elif word == "STARTTLS":
                self._say("220 go on")
                self.request = server.context.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
                server.is_safe = True
            elif word == "RCPT" and any(bad in line for bad in server.refused):
                self._say("550 no such mailbox")
            elif word == "DATA":
                self._take()
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 well")

    def _ends_at(self, word):
        """Whether the line ends here, once, as the test wants it."""
        server = self.server
        if server.ends is None or server.ends[0] != word or len(server.letters) < server.ends[1]:
            return False
        if server.ends[2]:
            self._say(server.ends[2])
        server.ends = None
        return True

    def _take(self):
        self._say("354 go on")
        raw = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # who was to send it is gone: nothing was handed over
            raw += line[1:] if line.startswith(b"..") else line
        if self._ends_at("before it is kept"):
            raise ConnectionAbortedError
        self.server.letters.append(email.message_from_bytes(raw, policy=email.policy.default))
        self.server.over_tls.append(self.server.is_safe)
        if self._ends_at("after it is kept"):
            raise ConnectionAbortedError
        time.sleep(self.server.seconds)
        self._say("250 taken")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that is killed breaks its line."""


@contextmanager
def mail_server(*, certificate=None, refused=(), seconds=0.0, ends=None):
    """Server with `.port` and `.letters`; `seconds` is how long it takes to say that it has one.

    ends: at which word, after how many letters, and with which last words the line ends, once.
    """
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.letters, server.over_tls, server.refused, server.seconds = [], [], refused, seconds
        server.ends = ends
        server.is_safe, server.context = False, None
        if certificate:
            server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.context.load_cert_chain(*certificate)
        server.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
