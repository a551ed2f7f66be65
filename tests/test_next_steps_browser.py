"""The next steps on an account's page in a real browser: they come by themselves, fit, and are a link away."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.kiln_world import AS_OF
from tests.test_pages_browser import base, page

__all__ = ["base", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.kiln]
B = f"/accounts/b%2F1?as_of={AS_OF}"
STEPS = "table.introductions tbody tr"


def test_they_come_by_themselves_with_reason_and_gain(page: Page) -> None:
    page.goto(B)
    first = page.locator(STEPS).first
    expect(first).to_contain_text("Li – Gao")
    expect(first).to_contain_text(
        "Gao decides as decider, and nobody of ours has a live tie; Li is their peer"
    )
    expect(first).to_contain_text("none known")
    expect(page.locator("h1")).to_have_count(1)
    first.get_by_role("link", name="Gao").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gao")
    assert page.url.endswith(f"?as_of={AS_OF}")


def test_without_scripts_they_are_a_link_away(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    page.goto(B)
    page.get_by_role("link", name="Show whom to meet next").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Next steps")
    expect(page.locator(STEPS).first).to_contain_text("Li – Gao")
    context.close()


@pytest.mark.parametrize(("lang", "words"), [("en", "is their peer"), ("zh", "与其对口")])
def test_they_fit_a_telephone_and_are_accessible(page: Page, lang: str, words: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{B}&lang={lang}")
    expect(page.locator(STEPS).first).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page, context="section[aria-labelledby='next-steps']").response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
