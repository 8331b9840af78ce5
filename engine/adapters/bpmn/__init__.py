"""BPMN files as values: the only reader of XML beside the kernel's library."""
