"""`mutubaku`, the entry point: the commands of the engine, and `serve`.

The engine never imports the web, so the command that serves it is added here.
"""

from argparse import Namespace
from collections.abc import Sequence

from engine.cli import build_parser, command, run
from engine.commands.terminal import Terminal
from engine.settings.values import host, whole

PROGRAM = "mutubaku"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name and return its exit status."""
    parser, commands = build_parser()
    serve_words = command(commands, "serve", "web.cli:serve")
    serve_words.add_argument("--host", type=host, help="cli.help.serve.host")
    serve_words.add_argument("--port", type=whole(1, 65535), help="cli.help.serve.port")
    return run(parser, argv)


def serve(terminal: Terminal, words: Namespace) -> int:
    """Serve the web, with worker and timers in the same process."""
    from web.serving import serve as begin  # noqa: PLC0415 - brings Flask and DBOS

    return begin(terminal, host=words.host, port=words.port)
