"""Reads one part of a form-js schema into a component, or says why it cannot.

Everything that would be ignored although it promises a check is refused: unknown
kinds, unknown rules, keys that cannot be names, patterns that could run for ever.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.domain.expressions import Expression, compile_expression
from engine.domain.expressions.words import KEYWORDS
from engine.domain.forms.components import CHOICES, KINDS, TEXTS, Component, Option
from engine.domain.forms.patterns import (
    MAX_PATTERN_TEXT,
    PatternRefusedError,
    compile_pattern,
)
from engine.domain.forms.schema import FILE_ID, MAX_CHOSEN, MAX_FILES, MAX_TEXT
from engine.errors import ExpressionInvalidError

MAX_ROWS = 500
MAX_NUMBER = 10**15

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_RULES = frozenset(
    ["required", "minLength", "maxLength", "pattern", "min", "max", "validationType"]
)
_SUBTYPES = ("date", "time", "datetime")


class ComponentRefusedError(Exception):
    """A part of a form cannot be used; becomes `FormInvalidError` at the border."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def read_component(raw: Mapping[str, Any], parts: tuple[Component, ...]) -> Component:
    """Return a part of a form whose inner parts were read before.

    Raises:
        ComponentRefusedError: if the server could not show or check it.
    """
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise ComponentRefusedError("form.unknown_component", kind=str(kind)[:80])
    rules = _mapping(raw, "validate")
    properties = _mapping(raw, "properties")
    unknown = sorted(map(str, set(rules) - _RULES))
    if unknown or raw.get("disallowPassedDates") or raw.get("serializeToString"):
        raise ComponentRefusedError("form.unknown_rule", rule=(unknown or [kind])[0])
    options, options_key, options_expression = _options(raw, kind)
    is_list = kind == "dynamiclist"
    return Component(
        kind=kind,
        key=_key(raw, kind),
        label=_label(raw),
        required=_flag(rules, "required"),
        readonly=_flag(raw, "readonly") or _flag(raw, "disabled"),
        hide=_expression(_mapping(raw, "conditional").get("hide")),
        computed=_computed(raw, kind),
        prefill=_expression(properties.get("prefill")),
        prefill_where=_expression(properties.get("prefillWhere")),
        default=raw.get("defaultValue"),
        rules=_rules(kind, raw, rules),
        options=options,
        options_key=options_key,
        options_expression=options_expression,
        parts=parts,
        fixed_rows=is_list and raw.get("allowAddRemove") is False,
        least_rows=_rows(properties, "minRows", 0) if is_list else 0,
        most_rows=_rows(properties, "maxRows", MAX_ROWS) if is_list else 0,
        raw=raw,
    )


