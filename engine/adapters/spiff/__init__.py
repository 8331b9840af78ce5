"""SpiffWorkflow behind the `ProcessKernel` port; its types never leave this package.

SpiffWorkflow gives tasks, their states and life cycle, specs and the workflow
that holds them. Where its own specs read the tree of what happened before
(joins, boundary events, prediction, multi-instances), ours keep tokens instead:
a token knows its scope and the arrow it came by, so finished history can be
dropped after every step. See docs/adr/0002-kernel-as-pure-function.md.
"""

import logging

# Below WARNING, SpiffWorkflow logs every state change together with the task's
# data, and the items of a multi-instance are people's data.
for _name in ("spiff", "spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)
