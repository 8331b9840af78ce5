"""Names of BPMN 2.0 and of the dialects that are read beside it.

Elements are known by their local name inside one of the BPMN namespaces;
vendors' attributes by their local name in any namespace but ours and BPMN's,
for Camunda, Activiti, Flowable and Zeebe mean the same by the same word.
"""

MUTUBAKU = "https://mutubaku.id/schema/bpmn/1"
BPMN_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/BPMN/20100524/MODEL",
        "http://schema.omg.org/spec/BPMN/2.0",  # the beta of 2.0, same words
    }
)
XINCLUDE = "http://www.w3.org/2001/XInclude"

# Roots of other notations, so that a person is told which file this is.
OTHER_ROOTS = {
    "Package": "XPDL",
    "BusinessProcessDiagram": "BPMN 1.x",
    "html": "HTML",
    "svg": "SVG",
    "mxfile": "draw.io",
    "XMI": "XMI",
    "pnml": "PNML",
    "epml": "EPML",
}

ACTIVITIES = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    }
)
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
FLOW_NODES = ACTIVITIES | EVENTS | GATEWAYS
CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})

# What else may stand in a process; it changes nothing about how a case runs.
BESIDE_THE_FLOW = frozenset(
    {
        "artifact",
        "association",
        "auditing",
        "callableElement",
        "completionCondition",
        "correlationSubscription",
        "dataInputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataOutputAssociation",
        "dataStoreReference",
        "documentation",
        "eventDefinition",
        "extensionElements",
        "group",
        "humanPerformer",
        "incoming",
        "ioBinding",
        "ioSpecification",
        "laneSet",
        "loopCharacteristics",
        "monitoring",
        "multiInstanceLoopCharacteristics",
        "outgoing",
        "performer",
        "potentialOwner",
        "property",
        "resourceRole",
        "sequenceFlow",
        "standardLoopCharacteristics",
        "supportedInterfaceRef",
        "supports",
        "textAnnotation",
    }
)
