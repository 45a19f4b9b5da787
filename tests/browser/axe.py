"""Owns asking axe-core what keeps people out of a page; only what is serious or critical counts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COUNTS = {"serious", "critical"}


@cache
def axe_core() -> str:
    """The script itself, from the package that carries it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


async def find_barriers(page: Page, within: str = "html") -> list[str]:
    """One line for each element with a serious or critical finding: the rule, the element, what to do."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(axe_core())
    results: dict[str, Any] = await page.evaluate(
        """([within, standards]) => axe.run(within, {
            runOnly: {type: 'tag', values: standards}, resultTypes: ['violations']
        })""",
        [within, STANDARDS],
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']}: {node['failureSummary']}"
        for violation in results["violations"]
        if violation["impact"] in COUNTS
        for node in violation["nodes"]
    ]
