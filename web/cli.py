"""`mutubaku`, the entry point: the commands of the engine."""

from collections.abc import Sequence

from engine.cli import build_parser, run


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name and return its exit status."""
    parser, _ = build_parser()
    return run(parser, argv)
