"""Drawings of deployed versions: the file's own, else lanes of our making.

A version never changes, so its drawing is made once and kept.
"""

from collections import OrderedDict
from threading import Lock

from engine.domain.layout import Layout
from engine.domain.swimlanes import swimlanes
from engine.domain.values import DefinitionId
from engine.ports import DiagramReader, ShapeReader
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition

REMEMBERED = 50


class Drawings:
    """Keeps the drawings of versions. Threads may share one."""

    def __init__(self, *, shapes: ShapeReader, reader: DiagramReader) -> None:
        self._shapes = shapes
        self._reader = reader
        self._kept: OrderedDict[DefinitionId, Layout] = OrderedDict()
        self._lock = Lock()

    def of(self, uow: UnitOfWork, definition: DefinitionId) -> Layout:
        """Return the drawing of a version.

        Raises:
            ProcessNotFoundError: there is none of that id.
        """
        with self._lock:
            known = self._kept.get(definition)
            if known is not None:
                self._kept.move_to_end(definition)
                return known
        layout = self.drawn(uow.definitions.get(definition))
        with self._lock:
            self._kept[definition] = layout
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return layout

    def drawn(self, stored: StoredDefinition) -> Layout:
        """Return the drawing of a version, also of one that is not stored."""
        own = self._shapes.layout(stored.xml, stored.process_id)
        if own is not None:
            return own
        diagram = self._reader.read(stored.xml, stored.file)
        found = [one for one in diagram.processes if one.id == stored.process_id]
        return swimlanes(found[0]) if found else Layout(generated=True)
