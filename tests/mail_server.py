"""A mail server of our own: it refuses whom a test names, and can be stopped in mid-sentence."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Condition, Event, Thread

GREETING, BODY = "greeting", "body"
SECONDS = 60


class Conversation(StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        # Whoever spoke with us may be dead by now.
        with suppress(OSError):
            self.talk()

    def talk(self) -> None:
        self.server.stop_at(GREETING)
        self.say("220 here")
        for line in iter(self.rfile.readline, b""):
            verb, _, rest = line.decode().strip().partition(":")
            if verb.upper() == "DATA":
                self.say("354 go on")
                self.take_body()
            self.say(self.server.refusals.get(rest.strip("<> "), "250 fine"))
            if verb.upper() == "QUIT":
                return

    def take_body(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.take(message_from_bytes(b"".join(lines)))
        self.server.stop_at(BODY)

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class MailServer(ThreadingTCPServer):
    """`refusals` has answers by address; `held_at` is where the next conversation stops."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port = int(self.server_address[1])
        self.refusals: dict[str, str] = {}
        self.received: list[Message] = []
        self.held_at = ""
        self.stopped = Event()
        self._go_on = Event()
        self._arrived = Condition()

    def stop_at(self, place: str) -> None:
        if self.held_at == place:
            self.stopped.set()
            self._go_on.wait(SECONDS)

    def hold(self, place: str) -> None:
        """From now on every conversation stops there; "" lets them all go on."""
        self._go_on.set()
        self.stopped.clear()
        self._go_on = Event()
        self.held_at = place

    def take(self, message: Message) -> None:
        with self._arrived:
            self.received.append(message)
            self._arrived.notify_all()

    def wait_for(self, count: int) -> bool:
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.received) >= count, SECONDS)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        listening = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        listening.start()
        try:
            yield server
        finally:
            server.hold("")
            server.shutdown()
            listening.join()
