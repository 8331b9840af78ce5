"""What axe-core finds on the page of a browser, against WCAG A and AA."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "web/frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Node by node axe tells of all that passes too, and that is most of a page: writing
# it down and carrying it over took longer than looking.
# Colours that are still fading are no colours of the page; what moves for ever does.
_RUN = """async (values) => {
  for (const one of document.getAnimations()) {
    if (Number.isFinite(one.effect.getComputedTiming().endTime)) one.finish();
  }
  const only = {type: 'tag', values};
  return (await axe.run(document, {
    runOnly: only, resultTypes: ['violations'],
  })).violations;
}"""


def broken_rules(page: Page) -> list[dict[str, Any]]:
    """Return what is wrong: each rule's `id` and the `nodes` that break it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN, RULES)
    return found
