"""Where the embedded database lies."""

from pathlib import Path

from engine.errors import FileUnreadableError

SQLITE = "sqlite:///"


def is_missing(url: str) -> bool:
    """Tell whether the embedded database is still to be made."""
    return url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists()


def folder_made(url: str) -> None:
    """Make the folder of the embedded database where it is missing.

    Raises:
        FileUnreadableError: it cannot be made.
    """
    if not url.startswith(SQLITE):
        return
    folder = Path(url.removeprefix(SQLITE)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileUnreadableError(file=str(folder), reason=reason) from error
