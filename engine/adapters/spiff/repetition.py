"""Repeated activities: parallel and sequential multi-instance, standard loop.

The repeated activity is a token of its own that is started and waits; each item
or round is a token in its scope. Only what is still to come is remembered, and
items as JSON text, so that no key of an item can mean anything to a serializer.
"""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.adapters.spiff.items import item_text
from engine.adapters.spiff.specs import TokenSpec
from engine.domain.diagram import Node, Repetition
from engine.domain.values import JsonValue
from engine.errors import KernelError
from engine.ports import ClosedReason

MOST_ITEMS = 200


class _Repeated(TokenSpec):
    """An activity that is done more than once; `inner` is one time of it."""

    def __init__(
        self, process: Any, name: str, node: Node, *, inner: TokenSpec, how: Repetition
    ) -> None:
        super().__init__(process, name, node)
        self.inner = inner
        self.how = how
        inner.repeats = self
        inner.item_name = how.item
        # An inner spec has no arrow of its own; this shows how it is reached.
        self.connect(inner)

    def _owner(self, one: Any) -> Any:
        return one.workflow.live[one.internal_data["scope"]]


class MultiInstance(_Repeated):
    """Once per item of a list or a count, side by side or one after another."""

    def _update_hook(self, my_task: Any) -> bool:
        items = self._items(my_task)
        if not items:
            return True
        own = my_task.internal_data
        own.update(total=len(items), done=0)
        my_task._set_state(TaskState.STARTED)
        texts = [item_text(item, self.element) for item in items]
        if self.how.sequential:
            own["items"] = texts
            texts = texts[:1]
        for index, text in enumerate(texts):
            self._enter_one(my_task, index, text)
        return False

    def _enter_one(self, owner: Any, index: int, text: str) -> None:
        owner.workflow.enter(self.inner, scope=owner.id, index=index, item=text)

    def one_done(self, one: Any) -> None:
        """Count an item as done; go on to the next, or on from here."""
        owner = self._owner(one)
        own = owner.internal_data
        own["done"] += 1
        case = one.workflow
        if own["done"] == own["total"]:
            case.trigger(owner)
        elif self._is_enough(one, own):
            for other in case.among("scope", owner.id):
                case.take_away(other, ClosedReason.CANCELLED)
            case.trigger(owner)
        elif self.how.sequential:
            self._enter_one(owner, own["done"], own["items"][own["done"]])

    def _is_enough(self, one: Any, own: dict[str, Any]) -> bool:
        if self.how.completion_condition is None:
            return False
        active = 1 if self.how.sequential else own["total"] - own["done"]
        counts = {
            "nrOfInstances": own["total"],
            "nrOfCompletedInstances": own["done"],
            "nrOfActiveInstances": active,
        }
        engine = one.workflow.script_engine
        return bool(engine.holds(one, self.how.completion_condition, counts))

    def _items(self, my_task: Any) -> list[JsonValue]:
        engine = my_task.workflow.script_engine
        if self.how.collection is not None:
            value = engine.evaluate(my_task, self.how.collection)
            if not isinstance(value, list):
                raise self._unusable("kernel.not_a_list", self.how.collection)
            self._check_count(len(value))
            return value
        if self.how.cardinality is None:
            raise self._unusable("kernel.not_a_list", None)
        count = engine.evaluate(my_task, self.how.cardinality)
        if isinstance(count, float) and count.is_integer():
            count = int(count)
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise self._unusable("kernel.not_a_count", self.how.cardinality)
        self._check_count(count)
        return list(range(count))

    def _unusable(self, reason: str, expression: str | None) -> KernelError:
        return KernelError(reason=reason, element=self.element, expression=expression)

    def _check_count(self, count: int) -> None:
        if count > MOST_ITEMS:
            raise KernelError(
                reason="kernel.too_many_items",
                element=self.element,
                count=count,
                most=MOST_ITEMS,
            )


class Loop(_Repeated):
    """Again and again while a condition holds, up to a maximum of rounds."""

    def _update_hook(self, my_task: Any) -> bool:
        if self.how.test_before and not self._goes_on(my_task, 0):
            return True
        my_task._set_state(TaskState.STARTED)
        self._enter_round(my_task, 0)
        return False

    def _enter_round(self, owner: Any, done: int) -> None:
        owner.internal_data["done"] = done
        owner.workflow.enter(self.inner, scope=owner.id, index=done)

    def one_done(self, one: Any) -> None:
        """Count a round; start the next, or go on from here."""
        owner = self._owner(one)
        done = owner.internal_data["done"] + 1
        if self._goes_on(one, done):
            self._enter_round(owner, done)
        else:
            one.workflow.trigger(owner)

    def _goes_on(self, token: Any, done: int) -> bool:
        if self.how.maximum is not None and done >= self.how.maximum:
            return False
        if self.how.loop_condition is None:
            # Without a condition only the maximum says how often.
            return self.how.maximum is not None
        engine = token.workflow.script_engine
        counter: dict[str, JsonValue] = {"loopCounter": done}
        return bool(engine.holds(token, self.how.loop_condition, counter))
