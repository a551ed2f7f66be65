"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Account = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="Id of the account, or a name that only it has.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="A date (2026-03-01) or an instant (2026-03-01T09:30); default: now."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, the same as the API's.")]
Group = Annotated[bool, typer.Option("--group", help="The account together with its subsidiaries, as one.")]
Firm = Annotated[
    bool,
    typer.Option("--firm", help="Beside each verdict: firm, or fragile and which constant flips it."),
]
