"""Files: one document, whole, by its name."""

from base64 import b64encode

from flask import Response, request

from engine.domain.values import DocumentId
from web.api.operations import Answer, Call, Operation
from web.asking import office


def file(call: Call) -> Response:
    """Answer the file of a document that is ready."""
    document, content = office().readings.archive.file(DocumentId(call.id), call.actor)
    response = Response(content, mimetype=document.media_type)
    name = "".join(one for one in document.name if one.isprintable())
    response.headers.set("Content-Disposition", "attachment", filename=name)
    digest = b64encode(bytes.fromhex(document.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.set_etag(document.sha256)
    response.make_conditional(request)
    return response


OPERATIONS = (
    Operation(
        name="documents_file",
        method="GET",
        path="/documents/<id>",
        view=file,
        answers={
            200: Answer(media_type="*/*", headers=("ETag",)),
            304: Answer(media_type=None),
        },
    ),
)
