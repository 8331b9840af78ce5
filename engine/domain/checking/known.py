"""What the office has already: the world a diagram is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.domain.decisions import DecisionTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Forms, templates, processes and roles that exist; None: nobody can say.

    A deployed version is checked again when it is loaded, and must be told the
    world it was deployed in, else its steps could change.

    Attributes:
        forms: for each form key the names that the form fills.
        templates: keys of document templates.
        tables: decision tables by key, with mistakes or without.
        processes: keys of deployed processes.
        roles: names of the office's roles.
        strict: what is unknown is an error, as `deploy` needs it; else a warning.
    """

    forms: Mapping[str, frozenset[str]] | None = None
    templates: frozenset[str] | None = None
    tables: Mapping[str, DecisionTable] | None = None
    processes: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    strict: bool = False


NOTHING_KNOWN = Known()
