"""Reading what commands are given: diagrams, folders of forms, answers."""

from pathlib import Path

import engine
from engine.errors import FileUnreadableError

MAX_BYTES = 60_000_000
FORM, TEMPLATE = ".form.json", ".html.j2"


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        FileUnreadableError: it is not there, no file, too large or not ours to read.
    """
    try:
        # A size is asked of what was read: a device or a pipe does not know its own.
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileUnreadableError(file=str(path), reason=reason) from error
    if len(content) > MAX_BYTES:
        raise FileUnreadableError(file=str(path), reason="cli.file_too_large")
    return content


def forms_in(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the forms and templates of a folder by key.

    Raises:
        FileUnreadableError: it is no folder, or a file in it is no text.
    """
    if not folder.is_dir():
        raise FileUnreadableError(file=str(folder), reason="cli.no_folder")
    return _texts(folder, FORM), _texts(folder, TEMPLATE)


def shipped_root() -> Path:
    """Return the folder that holds `bpmn/` and `forms/`: the project's, else here."""
    root = Path(engine.__file__).parents[1]
    return root if (root / "bpmn").is_dir() else Path.cwd()


def _texts(folder: Path, ending: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob(f"*{ending}")):
        try:
            found[path.name.removesuffix(ending)] = bytes_of(path).decode("utf-8")
        except UnicodeDecodeError as error:
            raise FileUnreadableError(file=str(path), reason="cli.no_text") from error
    return found
