"""Perbaikan: a case is put right by hand, foreseen first, with a reason."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.domain.values import ElementId, InstanceId, TaskId, UserId
from engine.errors import MutuBakuError, NotFoundError, OfficeInvalidError, RefusedError
from engine.services.execution.repairs import Bench, Foreseen
from engine.translations import sentence_of
from web.admin.asked import Told, admitting, told
from web.admin.repair_words import PATH, bench_page, foreseen_words
from web.asking import actor, office, tell, visit

DEEDS = ("lewati", "kembalikan", "alihkan")
MOST_LETTERS = 1_000
_FIELDS = ("deed", "task", "decision", "element", "to", "reason")
blueprint = admitting(
    Blueprint("perbaikan", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("/<case>")
def show(case: str) -> str:
    """Show what may be repaired."""
    bench = office().administration.repairs.bench(InstanceId(case), actor())
    return render_template("admin/repair.html", **bench_page(bench, visit()))


@blueprint.get("/<case>/rencana")
def plan(case: str) -> Response:
    """Show what a repair would do, and ask for its reason."""
    return _plan(case, _given(), {})


@blueprint.post("/<case>/rencana")
def repair(case: str) -> Response:
    """Do the repair."""
    given = _given()
    if not given["reason"]:
        found = {"reason": visit().say("admin.reason_needed")}
        return _plan(case, given, found, 422)
    try:
        _done(given)
    except (NotFoundError, RefusedError):
        raise
    except OfficeInvalidError as error:
        return _plan(case, given, told(error), 422)
    except MutuBakuError as error:
        found = {"": sentence_of(error, visit().language)}
        return _plan(case, given, found, 409)
    tell(f"admin.repaired_{given['deed']}")
    return redirect(f"/berkas/{case}", 303)


def _given() -> dict[str, str]:
    sent = request.form if request.method == "POST" else request.args
    given = {name: sent.get(name, "").strip()[:MOST_LETTERS] for name in _FIELDS}
    if given["deed"] not in DEEDS:
        given["deed"] = DEEDS[0]
    return given


def _done(given: dict[str, str]) -> None:
    task, reason = TaskId(given["task"]), given["reason"]
    if given["deed"] == "lewati":
        office().runtime.skip(
            task, actor(), reason=reason, decision=given["decision"] or None
        )
    elif given["deed"] == "kembalikan":
        element = ElementId(given["element"])
        office().runtime.go_back(task, actor(), element=element, reason=reason)
    else:
        to = UserId(given["to"])
        office().inbox.reassign(task, actor(), to=to, reason=reason)


def _plan(
    case: str, given: dict[str, str], errors: Told, status: int = 200
) -> Response:
    bench = office().administration.repairs.bench(InstanceId(case), actor())
    foreseen = None
    possible = True
    try:
        bench.task(TaskId(given["task"]))
        foreseen = _foreseen(bench, given)
    except (NotFoundError, RefusedError):
        raise
    except OfficeInvalidError as error:
        possible, errors = False, errors | told(error)
    except MutuBakuError as error:
        sentence = sentence_of(error, visit().language)
        possible, errors = False, errors | {"": sentence}
    if not possible and status == 200:
        status = 409
    page = render_template(
        "admin/repair_plan.html",
        **bench_page(bench, visit()),
        **foreseen_words(bench, given, foreseen, visit()),
        given=given,
        errors=errors,
        possible=possible,
    )
    return make_response(page, status)


def _foreseen(bench: Bench, given: dict[str, str]) -> Foreseen | None:
    repairs, task = office().administration.repairs, TaskId(given["task"])
    if given["deed"] == "lewati":
        decision = given["decision"] or None
        return repairs.skip(bench.case.id, task, actor(), decision)
    if given["deed"] == "kembalikan":
        element = ElementId(given["element"])
        if bench.step(element) is None:
            raise OfficeInvalidError(errors={"": "admin.choose_step"})
        return repairs.go_back(bench.case.id, task, actor(), element)
    if given["to"] not in dict(bench.names):
        raise OfficeInvalidError(errors={"": "admin.choose_heir"})
    return None
