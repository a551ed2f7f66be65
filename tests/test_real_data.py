"""What real mail says, as docs/real-data.md tells it: where the mails lie beside the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.enron_suppliers import DATA, Finding, finding, mails_of, read, table
from graphkam.settings import Settings
from graphkam.store import open_store
from tests.servers import Served

PAGE = Path(__file__).resolve().parent.parent / "docs" / "real-data.md"
ASKED = ("BMC Software", "Cisco", "SAP")
"""Nearly everything hangs on one; a single tie; none that is live. The others are left to the command."""

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the mails of Enron's suppliers are not beside the project (../shared/data)"
)


@pytest.fixture(scope="module")
def found(arcade: Served) -> dict[str, Finding]:
    """What the mails of some suppliers say."""
    settings: Settings = arcade.settings.model_copy(update={"timezone": "UTC"})
    arcade.empty()
    with open_store(settings) as store:
        return {supplier: finding(store, settings, DATA, supplier) for supplier in ASKED}


def test_the_page_says_what_comes_out(found: dict[str, Finding]) -> None:
    page = PAGE.read_text("utf-8")
    head, *rows = [line for line in table(list(found.values())).splitlines() if "---" not in line]
    assert head in page
    for row in rows:
        assert row in page
    assert len(re.findall(r"^\| [A-Z][^|]+ \| \d+ \|", page, re.M)) == len(mails_of(DATA))


def test_all_hangs_on_one_of_ours_and_what_nobody_recorded_is_said(found: dict[str, Finding]) -> None:
    bmc = found["BMC Software"]
    assert (bmc.by_busiest, bmc.stage) == (True, "basic")
    assert bmc.lost_ours is not None
    assert bmc.lost_theirs is not None
    assert bmc.lost_ours > 0.9 > 0.1 > bmc.lost_theirs
    for one in found.values():
        assert (one.unknown_layers, one.impact) == (1.0, None)
        assert {"role decider", "role approver", "function legal", "function finance"} <= set(one.gaps)
    assert (found["SAP"].live, found["SAP"].lost_ours, found["SAP"].threads) == (0, None, None)


def test_the_page_names_nobody() -> None:
    page = PAGE.read_text("utf-8").lower()
    names = {
        part
        for person in read(DATA, "people")
        if person["side"] in ("customer", "supplier")
        for part in re.split(r"[._\W\d]+", person["address"].partition("@")[0])
        if len(part) > 4
    }
    words = {
        "compaq",
        "mailing",
        "print",
        "customer",
        "numbers",
        "support",
        "service",
        "sales",
        "business",
        "other",
    }
    assert set(re.findall(r"[a-z]+", page)) & names - words == set()
