"""SOP: read by every officer, started by those whom it lets start."""

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import ProcessKey
from engine.services.execution.starting import StartOrder
from web.asking import actor, office, tell, visit
from web.case_words import PERIOD, period_choices, period_words
from web.sops.presenters import PATH, list_page, sop_page, start_page

MOST_LETTERS = 150
blueprint = Blueprint("sop", __name__, url_prefix=PATH)


@blueprint.get("")
def listing() -> str:
    """Show the SOPs in use."""
    lines = office().readings.catalog.listing(actor())
    waiting = office().approval_reading.waiting(actor())
    return render_template("sops/list.html", **list_page(lines, waiting))


@blueprint.get("/<key>")
@blueprint.get("/<key>/<int:version>")
def show(key: str, version: int | None = None) -> str:
    """Show a version, the newest where none is named."""
    found = office().readings.catalog.version(ProcessKey(key), actor(), version)
    return render_template("sops/sop.html", **sop_page(found, visit()))


@blueprint.get("/<key>/<int:version>/diagram.bpmn")
def source(key: str, version: int) -> Response:
    """Hand out a version's diagram as it was deployed."""
    stored = office().readings.catalog.source(ProcessKey(key), version)
    answer = make_response(stored.xml)
    answer.mimetype = "application/xml"
    name = f"{stored.process_id}-v{version}.bpmn"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.get("/<key>/mulai")
def ask(key: str) -> str:
    """Ask for title and period of a case."""
    return _form(key, {})


@blueprint.post("/<key>/mulai")
def start(key: str) -> Response | tuple[str, int]:
    """Start a case; the same request sent twice starts one."""
    filled = {
        name: request.form.get(name, "") for name in ("judul", "periode", "kunci")
    }
    title, period = filled["judul"].strip(), filled["periode"]
    if len(title) > MOST_LETTERS or (period and not PERIOD.fullmatch(period)):
        return _form(key, filled, error=visit().say("sops.start_wrong")), 422
    order = StartOrder(
        process=ProcessKey(key),
        title=title or _title(key, period),
        period=period,
        idempotency_key=filled["kunci"][:64] or None,
    )
    case = office().runtime.start(order, actor())
    tell("sops.started", n=case.number)
    return redirect(f"/berkas/{case.id}", 303)


def _title(key: str, period: str) -> str:
    """Return the title of a case that was given none."""
    name = office().readings.catalog.version(ProcessKey(key), actor()).line.summary.name
    words = period_words(period, visit())
    return f"{name[:MOST_LETTERS]} – {words}" if words else name


def _form(key: str, filled: dict[str, str], *, error: str = "") -> str:
    found = office().readings.catalog.version(ProcessKey(key), actor())
    if not found.line.may_start:
        abort(403)
    periods = period_choices(office().clock.now(), visit())
    page = start_page(found, filled)
    return render_template("sops/start.html", **page, periods=periods, error=error)
