"""Every operation of the API, and the one blueprint that serves them.

No cookie counts here, so no form can be forged; an answer is never kept by
anybody on the way.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from web import health
from web.api import document_views, instance_views, problems, process_views, task_views
from web.api.openapi import BASE, document
from web.api.operations import Answer, Call, Operation, answer
from web.api.reading import call_of
from web.asking import public, visit

METRICS_TEXT = "text/plain"


def describe() -> Response:
    """Answer the description of the API; everybody may read it."""
    return answer(document(OPERATIONS, visit().language), Vary="Accept-Language")


OPERATIONS: tuple[Operation, ...] = (
    *process_views.OPERATIONS,
    *instance_views.OPERATIONS,
    *task_views.OPERATIONS,
    *document_views.OPERATIONS,
    Operation(
        name="openapi",
        method="GET",
        path="/openapi.json",
        view=describe,
        answers={200: Answer(schema="Description")},
        is_open=True,
    ),
    Operation(
        name="health",
        method="GET",
        path="/health",
        view=health.health,
        answers={200: Answer(schema="Status")},
        problems=(404,),
        is_open=True,
    ),
    Operation(
        name="ready",
        method="GET",
        path="/ready",
        view=health.ready,
        answers={200: Answer(schema="Status"), 503: Answer(schema="Status")},
        problems=(404,),
        is_open=True,
    ),
    Operation(
        name="metrics",
        method="GET",
        path="/metrics",
        view=health.metrics,
        answers={200: Answer(media_type=METRICS_TEXT)},
        problems=(404,),
        is_open=True,
    ),
)


def _served(operation: Operation) -> Callable[..., Response]:
    def serve(id: str = "") -> Response:  # noqa: A002 - the address calls it so
        call: Call = call_of(operation, request, id)
        response: Response = operation.view(call)
        return response

    return serve


def _made() -> Blueprint:
    made = Blueprint("api", __name__, url_prefix=BASE)
    problems.install(made)
    made.register_blueprint(health.blueprint, name="mesin")
    for operation in OPERATIONS:
        if operation.view.__module__ == health.__name__:
            continue  # the machines' own blueprint guards who may ask
        view: Any = operation.view if operation.is_open else _served(operation)
        made.add_url_rule(
            operation.path,
            endpoint=operation.name,
            view_func=public(view),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    return made


blueprint = _made()
