"""Budgets of size, and a docstring on everything that others call."""

import ast
from collections.abc import Iterator
from typing import Any

from tests.house.sources import every, files, name, syntax

PRODUCT = files("engine", "web")
TESTS = files("tests")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@every(PRODUCT + TESTS)
def test_no_module_grows_beyond_its_budget(path):
    budget = 400 if path in TESTS else 300

    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= budget, (
        f"{name(path)}: {lines} lines; split by what changes together"
    )


@every(PRODUCT)
def test_no_function_grows_beyond_forty_lines(path):
    long = {
        node.name: lines
        for node in ast.walk(syntax(path))
        if isinstance(node, FUNCTION)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > 40
    }

    assert not long


@every(PRODUCT)
def test_a_module_and_all_its_public_parts_say_what_they_are_for(path):
    tree = syntax(path)

    silent = [] if ast.get_docstring(tree) else ["the module"]
    silent += [node.name for node in public_parts(tree) if not ast.get_docstring(node)]

    assert not silent


@every(TESTS)
def test_every_test_can_fail(path):
    toothless = [
        node.name
        for node in ast.walk(syntax(path))
        if isinstance(node, FUNCTION)
        and node.name.startswith("test_")
        and not any(can_fail(part) for part in ast.walk(node))
    ]

    assert not toothless


def public_parts(tree: Any) -> Iterator[Any]:
    """Yield public classes, functions and methods.

    A method that another class of the module explains (a protocol, a base) needs
    no second explanation.
    """
    classes: list[Any] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    explained = {
        method.name
        for node in classes
        for method in node.body
        if isinstance(method, FUNCTION) and ast.get_docstring(method)
    }
    yield from filter(is_public, tree.body)
    for node in filter(is_public, classes):
        for method in filter(is_public, node.body):
            if method.name not in explained:
                yield method


def is_public(node: Any) -> bool:
    """Tell whether a node is a class or function that others may call."""
    return isinstance(node, FUNCTION | ast.ClassDef) and not node.name.startswith("_")


def can_fail(node):
    """Tell whether a part of a test states something: an assert or an expectation."""
    words = ("assert", "expect", "raises", "warns", "fail")
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else None
        called = node.func.id if isinstance(node.func, ast.Name) else called
        return called is not None and called.startswith(words)
    return isinstance(node, ast.Assert)
