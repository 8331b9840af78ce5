"""What all applications of a run compile alike, compiled once in a process.

Each test has an application of its own. Compiling its 230 addresses and the
templates that it shows cost a quarter second of processor time, more than most
tests: Jinja2 has a place for what was compiled before, werkzeug has none.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

_compile: Callable[..., Any] = Rule._compile_builder
_builders: dict[tuple[object, ...], Callable[..., Any]] = {}


class Templates(BytecodeCache):
    """Templates by their name and what is written in them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._known[bucket.key, bucket.checksum] = bucket.code


def compile_once() -> None:
    """Let every application from now on take what another one compiled."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}
    Rule._compile_builder = _builder  # type: ignore[assignment,method-assign]


def _builder(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002 - werkzeug's own
    """Return what writes a rule's address; nothing in it belongs to one rule only."""
    if rule.defaults:
        return _compile(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]
