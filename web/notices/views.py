"""The bell's page, the page of choices, and the calendar for other programs."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.notices import MailChoice
from engine.errors import OfficeInvalidError, VersionConflictError
from engine.services.notices.service import Mailbox
from web.asking import actor, office, public, settings, tell, visit, whole
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
    typed = {name: request.form.get(name, "") for name in ("messenger", "email")}
    version = request.form.get("version", 0, type=whole)
    mailbox = None
    if "email" in request.form:
        mailbox = Mailbox(address=typed["email"], version=version)
    try:
        office().notices.choose(
            actor(), mail=mail, messenger=typed["messenger"], mailbox=mailbox
        )
    except OfficeInvalidError as error:
        errors = {name: visit().say(str(key)) for name, key in _errors(error)}
        given: dict[str, object] = {**typed, "mail": mail.value, "version": version}
        return make_response(_choices(errors=errors, given=given), 422)
    except VersionConflictError:
        # What was typed stays to be seen; sent again, it is meant.
        given = {**typed, "mail": mail.value}
        return make_response(_choices(is_stale=True, given=given), 409)
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


def _errors(error: OfficeInvalidError) -> Iterable[tuple[str, object]]:
    found = error.facts["errors"]
    return found.items() if isinstance(found, dict) else ()


def _choices(
    *,
    errors: Mapping[str, str] | None = None,
    given: Mapping[str, object] | None = None,
    is_stale: bool = False,
    address: str = "",
) -> str:
    service = office().notices
    chosen, mailbox = service.chosen(actor()), service.mailbox(actor())
    page = choice_page(chosen, service.sent(actor()), visit())
    stored = {
        "mail": chosen.mail.value,
        "messenger": chosen.messenger,
        "email": mailbox.address,
        "version": mailbox.version,
    }
    return render_template(
        "notices/choices.html",
        **page,
        mails=service.ways.mail,
        given=stored | dict(given or {}),
        errors=errors or {},
        is_stale=is_stale,
        address=address,
    )
