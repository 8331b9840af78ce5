"""`make bench`: the costs of the product, on both databases.

Prints a table and writes build/bench.json. Budgets are those of the project's
plan; a figure over its budget is marked, not hidden. How each is measured is
told in docs/performance.md.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from engine.clock import SystemClock
from tests.bench import calls, crowd, load, rest, steps, supervising, ticking
from tests.bench.meters import Figure
from tests.bench.offices import ROOT
from tests.postgres import create_database, drop_database, programs, start_cluster

OUT = ROOT / "build" / "bench.json"


def main() -> None:
    """Measure everything once; `--seconds` says how long browsers work."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=load.SECONDS)
    seconds = reader.parse_args().seconds
    began = time.monotonic()
    results: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="mutubaku-bench-") as folder:
        numbers = iter(range(99))

        def file() -> str:
            return f"sqlite:///{folder}/{next(numbers)}.db"

        _show(results, "kernel", steps.kernel_figures(file()))
        _show(results, "working time", rest.worktime_figures(file()))
        _show(results, "documents", rest.pdf_figures(file()))
        _show(results, "sqlite", steps.figures(file()))
        _show(results, "sqlite", calls.figures(file()))
        _show(results, "sqlite", crowd.figures(file()))
        _show(results, "sqlite", supervising.figures(file()))
        _show(results, "sqlite", ticking.figures(file()))
        seen = load.figures(Path(folder), seconds=seconds)
        _show(results, f"{load.BROWSERS} browsers for {seconds:g} s, sqlite", seen)
    with _postgres() as server:
        if server is None:
            _say("\nPostgreSQL is missing: its half is not measured")
        else:
            for part in (steps, calls, crowd, supervising, ticking):
                url = create_database(server)
                _show(results, "postgresql", part.figures(url))
                drop_database(url)
    _write(results, seconds=time.monotonic() - began)


@contextmanager
def _postgres() -> Iterator[str | None]:
    found = programs()
    if found is None:
        yield None
        return
    cluster = start_cluster(found)
    try:
        yield cluster.url
    finally:
        cluster.stop()


def _show(results: dict[str, list[Figure]], part: str, figures: list[Figure]) -> None:
    if part not in results:
        _say(f"\n{part}")
    results.setdefault(part, []).extend(figures)
    for one in figures:
        budget = "" if one.budget is None else f"budget {one.budget:g} {one.unit}"
        value = f"{one.value:,.3f}".rstrip("0").rstrip(".")
        _say(f"  {one.name:<58} {value:>12} {one.unit:<3} {budget:<18} {one.verdict}")
    sys.stdout.flush()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _write(results: dict[str, list[Figure]], *, seconds: float) -> None:
    figures = [
        {"part": part, **asdict(one), "verdict": one.verdict}
        for part, ones in results.items()
        for one in ones
    ]
    over = [one["name"] for one in figures if one["verdict"] == "OVER"]
    told = {
        "measured_at": SystemClock().now().isoformat(),
        "seconds": round(seconds, 1),
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
            "load_average": os.getloadavg()[0],
        },
        "over_budget": over,
        "figures": figures,
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    _say(f"\n{len(figures)} figures in {seconds:.0f} s, {len(over)} over budget")
    _say(f"written to {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
