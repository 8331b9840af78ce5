"""BPMN files in a few words, for tests of the reader."""

from engine.adapters.bpmn.reader import XmlDiagramReader

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:mutubaku="https://mutubaku.id/schema/bpmn/1"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:activiti="http://activiti.org/bpmn"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">\n'
)
STEP = '<userTask id="a" name="Periksa"/>'


def file(inside, head=HEAD):
    """Return a file around the content of `definitions`."""
    return f"{head}{inside}\n</definitions>".encode()


def process(inside=STEP, attributes=""):
    """Return a file with a process: start, what is inside, end."""
    return file(
        f'<process id="p" name="Proses" {attributes}>'
        f'<startEvent id="s"/>{inside}<endEvent id="e"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
        '<sequenceFlow id="f2" sourceRef="a" targetRef="e"/></process>'
    )


def read(source):
    """Return the diagram of a file."""
    return XmlDiagramReader().read(source, "x.bpmn")


def node(source, identifier="a"):
    """Return one node of the first process."""
    nodes = read(source).processes[0].nodes
    return next(one for one in nodes if one.id == identifier)
