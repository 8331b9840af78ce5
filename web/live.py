"""News without reloading: how many tasks wait, asked by the page every 20 s.

The answer carries an ETag of what it says and of its language. A page that
knows it already gets 204, which changes nothing on it; what an officer is
typing stands elsewhere and is never touched. `s` is how many tasks waited when
the page was made: what came since is told beside the count.
"""

from flask import Blueprint, Response, make_response, render_template, request

from web.asking import office, public, visit, whole

blueprint = Blueprint("hidup", __name__)


@blueprint.get("/hidup")
@public
def news() -> Response:
    """Return the counts of the inbox, or 204/304 where they are known.

    Who is signed in no more is told so in place: leading them to the door would
    take away what they are typing.
    """
    asking = visit().actor
    if asking is None:
        return make_response(render_template("_live_ended.html"))
    counts = office().reception.waiting(asking)
    known = f"{counts.known}-{visit().language}"
    if request.args.get("v") == known:
        return make_response("", 204)
    if request.if_none_match.contains(known):
        return make_response("", 304)
    seen = request.args.get("s", type=whole, default=counts.mine + counts.shared)
    page = render_template("_live.html", counts=counts, known=known, seen=seen)
    response = make_response(page)
    response.set_etag(known)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
