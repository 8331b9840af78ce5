"""Jinja2 templates that an office may write, run where they can do no harm.

The sandbox sees plain values only: no attribute of a Python object, nothing that
starts with an underscore, no file, no address. A name that the case does not fill
prints as a dotted blank to be written on by hand, as on a paper form.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, DictLoader, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from engine.adapters.pdf_filters import BLANK, FILTERS
from engine.errors import TemplateInvalidError

MAX_HTML = 2_000_000
MAX_TEMPLATE = 200_000
_MAIN = "template"
_PLAIN = (str, Markup, int, float, list, tuple, dict, bytes)
# Methods whose result is as long as somebody says, not as long as what they get.
_WIDENS = frozenset(
    {
        *("format", "format_map", "zfill", "ljust", "rjust", "center"),
        *("expandtabs", "to_bytes"),
    }
)
# What filters, and Python where it compiles a template, raise on odd sources: a
# number as a table, a folder as a zone, loops in more loops than Python allows.
_FAILED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class _Blank(ChainableUndefined):
    """A value nobody filled: prints dots, counts as empty."""

    def __str__(self) -> str:
        return BLANK

    def __html__(self) -> str:
        return BLANK


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, narrowed to the methods of plain values."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        if isinstance(obj, _PLAIN) and attr in _WIDENS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401, ARG002
        # Jinja2 would allow `format` in a sandbox of its own; a width can cost a
        # gigabyte, so it is refused like any other unsafe attribute.
        return None

    def unsafe_undefined(self, obj: Any, attribute: str) -> NoReturn:  # noqa: ANN401, ARG002
        raise SecurityError(attribute)

    def call_binop(
        self,
        context: Any,  # noqa: ANN401
        operator: str,
        left: Any,  # noqa: ANN401
        right: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or not numbers:
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def fill(
    source: str,
    context: Mapping[str, object],
    partials: Mapping[str, str],
    filters: Mapping[str, Callable[..., object]] | None = None,
) -> str:
    """Return the HTML of a template.

    Args:
        source: the template; it may extend, import and include `partials`.
        context: plain values; undefined ones and None print as a dotted blank.
        partials: template sources by the name that templates call them.
        filters: replace or add to the product's own.

    Raises:
        TemplateInvalidError: if it cannot be read or filled, or grows too large.
    """
    if len(source) + sum(map(len, partials.values())) > MAX_TEMPLATE:
        raise TemplateInvalidError(
            template="", reason="template.too_long", line=None, detail=""
        )
    environment = _environment({**partials, _MAIN: source}, filters or {})
    try:
        return _limited(environment.get_template(_MAIN).generate(dict(context)))
    except TemplateError as error:
        _refuse(error)
    except _FAILED as why:
        raise TemplateInvalidError(
            template="",
            reason="template.failed",
            line=_line_of(why),
            detail=str(why)[:200],
        ) from why


def _environment(
    sources: Mapping[str, str], filters: Mapping[str, Callable[..., object]]
) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(
        loader=DictLoader(dict(sources)),
        autoescape=True,
        undefined=_Blank,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.globals.pop("lipsum", None)
    # These print how a value looks inside Python, or build texts of any length.
    for name in ("pprint", "format", "center", "indent", "xmlattr", "tojson"):
        environment.filters.pop(name, None)
    environment.filters.update(FILTERS)
    environment.filters.update(filters)
    return environment


def _shown(value: object) -> object:
    return BLANK if value is None else value


def _limited(pieces: Any) -> str:  # noqa: ANN401 - jinja2 yields strings
    written: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_HTML:
            raise TemplateInvalidError(
                template="", reason="template.too_large", line=None, detail=""
            )
        written.append(piece)
    return "".join(written)


def _refuse(error: TemplateError) -> NoReturn:
    reason, line = "template.failed", _line_of(error)
    if isinstance(error, TemplateSyntaxError):
        reason, line = "template.unreadable", error.lineno
    elif isinstance(error, TemplateNotFound):
        reason = "template.part_missing"
    elif isinstance(error, SecurityError):
        reason = "template.refused"
    raise TemplateInvalidError(
        template="", reason=reason, line=line, detail=str(error.message or "")[:200]
    ) from error


def _line_of(error: BaseException) -> int | None:
    """Return the line of the innermost template frame of a traceback."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") is None or (
            trace.tb_frame.f_code.co_filename == "<template>"
        ):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
