"""«Bertindak sebagai»: the choice is one of the browser, until it is closed."""

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from engine.services.transactions.hats import OWN
from web.asking import tell, visit
from web.auth import path_within
from web.wearing import CHOICE

blueprint = Blueprint("bertindak", __name__)


@blueprint.post("/bertindak")
def choose() -> Response:
    """Act in one post from now on, or in all of them."""
    wanted = request.form.get("hat", "")
    known = {str(one.role): one for one in visit().hats}
    session.pop(CHOICE, None)
    if wanted == OWN and known:
        session[CHOICE] = OWN
        tell("hats.now_own")
    elif wanted in known:
        session[CHOICE] = wanted
        one = known[wanted]
        tell(f"hats.now_{one.kind.value}", role=one.name)
    else:
        tell("hats.now_all")
    return redirect(path_within(request.form.get("next")), 303)
