"""Forms: what an officer fills in at a step, checked by the server.

`FormDefinition` reads a form-js schema, `check_submission` decides about what was
sent, `default_submission` gives what a form shows first, `coerce_text_values` reads
what a plain HTML form posts.
"""

from engine.domain.forms.components import PLAIN, Component, Option, fields_of
from engine.domain.forms.definition import NOTE, FormDefinition, generic_form
from engine.domain.forms.filling import options_of
from engine.domain.forms.posted import coerce_text_values, number_of
from engine.domain.forms.submission import (
    Submission,
    check_submission,
    default_submission,
    settled_values,
)

__all__ = [
    "NOTE",
    "PLAIN",
    "Component",
    "FormDefinition",
    "Option",
    "Submission",
    "check_submission",
    "coerce_text_values",
    "default_submission",
    "fields_of",
    "generic_form",
    "number_of",
    "options_of",
    "settled_values",
]
