"""Assets by the hash in their names: compressed beforehand, kept for a year.

`build.mjs` writes them with a manifest that says which file an entry became and
a list of icons. Without them the office still works, unadorned: pages are HTML.
"""

import json
import mimetypes
from functools import cache, lru_cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory
from markupsafe import Markup, escape
from werkzeug.exceptions import NotFound

from web.asking import public

FOLDER = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_HIDDEN = frozenset({"manifest.json", "icons.json"})
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
blueprint = Blueprint("aset", __name__)


@blueprint.get("/static/<path:name>")
@public
def file(name: str) -> Response:
    """Return an asset in the smallest form that the browser takes."""
    if name in _HIDDEN or name.endswith((".br", ".gz")):
        raise NotFound
    form, encoding = name, None
    for known, ending in _ENCODINGS:
        if request.accept_encodings[known] > 0 and (FOLDER / (name + ending)).is_file():
            form, encoding = name + ending, known
            break
    response = send_from_directory(FOLDER, form, mimetype=_type_of(name))
    response.headers["Cache-Control"] = _FOREVER
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def asset(entry: str) -> str:
    """Return the address of an entry (`officer.css`); a missing one answers 404."""
    return f"/static/{_read('manifest.json').get(entry, entry)}"


def icon(name: str, label: str = "") -> Markup:
    """Return an icon to stand in a page.

    Args:
        name: in Tabler's outline set, listed in web/frontend/icons.mjs.
        label: what it says to those who do not see it; without one it is hidden
            from them, for the word beside it says the same.
    """
    return _drawn(_read("icons.json").get(name, ""), label)


@lru_cache(maxsize=512)
def _drawn(lines: str, label: str) -> Markup:
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    drawing = Markup(lines)  # noqa: S704 - our own file
    return Markup(  # noqa: S704 - made of escaped parts
        f'<svg class="icon" viewBox="0 0 24 24" {told}>{drawing}</svg>'
    )


@cache
def _read(name: str) -> dict[str, str]:
    try:
        read: dict[str, str] = json.loads((FOLDER / name).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return read


def _type_of(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "text/javascript" if kind == "application/javascript" else kind
