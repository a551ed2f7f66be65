"""docs/import.md and the templates describe the tables as they are."""

from __future__ import annotations

from pathlib import Path

from graphkam.domain.tables import TABLES
from graphkam.ingest.template import described

PAGE = Path(__file__).resolve().parent.parent / "docs" / "import.md"


def test_the_page_describes_every_table_as_the_program_does() -> None:
    page = PAGE.read_text("utf-8")
    tables = page[page.index("## The tables\n") + len("## The tables\n\n") :]
    assert tables == "\n".join(described(table).replace("## ", "### ", 1) for table in TABLES.values())
