"""PDF/A-3a of a template and its data: the only place that knows WeasyPrint.

The same template, context and attachments give the same bytes: no clock is read,
and the file's dates come from `tanggal` of the context. Nothing is fetched; an
image travels as a data address.
"""

import base64
import logging
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import weasyprint  # type: ignore[import-untyped]
from weasyprint.urls import (  # type: ignore[import-untyped]
    FatalURLFetchingError,
    URLFetcher,
)

from engine.adapters.pdf_templates import fill
from engine.errors import TemplateInvalidError
from engine.ports import Attachment

MAX_PAGES = 200
MAX_ATTACHED = 20_000_000
_EPOCH = date(2000, 1, 1)
# What layout raises on HTML and CSS that no test of its authors foresaw.
_UNPRINTABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)

# It tells of every CSS word it does not know; officers cannot act on that.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


class _NothingOutside(URLFetcher):  # type: ignore[misc]
    """Gives what a data address holds and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
        if not url.casefold().startswith("data:"):
            raise _OutsideError(url[:200])
        return super().fetch(url, headers)


class _OutsideError(FatalURLFetchingError):  # type: ignore[misc]
    """A template asked for an address; it goes through WeasyPrint unharmed."""


class WeasyRenderer:
    """Renders in this process; `RenderProcess` puts time and memory limits around it."""

    def render(
        self,
        template: str,
        context: Mapping[str, object],
        attachments: Sequence[Attachment] = (),
        partials: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the bytes of a PDF/A-3a.

        Args:
            template: source of a Jinja2 template.
            context: plain values; `tanggal` (a date or ISO text) dates the file.
            attachments: go into the PDF as its source data.
            partials: sources that the template extends or imports, by name.

        Raises:
            TemplateInvalidError: if the template cannot be read or filled, asks for
                an address, or makes more than 200 pages.
        """
        if sum(len(one.content) for one in attachments) > MAX_ATTACHED:
            raise _refusal("template.attachments_too_large")
        html = fill(template, context, partials or {})
        made = _day_of(context.get("tanggal"))
        try:
            return _printed(html, attachments, made)
        except _OutsideError as error:
            raise _refusal("template.outside", str(error)) from error
        except _UNPRINTABLE as error:
            detail = f"{type(error).__name__}: {error}"
            raise _refusal("template.unprintable", detail[:200]) from error


def _printed(html: str, attachments: Sequence[Attachment], made: date) -> bytes:
    document = weasyprint.HTML(
        string=html, base_url="about:blank", url_fetcher=_NothingOutside()
    ).render(pdf_variant="pdf/a-3a", pdf_tags=True)
    if len(document.pages) > MAX_PAGES:
        raise _refusal("template.too_many_pages", str(len(document.pages)))
    document.metadata.created = document.metadata.modified = made.isoformat()
    document.metadata.generator = "Mutu Baku"
    # WeasyPrint forgets to close the colour profile that it brings along.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        written: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            attachments=[_attached(one, made) for one in attachments],
            optimize_images=True,
        )
    return written


def _attached(attachment: Attachment, made: date) -> weasyprint.Attachment:
    content = base64.b64encode(attachment.content).decode()
    moment = datetime(made.year, made.month, made.day, tzinfo=UTC)
    return weasyprint.Attachment(
        url=f"data:{attachment.media_type};base64,{content}",
        url_fetcher=_NothingOutside(),
        name=attachment.name,
        description=attachment.name,
        created=moment,
        modified=moment,
        relationship="Source",
    )


def _day_of(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return _EPOCH


def _refusal(reason: str, detail: str = "") -> TemplateInvalidError:
    return TemplateInvalidError(template="", reason=reason, line=None, detail=detail)
