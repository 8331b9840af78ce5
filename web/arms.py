"""The coat of arms as a file of its own: pages name it, browsers keep it.

It is stored as a `data:` address for documents; in every page it would weigh more
than the page. The address holds the picture's hash, so a new one is seen at once.
"""

import base64
import hashlib
from functools import lru_cache

from flask import Blueprint, Response, abort, make_response

from web.asking import office, public

_KINDS = {
    "data:image/png;base64": "image/png",
    "data:image/svg+xml;base64": "image/svg+xml",
}
_YEAR = 365 * 24 * 3600  # seconds
blueprint = Blueprint("lambang", __name__)


@blueprint.get("/lambang/<mark>")
@public
def show(mark: str) -> Response:
    """Hand out the coat of arms, for as long as it is this one."""
    reception = office().reception
    kept = reception.sign().arms
    if mark != _mark(kept):
        reception.forget()  # another process may know a newer one
        kept = reception.sign().arms
    head, _, body = kept.partition(",")
    if head not in _KINDS or mark != _mark(kept):
        abort(404)
    response = make_response(base64.b64decode(body))
    response.mimetype = _KINDS[head]
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def arms_path(kept: str) -> str:
    """Return where a browser finds the coat of arms, empty without one.

    Args:
        kept: the stored `data:` address; any other kind is given as it is.
    """
    known = kept.partition(",")[0] in _KINDS
    return f"/lambang/{_mark(kept)}" if known else kept


@lru_cache(maxsize=4)
def _mark(kept: str) -> str:
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
