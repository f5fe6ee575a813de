"""What axe finds wrong with a page that a browser shows: of WCAG 2.2 A and AA, and its own advice.

It is `axe-core` of npm: `npm ci` in tests/clients brings it.
"""

from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parent.parent / "clients" / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(
    not AXE.exists(), reason="axe-core: it is not here; run `npm ci` in tests/clients"
)
_RUN = """() => axe.run(document, {runOnly: {type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})
  .then(found => found.violations.map(one => `${one.id}: ` +
    one.nodes.map(node => node.html.slice(0, 160)).join(' | ')))"""


async def violations_of(page: Any) -> list[str]:
    """Say what is wrong with a page; nothing is."""
    await page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = await page.evaluate(_RUN)
    return found
