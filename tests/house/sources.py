"""What the house tests look at: the files of the project and their syntax."""

import ast
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file that is or would be committed, git-ignored ones left out."""
    git = shutil.which("git") or "git"
    listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    # Whoever runs the tests need not own the clone: we only list it.
    listed = subprocess.run(  # noqa: S603 - our own words, no shell
        [git, "-c", f"safe.directory={ROOT}", *listing],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    paths = (ROOT / name for name in sorted(set(listed)) if name)
    return tuple(path for path in paths if path.is_file())


def files(*folders: str, suffix: str = ".py") -> tuple[Path, ...]:
    """Return the project's files of one kind below some top folders."""
    return tuple(
        path
        for path in project_files()
        if path.suffix == suffix and path.relative_to(ROOT).parts[0] in folders
    )


def name(path: Path) -> str:
    """Return the path as the reader of a failure wants to see it."""
    return str(path.relative_to(ROOT))


@cache
def syntax(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def page(relative: str) -> str:
    """Return the text of a document."""
    return (ROOT / relative).read_text(encoding="utf-8")


def every(
    things: Sequence[Any],
) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Let a test of one file or word hold for all of them, and tell all that fail.

    It is one test: the machinery around thousands of them takes longer than they.
    """

    def decorate(test: Callable[[Any], None]) -> Callable[[], None]:
        def all_of_them() -> None:
            wrong = []
            for thing in things:
                try:
                    test(thing)
                except AssertionError as error:
                    told = name(thing) if isinstance(thing, Path) else thing
                    wrong.append(f"{told}: {error}")
            assert not wrong, "\n".join(wrong)

        # Not wraps(): pytest would look behind it for the argument.
        all_of_them.__name__, all_of_them.__doc__ = test.__name__, test.__doc__
        all_of_them.__module__ = test.__module__
        return all_of_them

    return decorate
