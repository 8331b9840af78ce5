"""The little of YAML that an answers file needs: texts, numbers, lists, mappings.

YAML 1.1 reads `10:30` as 630 and `007` as 7, knows tags that build things no form
takes, and lets a short file mean more values than any memory holds. None of that is
wanted here.
"""

import re
from collections.abc import Iterable
from typing import Any, cast

import yaml

from engine.errors import AnswersInvalidError

MAX_VALUES = 200_000
_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,18})\.[0-9]{1,18}\Z")
_PLAIN = ("bool", "null", "merge")


def read_yaml(text: bytes) -> object:
    """Return the one value that a YAML text holds, of plain kinds only.

    Raises:
        AnswersInvalidError: it cannot be read, or means more than 200,000 values.
    """
    try:
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - made from SafeLoader
        _counted(loaded)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = str(mark.line + 1) if mark is not None else ""
        raise AnswersInvalidError(where=line, reason="answers.unreadable") from error
    return loaded


class _Loader(yaml.SafeLoader):
    """Plain values only; a key that stands twice is a mistake, not an update."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002
    ) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"«{key.value}»", problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge what `<<` names, each key once: merges of merges grow tenfold."""
        super().flatten_mapping(node)
        if len(node.value) > MAX_VALUES:
            raise AnswersInvalidError(where="", reason="answers.too_large")
        last: dict[object, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            last[key.value if isinstance(key, yaml.ScalarNode) else id(key)] = (
                key,
                value,
            )
        node.value = list(last.values())


def _refused(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    del loader
    raise yaml.constructor.ConstructorError(
        problem=f"«{node.tag}»", problem_mark=node.start_mark
    )


def _integer(loader: _Loader, node: yaml.Node) -> object:
    return _number(loader, node, _INTEGER)


def _decimal(loader: _Loader, node: yaml.Node) -> object:
    return _number(loader, node, _DECIMAL)


def _number(
    loader: _Loader, node: yaml.Node, shape: re.Pattern[str]
) -> int | float | object:
    if not isinstance(node, yaml.ScalarNode) or not shape.match(node.value):
        return _refused(loader, node)
    return float(node.value) if "." in node.value else int(node.value)


# What is no truth value, no null and no plain number stays the text that forms take:
# dates, times of day, numbers of letters with zeros in front.
_Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0].removeprefix(_TAG) in _PLAIN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _name, _shape in (("int", _INTEGER), ("float", _DECIMAL)):
    _Loader.add_implicit_resolver(f"{_TAG}{_name}", _shape, list("-0123456789"))
_Loader.yaml_constructors = {
    tag: made
    for tag, made in yaml.SafeLoader.yaml_constructors.items()
    if str(tag).removeprefix(_TAG) in {*_PLAIN, "str", "seq", "map"}
}
_Loader.add_constructor(f"{_TAG}int", _integer)
_Loader.add_constructor(f"{_TAG}float", _decimal)
_Loader.add_constructor(None, _refused)


def _counted(value: object, seen: int = 0) -> int:
    """Return how many values there are; an alias of an alias fills any memory."""
    if seen > MAX_VALUES:
        raise AnswersInvalidError(where="", reason="answers.too_large")
    seen += 1
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for one in cast(Iterable[object], inner):
            seen = _counted(one, seen)
    return seen
