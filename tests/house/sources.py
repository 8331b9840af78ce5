"""What the house tests look at: the files of the project and their syntax."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

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
