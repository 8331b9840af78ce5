"""The bell's page, the page of choices, and the calendar for other programs."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.notices import MailChoice
from engine.errors import OfficeInvalidError
from web.asking import actor, office, public, settings, tell, visit
from web.notices.presenters import PATH, choice_page, notice_rows

blueprint = Blueprint("pemberitahuan", __name__)


@blueprint.get(PATH)
def notices() -> str:
    """Show one's notices, newest first."""
    page = office().notices.page(actor(), cursor=request.args.get("c"))
    more = f"{PATH}?c={page.next}" if page.next else ""
    rows = notice_rows(page.items, visit())
    return render_template("notices/list.html", rows=rows, more=more)


@blueprint.post(f"{PATH}/dibaca")
def read() -> Response:
    """Mark all of one's notices read."""
    office().notices.read(actor())
    return redirect(PATH, 303)


@blueprint.get(f"{PATH}/lonceng")
def bell() -> Response:
    """Return the bell alone, for pages that ask again by themselves."""
    answer = make_response(render_template("notices/_bell.html"))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get(f"{PATH}/cara")
def choices() -> str:
    """Show how one is told, and what was sent."""
    return _choices()


@blueprint.post(f"{PATH}/cara")
def choose() -> Response:
    """Keep how one wants to be told."""
    wanted = request.form.get("mail", "")
    mail = MailChoice(wanted) if wanted in set(MailChoice) else MailChoice.DIGEST
    messenger = request.form.get("messenger", "")
    try:
        office().notices.choose(actor(), mail=mail, messenger=messenger)
    except OfficeInvalidError as error:
        problem = visit().say(str(error.facts["errors"]["messenger"]))
        return make_response(_choices(problem=problem), 422)
    tell("notices.kept")
    return redirect(f"{PATH}/cara", 303)


@blueprint.post(f"{PATH}/kalender")
def feed() -> Response | str:
    """Give one's calendar a new secret address, or take it back.

    The address is shown on the answer itself and kept nowhere: only its hash is.
    """
    if request.form.get("tutup"):
        office().notices.close_feed(actor())
        tell("notices.feed_closed")
        return redirect(f"{PATH}/cara", 303)
    secret = office().notices.open_feed(actor())
    origin = settings().origin or request.host_url.rstrip("/")
    answer = make_response(_choices(address=f"{origin}/kalender/{secret}.ics"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/kalender/<secret>.ics")
@public
def calendar(secret: str) -> Response:
    """Hand out the calendar that a secret opens."""
    answer = make_response(office().feeds.calendar(secret))
    answer.mimetype = "text/calendar"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _choices(*, problem: str = "", address: str = "") -> str:
    service = office().notices
    page = choice_page(service.chosen(actor()), service.sent(actor()), visit())
    return render_template(
        "notices/choices.html",
        **page,
        mails=service.ways.mail,
        problem=problem,
        address=address,
    )
