"""Twenty diagrams of other people and tools get the verdict and the names.

The files and what a good service says of each lie beside the repository; they
are not ours to copy.
"""

import csv
import re
import time
from pathlib import Path

import pytest

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.domain.checking import check
from engine.domain.compiling import compile_definition
from engine.domain.problems import Severity, Verdict
from engine.domain.values import DefinitionId
from engine.translations import sentence
from tests.domain.checking.invariants import assert_canonical

SAMPLES = Path(__file__).parents[4] / "shared/samples/bpmn"
MANIFEST = SAMPLES / "manifest.csv"
ROWS = (
    list(csv.DictReader(MANIFEST.read_text(encoding="utf-8").splitlines()))
    if MANIFEST.exists()
    else []
)
pytestmark = pytest.mark.skipif(not ROWS, reason="the sample diagrams are not here")
WORDS = {
    Verdict.DEPLOYABLE: "deployable",
    Verdict.DEPLOYABLE_WITH_WARNINGS: "deployable with warnings",
    Verdict.REFUSED: "refused",
}


def _checked(row):
    source = (SAMPLES / row["file"]).read_bytes()
    return check(XmlDiagramReader().read(source, row["file"]))


def _said(found):
    return "\n".join(
        sentence(f"check.{one.code}", "en", one.shown) for one in found.problems
    )


def _accepted(row):
    accepted = {row["expected"]}
    if row["also_acceptable"].startswith("refuse"):
        accepted.add("refused")
    if row["also_acceptable"].startswith("deploy"):
        accepted |= {"deployable", "deployable with warnings"}
    return accepted


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"][:3])
def test_the_verdict_is_one_that_the_manifest_accepts(row):
    assert WORDS[_checked(row).verdict] in _accepted(row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"][:3])
def test_everything_that_should_be_named_is_named(row):
    said = " ".join(_said(_checked(row)).split())

    for line in row["should_say"].split(" || "):
        if line.startswith("info"):
            continue
        for name in re.findall(r'"([^"]+)"', line):
            # A condition is quoted too; it shows how much of a text is a name.
            if "${" not in line:
                assert " ".join(name.split()) in said, line


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"][:3])
def test_every_sample_is_checked_and_compiled_within_a_second(row):
    begun = time.process_time()

    found = _checked(row)
    for process in found.processes:
        if process.canonical is not None:
            assert_canonical(process.canonical)
            compile_definition(
                process, version=1, definition_id=DefinitionId("d"), checksum=""
            )

    assert time.process_time() - begun < 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"][:3])
def test_no_error_of_a_sample_comes_without_a_remedy(row):
    for one in _checked(row).problems:
        hint = sentence(f"check.{one.code}.hint", "id", one.shown)
        assert hint
        if one.severity is Severity.ERROR:
            assert one.element
            assert one.line
