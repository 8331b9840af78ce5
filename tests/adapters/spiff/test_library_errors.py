"""Every error of the library becomes one of ours, and its own engine is unreachable."""

import importlib
import pkgutil

import pytest
import SpiffWorkflow
from SpiffWorkflow.bpmn.script_engine import python_environment
from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.adapters.spiff import kernel as module
from engine.adapters.spiff.expressions import SafeEngine
from engine.adapters.spiff.kernel import SpiffKernel
from engine.errors import KernelError
from tests.adapters.spiff.building import Case, Sketch

# The library's parsers and serializers never run here.
UNUSED = (
    "SpiffWorkflow.bpmn.parser",
    "SpiffWorkflow.bpmn.serializer",
    "SpiffWorkflow.serializer",
    "SpiffWorkflow.dmn",
    "SpiffWorkflow.spiff",
)


def library_errors() -> list[type[Exception]]:
    found = set()
    for info in pkgutil.walk_packages(SpiffWorkflow.__path__, "SpiffWorkflow."):
        if info.name.startswith(UNUSED):
            continue
        try:
            names = vars(importlib.import_module(info.name))
        except ImportError:
            continue
        found |= {
            value
            for value in names.values()
            if isinstance(value, type)
            and issubclass(value, Exception)
            and value.__module__.startswith("SpiffWorkflow")
            and not value.__module__.startswith(UNUSED)
        }
    return sorted(found, key=lambda error: error.__qualname__)


def test_the_library_has_errors_to_translate():
    assert SpiffWorkflowException in library_errors()


@pytest.mark.parametrize("error", library_errors(), ids=lambda e: e.__qualname__)
def test_every_error_of_the_library_is_translated(error):
    assert issubclass(error, module.LIBRARY_ERRORS)


def test_an_error_of_the_library_names_the_element(monkeypatch):
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t"), sketch.end())
    case = Case(sketch.definition())
    case.start()

    def fail(*_, **__):
        raise SpiffWorkflowException("out of order")

    monkeypatch.setattr(module, "outcome", fail)

    with pytest.raises(KernelError) as caught:
        case.complete("t")

    assert caught.value.facts["reason"] == "kernel.engine"
    assert "out of order" in caught.value.facts["why"]


def test_a_thawed_case_never_has_the_engine_of_the_library():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t"), sketch.end())
    case = Case(sketch.definition())
    case.start()

    thawed = SpiffKernel()._thaw(case.definition, case.snapshot, {})

    assert isinstance(thawed.script_engine, SafeEngine)
    assert not isinstance(
        thawed.script_engine.environment, python_environment.TaskDataEnvironment
    )


@pytest.mark.parametrize("call", ["execute", "call_service"])
def test_scripts_and_services_are_refused(call):
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t"), sketch.end())
    case = Case(sketch.definition())
    case.start()
    thawed = SpiffKernel()._thaw(case.definition, case.snapshot, {})
    token = next(iter(thawed.live.values()))

    with pytest.raises(KernelError, match="script"):
        getattr(thawed.script_engine, call)(token, script="1")
