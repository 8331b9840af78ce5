"""`serve`: web, worker and timers in one process, until somebody stops it.

waitress answers with a few threads; jobs and timers run beside them as
MUTUBAKU_ROLES says. On several machines or with several web processes, gunicorn
serves `web.wsgi:app` and `mutubaku worker` does the rest: docs/running.md.
"""

import errno
import logging
import signal
import threading
from types import FrameType

from waitress.server import create_server

from engine.bootstrap import Office, build_engine
from engine.clock import SystemClock
from engine.commands.database import prepared
from engine.commands.terminal import DONE, REFUSED, Terminal
from engine.logs import configure_logs
from engine.worker import Background, start_background
from web.app import create_app

THREADS = 8
_LARGEST_BODY = 1 << 30  # bytes; what is really allowed, Flask decides by settings
_IN_USE = frozenset({errno.EADDRINUSE, errno.EACCES})


def serve(
    terminal: Terminal, *, host: str | None = None, port: int | None = None
) -> int:
    """Serve until SIGINT or SIGTERM; the words of the command win over settings."""
    settings = terminal.settings
    configure_logs(settings, SystemClock())
    logging.getLogger("alembic").setLevel(logging.WARNING)  # who serves sees answers
    office = prepared(build_engine(settings))
    place = (host or settings.host, port or settings.port)
    try:
        return _serve(terminal, office, place)
    finally:
        office.close()


def _serve(terminal: Terminal, office: Office, place: tuple[str, int]) -> int:
    try:
        server = create_server(
            create_app(office, office.settings),
            host=place[0],
            port=place[1],
            threads=THREADS,
            max_request_body_size=_LARGEST_BODY,
            ident=None,
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        key = "serve.port_taken" if error.errno in _IN_USE else "serve.no_address"
        terminal.warn(key, host=place[0], port=place[1])
        return REFUSED
    background = start_background(office)
    _announce(terminal, office, place)
    _until_told(server, background)
    return DONE


def _until_told(server: object, background: Background) -> None:
    """Answer requests until a signal comes, then finish what is under way."""
    told = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()

    def answer() -> None:
        try:
            server.run()  # type: ignore[attr-defined]
        except OSError:
            # Its sockets may be closed just before it looks at them again.
            if not told.is_set():
                raise

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    answering = threading.Thread(target=answer, name="web", daemon=True)
    answering.start()
    told.wait()
    server.close()  # type: ignore[attr-defined]
    background.stop()


def _announce(terminal: Terminal, office: Office, place: tuple[str, int]) -> None:
    shown = "127.0.0.1" if place[0] == "0.0.0.0" else place[0]  # noqa: S104 - a check
    address = office.settings.origin or f"http://{shown}:{place[1]}"
    terminal.say("serve.at", address=address)
    officers = office.reception.demo_officers()
    if officers:
        password = office.reception.sign().demo
        terminal.say("serve.demo", password=password)
        for officer in officers:
            terminal.line(f"  {officer.login:<20} {officer.name}, {officer.title}")
    terminal.say("serve.stop")
    terminal.out.flush()
