"""Counts of requests in this process, as Prometheus reads them.

Rules, not addresses, are counted: an address would tell of a case, and there
are as many of them as there are cases.
"""

from bisect import bisect_left
from collections import Counter
from threading import Lock

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """How many requests of each rule ended how, and how long they took."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def observe(self, method: str, rule: str, status: int, seconds: float) -> None:
        """Count one answer; `seconds` is wall time."""
        with self._lock:
            self._answers[method, rule, status] += 1
            self._buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def text(self, gauges: dict[str, float]) -> str:
        """Return everything in the exposition format, with gauges of the moment."""
        with self._lock:
            lines = ["# TYPE mutubaku_http_requests_total counter"]
            for (method, rule, status), count in sorted(self._answers.items()):
                labels = f'method="{method}",rule="{_quoted(rule)}",status="{status}"'
                lines.append(f"mutubaku_http_requests_total{{{labels}}} {count}")
            lines += self._histogram()
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE mutubaku_{name} gauge", f"mutubaku_{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _histogram(self) -> list[str]:
        name = "mutubaku_http_request_seconds"
        lines, total = [f"# TYPE {name} histogram"], 0
        for bound, count in zip((*BOUNDS, "+Inf"), self._buckets, strict=True):
            total += count
            lines.append(f'{name}_bucket{{le="{bound}"}} {total}')
        return [*lines, f"{name}_sum {self._seconds:.6f}", f"{name}_count {total}"]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
