"""What an activity carries: form, performer, due date, repetition, documents.

Our own attributes come first; a vendor's word counts where it means the same.
"""

import re

from lxml import etree

from engine.adapters.bpmn.looking import (
    child_text,
    children,
    extensions,
    foreign,
    foreign_extension,
    own,
    own_extensions,
    text_of,
)
from engine.domain.diagram import MutuBaku, Repetition

_GROUP = re.compile(r"\b(?:group|user)\(\s*([^(),]+?)\s*\)")


def read_form(element: etree._Element) -> tuple[str | None, bool]:
    """Return the form's key and whether it is another product's."""
    key = own(element, "form")
    if key is not None:
        return key, False
    key = (
        foreign(element, "formKey", "formRef")
        or foreign_extension(element, "formDefinition", "formId")
        or foreign_extension(element, "formDefinition", "formKey")
        or foreign_extension(element, "formDefinition", "externalReference")
        or _spiff_form(element)
    )
    return key, key is not None


def read_performer(element: etree._Element) -> tuple[str | None, bool]:
    """Return the performer and whether another product's words name it."""
    role = own(element, "performer")
    if role is not None:
        return role, False
    role = (
        foreign(element, "candidateGroups")
        or foreign_extension(element, "assignmentDefinition", "candidateGroups")
        or foreign(element, "assignee", "candidateUsers")
        or foreign_extension(element, "assignmentDefinition", "assignee")
        or _owner(element)
    )
    return role, role is not None


def read_due(element: etree._Element) -> tuple[str | None, bool]:
    """Return the due date's expression and whether it is another product's."""
    due = own(element, "due")
    if due is not None:
        return due, False
    due = foreign(element, "dueDate") or foreign_extension(
        element, "taskSchedule", "dueDate"
    )
    return due, due is not None


def read_mutu_baku(element: etree._Element) -> MutuBaku:
    """Return the texts of the SOP's table, verbatim."""
    for found in own_extensions(element, "mutuBaku"):
        return MutuBaku(
            kelengkapan=found.get("kelengkapan") or "",
            output=found.get("output") or "",
            keterangan=found.get("keterangan") or "",
        )
    return MutuBaku()


def read_documents(element: etree._Element) -> tuple[str, ...]:
    """Return the keys of the templates that the step prints, blank ones left out."""
    found = (
        (document.get("template") or "").strip()
        for document in own_extensions(element, "document")
    )
    return tuple(dict.fromkeys(key for key in found if key))


def read_signers(element: etree._Element) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return who signs which document, in the order in which they sign."""
    named: dict[str, tuple[str, ...]] = {}
    for document in own_extensions(element, "document"):
        template = (document.get("template") or "").strip()
        signers = tuple(dict.fromkeys((document.get("signer") or "").split()))
        if template and signers:
            named.setdefault(template, signers)
    return tuple(named.items())


def read_instructions(element: etree._Element) -> str:
    """Return the documentation, SpiffWorkflow's instructions after it."""
    texts = [text_of(child) for child in children(element, "documentation")]
    texts += [
        text_of(child)
        for child in extensions(element)
        if etree.QName(child).localname == "instructionsForEndUser"
    ]
    return "\n\n".join(text for text in texts if text)


def read_called(element: etree._Element) -> str | None:
    """Return the key of the called process, without a namespace prefix."""
    called = (element.get("calledElement") or "").strip() or foreign_extension(
        element, "calledElement", "processId"
    )
    return called.rsplit(":", 1)[-1] or None if called else None


def read_implementation(element: etree._Element) -> str | None:
    """Return what an automatic task names as its machine part, or None."""
    named = foreign(
        element,
        "class",
        "delegateExpression",
        "expression",
        "type",
        "topic",
        "decisionRef",
    )
    return (
        named
        or foreign_extension(element, "taskDefinition", "type")
        or foreign_extension(element, "calledDecision", "decisionId")
        or _plain_implementation(element)
    )


def read_repetition(element: etree._Element) -> Repetition | None:
    """Return how an activity repeats, or None where it is done once."""
    for loop in children(element, "standardLoopCharacteristics"):
        return Repetition(
            is_loop=True,
            loop_condition=child_text(loop, "loopCondition"),
            test_before=loop.get("testBefore") == "true",
            maximum=_whole(loop.get("loopMaximum")),
        )
    for loop in children(element, "multiInstanceLoopCharacteristics"):
        return Repetition(
            sequential=loop.get("isSequential") == "true",
            cardinality=child_text(loop, "loopCardinality"),
            collection=_collection(element, loop),
            item=_item(element, loop),
            completion_condition=child_text(loop, "completionCondition"),
        )
    return None


def _owner(element: etree._Element) -> str | None:
    """Return whom BPMN's own words name, the group of `group(x)` by itself."""
    for owner in children(element, "potentialOwner", "humanPerformer", "performer"):
        for assignment in children(owner, "resourceAssignmentExpression"):
            text = text_of(assignment)
            if text:
                return _GROUP.sub(r"\1", text)
    return None


def _collection(element: etree._Element, loop: etree._Element) -> str | None:
    return (
        own(loop, "collection")
        or own(element, "collection")
        or foreign(loop, "collection")
        or foreign_extension(loop, "loopCharacteristics", "inputCollection")
        or child_text(loop, "loopDataInputRef")
    )


def _item(element: etree._Element, loop: etree._Element) -> str | None:
    named = (
        own(loop, "item")
        or own(element, "item")
        or foreign(loop, "elementVariable")
        or foreign_extension(loop, "loopCharacteristics", "inputElement")
    )
    if named:
        return named
    for item in children(loop, "inputDataItem"):
        return (item.get("name") or item.get("id") or "").strip() or None
    return None


def _spiff_form(element: etree._Element) -> str | None:
    for child in extensions(element):
        if child.get("name") == "formJsonSchemaFilename":
            return (child.get("value") or "").strip() or None
    return None


def _plain_implementation(element: etree._Element) -> str | None:
    text = (element.get("implementation") or "").strip()
    return None if text in {"", "##WebService", "##unspecified"} else text


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
