"""The demo: eight cases from practice and a made-up portfolio of 250 accounts, in GraphKAM's own CSV files.

The files are written with real dates into a directory (`materialise`) and go through the same import as
anybody's files (`load`): nothing of the demo reaches the store another way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from graphkam.demo.cases import CASES, Case, write_cases
from graphkam.demo.portfolio import write_portfolio
from graphkam.errors import DataError

if TYPE_CHECKING:
    from graphkam.domain.reports import ImportReport
    from graphkam.settings import Settings
    from graphkam.store import Store

__all__ = ["CASES", "Case", "load", "materialise"]

ACCOUNTS = 250
"""Size of the made-up portfolio: that of a large office-equipment maker."""


def materialise(directory: Path, today: date, zone: str, *, accounts: int = ACCOUNTS) -> list[Path]:
    """Write the whole demo as CSV files below `directory`; one folder per case, one for the portfolio.

    Dates are counted from `today`, times are in `zone`. The same day gives the same files, to the byte.
    Returns the folders, in the order in which they are imported.
    """
    folders = write_cases(directory, today, zone)
    if accounts:
        folders.append(write_portfolio(directory / "6-portfolio", today, zone, accounts=accounts))
    return folders


def load(
    store: Store | Callable[[], Store],
    settings: Settings,
    folders: Sequence[Path],
    progress: Callable[[str, int, int], None] | None = None,
) -> ImportReport:
    """Import the folders that `materialise` wrote into `store`, open or to be opened, and return the report.

    Raises DataError if the import rejects a row (the demo's own data must be clean), and KeyboardInterrupt
    if it was interrupted: a part is no demo.
    """
    from graphkam.ingest import import_paths

    report = import_paths(store, folders, settings=settings, progress=progress)
    if report.interrupted:
        raise KeyboardInterrupt
    if report.rejected:
        first = report.rejected[0]
        raise DataError(
            f"the demo's own data are damaged: {first.file}, row {first.row}, column {first.column}: "
            f"{first.value!r}, expected {first.expected}"
        )
    return report
