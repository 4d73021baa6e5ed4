"""A mailbox over IMAP that remembers what was read: as much of RFC 3501 as a reader needs."""

import contextlib
import re
import socket
import socketserver
import threading


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            command = rest.upper()
            if command.startswith("LOGIN") and "wrong" in rest:
                self.say(f"{tag} NO refused")
                continue
            self.answer(command, rest)
            self.say(f"{tag} OK done")
            if command.startswith("LOGOUT"):
                return

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def answer(self, command, rest):
        box = self.server.box
        if command.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4REV1")
        elif command.startswith("SELECT"):
            self.say(f"* {len(box.messages)} EXISTS")
        elif "UNSEEN" in command:
            unread = [str(n) for n in range(1, len(box.messages) + 1) if n not in box.seen]
            self.say(f"* SEARCH {' '.join(unread)}".rstrip())
        elif "RFC822.SIZE" in command:
            number = int(re.search(r"FETCH (\d+)", command)[1])
            self.say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(box.messages[number - 1])})")
        elif "BODY.PEEK" in command:
            number = int(re.search(r"FETCH (\d+)", command)[1])
            content = box.messages[number - 1]
            self.say(f"* {number} FETCH (UID {number} BODY[] {{{len(content)}}}")
            self.wfile.write(content)
            self.say(")")
        elif "STORE" in command:
            box.seen.add(int(re.search(r"STORE (\d+)", command)[1]))


class Mailboxes(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class FakeMailbox:
    """The server, which runs in a thread."""

    def __init__(self, messages=()):
        self.messages, self.seen = list(messages), set()

    def __enter__(self):
        self.server = Mailboxes(("127.0.0.1", 0), Session)
        self.server.box = self
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"imap://letters:p%40ss@127.0.0.1:{self.server.server_address[1]}/INBOX"


def free_port():
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
