"""Specs of the definitions in use, one per version and shared by all its cases."""

from collections import OrderedDict
from threading import Lock

from engine.adapters.spiff.building import CaseSpec, build_spec
from engine.domain.definitions import ProcessDefinition
from engine.domain.values import DefinitionId, ProcessKey

_Key = tuple[DefinitionId, ProcessKey, str]


class SpecCache:
    """The most recently used specs, for any number of threads.

    A spec is never changed once it is built, so cases share it freely.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._specs: OrderedDict[_Key, CaseSpec] = OrderedDict()
        self._lock = Lock()

    def spec_of(self, definition: ProcessDefinition) -> CaseSpec:
        """Return the spec of a definition, building it at first use."""
        key = (definition.id, definition.key, definition.checksum)
        with self._lock:
            spec = self._specs.get(key)
            if spec is not None and _is_of(spec, definition):
                self._specs.move_to_end(key)
                return spec
        # Built outside the lock: a large diagram must not hold up other cases.
        # Two threads may build the same spec; either will do.
        spec = build_spec(definition.canonical)
        with self._lock:
            self._specs[key] = spec
            while len(self._specs) > self._most:
                self._specs.popitem(last=False)
        return spec


def _is_of(spec: CaseSpec, definition: ProcessDefinition) -> bool:
    # A draft that is tried out has no id, and its checksum says nothing of the
    # forms that the check knew. Mostly it is the very same graph.
    graph = definition.canonical
    return spec.process is graph or spec.process == graph
