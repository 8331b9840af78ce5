"""Names of things: the ids and plain values that every room shares.

Ids are `NewType`s so that mypy tells a task from a token; `JsonValue` is what a
form, an expression and the database may carry.
"""

from collections.abc import Mapping
from typing import NewType

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]
CaseData = Mapping[str, JsonValue]

ElementId = NewType("ElementId", str)
FlowId = NewType("FlowId", str)
TokenId = NewType("TokenId", str)

ProcessKey = NewType("ProcessKey", str)
DefinitionId = NewType("DefinitionId", str)
InstanceId = NewType("InstanceId", str)
TaskId = NewType("TaskId", str)
DocumentId = NewType("DocumentId", str)
UserId = NewType("UserId", str)
RoleKey = NewType("RoleKey", str)
FormKey = NewType("FormKey", str)
TemplateKey = NewType("TemplateKey", str)
CalendarKey = NewType("CalendarKey", str)