def _mapping(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = raw.get(key) or {}
    if not isinstance(inner, Mapping):
        raise ComponentRefusedError("form.unreadable_part", part=key)
    return inner


def _flag(raw: Mapping[str, Any], key: str) -> bool:
    flag = raw.get(key) or False
    if not isinstance(flag, bool):
        raise ComponentRefusedError("form.not_true_or_false", part=key)
    return flag


def _label(raw: Mapping[str, Any]) -> str:
    label = raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel") or ""
    return str(label)


def _key(raw: Mapping[str, Any], kind: str) -> str:
    if kind == "group":
        if raw.get("path"):
            raise ComponentRefusedError("form.group_with_path")
        return ""
    if kind in ("text", "table", "separator", "spacer", "button"):
        return ""
    key = raw.get("path" if kind == "dynamiclist" else "key")
    if not isinstance(key, str) or not _KEY.fullmatch(key) or key in KEYWORDS:
        raise ComponentRefusedError("form.bad_key", key=str(key)[:80])
    return key


def _expression(text: object) -> Expression | None:
    if text is None or text == "":
        return None
    if not isinstance(text, str):
        raise ComponentRefusedError("form.bad_expression", why="expression.unreadable")
    try:
        return compile_expression(text)
    except ExpressionInvalidError as error:
        raise ComponentRefusedError(
            "form.bad_expression",
            expression=error.facts["expression"],
            why=error.facts["reason"],
            at=error.facts["at"],
        ) from None


def _computed(raw: Mapping[str, Any], kind: str) -> Expression | None:
    if kind != "expression":
        return None
    computed = _expression(raw.get("expression"))
    if computed is None:
        raise ComponentRefusedError("form.bad_expression", why="expression.empty")
    return computed


def _options(
    raw: Mapping[str, Any], kind: str
) -> tuple[tuple[Option, ...] | None, str, Expression | None]:
    if kind not in CHOICES and kind != "checklist":
        return None, "", None
    from_key, expression = raw.get("valuesKey"), raw.get("valuesExpression")
    if expression:
        return None, "", _expression(expression)
    if from_key:
        if not isinstance(from_key, str) or not _KEY.fullmatch(from_key):
            raise ComponentRefusedError("form.bad_key", key=str(from_key)[:80])
        return None, from_key, None
    options = read_options(raw.get("values"))
    if not options:
        raise ComponentRefusedError("form.no_options")
    return options, "", None


def read_options(entries: object) -> tuple[Option, ...]:
    """Return choices written as `{label, value}` or as plain values; else none."""
    if not isinstance(entries, list | tuple) or len(entries) > MAX_CHOSEN:
        return ()
    options: list[Option] = []
    for entry in entries:
        value = entry.get("value") if isinstance(entry, Mapping) else entry
        label = entry.get("label") if isinstance(entry, Mapping) else entry
        if not isinstance(value, str | int | float):
            return ()
        options.append(Option(value=value, label=str(label or value)))
    return tuple(options)


def _rows(properties: Mapping[str, Any], key: str, otherwise: int) -> int:
    rows = properties.get(key, otherwise)
    if isinstance(rows, str) and rows.isdecimal() and len(rows) <= 3:
        rows = int(rows)
    if not isinstance(rows, int) or not 0 <= rows <= MAX_ROWS:
        raise ComponentRefusedError("form.bad_limit", part=key)
    return rows


def _rules(
    kind: str, raw: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    if kind in TEXTS:
        return _text_rules(given)
    if kind == "number":
        return _number_rules(raw, given)
    return _other_rules(kind, raw)


def _other_rules(kind: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    subtype = raw.get("subtype", "date")
    if kind == "datetime" and subtype not in _SUBTYPES:
        raise ComponentRefusedError("form.bad_limit", part="subtype")
    rules: dict[str, dict[str, Any]] = {
        "datetime": {"type": "string", "format": subtype},
        "checkbox": {"type": "boolean"},
        "checklist": {"type": "array", "maxItems": MAX_CHOSEN, "uniqueItems": True},
        "filepicker": {
            "type": "array",
            "maxItems": MAX_FILES if raw.get("multiple") else 1,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": FILE_ID},
        },
    }
    return rules.get(kind, {})


def _text_rules(given: Mapping[str, Any]) -> dict[str, Any]:
    rules: dict[str, Any] = {"type": "string", "maxLength": MAX_TEXT}
    for key in ("minLength", "maxLength"):
        limit = _number(given.get(key), key)
        if limit is not None:
            rules[key] = max(0, min(int(limit), MAX_TEXT))
    pattern = given.get("pattern")
    if pattern:
        try:
            compile_pattern(str(pattern))
        except PatternRefusedError as error:
            raise ComponentRefusedError(str(error), pattern=str(pattern)[:80]) from None
        rules["pattern"] = str(pattern)
        rules["maxLength"] = min(rules["maxLength"], MAX_PATTERN_TEXT)
    kind = given.get("validationType")
    if kind not in (None, "", "custom", "email", "phone"):
        raise ComponentRefusedError("form.unknown_rule", rule=str(kind)[:80])
    return rules | ({"format": kind} if kind in ("email", "phone") else {})


def _number_rules(raw: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    rules: dict[str, Any] = {"type": "number"}
    for key, keyword in (("min", "minimum"), ("max", "maximum")):
        limit = _number(given.get(key), key)
        if limit is not None:
            rules[keyword] = limit
    digits = _number(raw.get("decimalDigits"), "decimalDigits")
    if digits == 0:
        rules["type"] = "integer"
    elif digits is not None:
        rules["decimalDigits"] = int(digits)
    return rules


def _number(limit: object, part: str) -> int | float | None:
    """Return a limit; form-js writes numbers as JSON numbers or as texts."""
    if limit is None or limit == "":
        return None
    try:
        number = Decimal(str(limit)[:40])
    except InvalidOperation:
        raise ComponentRefusedError("form.bad_limit", part=part) from None
    if isinstance(limit, bool) or not number.is_finite() or abs(number) > MAX_NUMBER:
        raise ComponentRefusedError("form.bad_limit", part=part)
    return int(number) if number == int(number) else float(number)
