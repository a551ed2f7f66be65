"""The commands that put data in and take them out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, check_text, translate, wrong_value
from graphkam.cli.failure import INTERRUPTED, PARTLY
from graphkam.cli.output import show, show_json
from graphkam.domain.message import message, row
from graphkam.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from graphkam.desk import Desk
    from graphkam.domain.tables import Value

KINDS = {
    "account": "accounts",
    "team": "team",
    "assignment": "assignments",
    "person": "people",
    "relation": "relations",
    "role": "roles",
    "touchpoint": "touchpoints",
    "assessment": "assessments",
    "survey": "surveys",
    "order": "orders",
    "need": "needs",
    "strategy": "strategy",
    "bond": "bonds",
    "change": "changes",
    "incident": "incidents",
    "competitor": "competitors",
    "reading": "readings",
    "commitment": "commitments",
    "action": "actions",
}
"""What can be deleted, and the table that it is a row of."""


def template(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write; made if it is not there.")
    ],
) -> None:
    """Write the nineteen CSV files with a header and an example row each, and a README."""
    from graphkam.ingest import write_template

    for path in write_template(directory):
        sys.stdout.write(f"{path}\n")


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, or directories of them.")],
    form: Annotated[
        str, typer.Option("--format", metavar="auto|csv|xlsx|mbox|eml", help="What the files are.")
    ] = "auto",
    our_domains: Annotated[
        list[str] | None, typer.Option("--our-domain", metavar="D", help="Addresses of this domain are ours.")
    ] = None,
    account_domains: Annotated[
        list[str] | None,
        typer.Option(
            "--account-domain", metavar="D=ACCOUNT", help="Addresses of domain D belong to ACCOUNT."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
    rejected: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every rejected cell to this CSV file.")
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Import files into the store and print the report; exits with 3 if rows were rejected."""
    domains = _domains(account_domains or [])
    from graphkam.cli.progress import shown
    from graphkam.ingest import import_paths

    with asking() as desk, shown(message("Importing")) as progress:
        accounts = {domain: _account(desk, account) for domain, account in domains.items()}
        report = import_paths(
            desk.store,
            paths,
            settings=desk.settings,
            format=form,
            our_domains=tuple(our_domains or ()),
            account_domains=accounts,
            dry_run=dry_run,
            rejected=rejected,
            progress=progress,
        )
        words = translate(desk)
    if as_json:
        show_json(report, words)
    else:
        from graphkam.cli import data_views

        show(*data_views.imported(report, dry_run=dry_run))
    if report.interrupted:
        raise typer.Exit(INTERRUPTED)
    if any(file.rejected for file in report.files) or report.rejected:
        raise typer.Exit(PARTLY)


def _account(desk: Desk, text: str) -> str:
    """The id of an account; what names none yet is the id of one that the import makes."""
    try:
        return desk.account_id(text)
    except NotFoundError:
        return text


def _domains(texts: list[str]) -> dict[str, str]:
    domains = {}
    for text in texts:
        check_text(text)
        domain, equals, account = text.partition("=")
        if not equals or not domain or not account:
            raise wrong_value("--account-domain", "DOMAIN=ACCOUNT", text)
        domains[domain.strip().lower()] = account
    return domains


def log(
    account: o.Account,
    us: Annotated[list[str], typer.Option(metavar="ID", help="One of ours who took part; may be repeated.")],
    them: Annotated[
        list[str], typer.Option(metavar="ID", help="One of theirs spoken with; may be repeated.")
    ],
    channel: Annotated[str, typer.Option(metavar="C", help="visit, meeting, call, email, dinner, …")],
    at: Annotated[
        str | None, typer.Option(metavar="T", help="When: a date or an instant; default: now.")
    ] = None,
    present: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="One of theirs who was there, but not spoken with.")
    ] = None,
    copied: Annotated[
        list[str] | None, typer.Option("--cc", metavar="ID", help="One of theirs in copy.")
    ] = None,
    initiated_by: Annotated[str | None, typer.Option(metavar="us|them", help="Who started it.")] = None,
    sentiment: Annotated[str | None, typer.Option(metavar="-1…1", help="How it felt.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What it was for.")] = None,
    outcome: Annotated[str | None, typer.Option(help="What came of it.")] = None,
    subject: Annotated[str | None, typer.Option(help="Its subject line.")] = None,
    id_: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Your own id: the same again, with --at, changes nothing."),
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Record one touchpoint; prints its id."""
    optional = {"initiated_by": initiated_by, "sentiment": sentiment, "purpose": purpose, "outcome": outcome}
    given = {name: text for name, text in {**optional, "subject": subject}.items() if text is not None}
    for text in (id_, *given.values()):
        check_text(text)
    with asking(at, account, *us, *them, *(present or ()), *(copied or ())) as desk:
        from uuid import uuid4

        from graphkam.contacting import log

        touchpoint: dict[str, Value] = {
            "id": id_ or f"log-{uuid4()}",
            "at": at or str(desk.at()),
            "channel": channel,
            "account_id": desk.account_id(account),
            "team_ids": [desk.team_id(text) for text in us],
            "people_ids": [desk.person_id(text) for text in them],
            "present_ids": [desk.person_id(text) for text in present or ()],
            "cc_ids": [desk.person_id(text) for text in copied or ()],
            **given,
        }
        logged = log(desk, touchpoint)
    if as_json:
        show_json({"id": touchpoint["id"], "revision": logged.revision})
    else:
        sys.stdout.write(f"{touchpoint['id']}\n")


def delete(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(KINDS)}.")],
    key: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…",
            help="Its id. Where several columns make the key, each in turn: "
            "relation FROM TO KIND [VALID_FROM], role PERSON ACCOUNT ROLE [DECISION [VALID_FROM]] …",
        ),
    ],
    as_json: o.Json = False,
) -> None:
    """Remove a wrong account, person, touchpoint, relation, role …, with what hangs on it."""
    if kind not in KINDS:
        raise UsageError(
            message("there is no kind {kind!r}; known are {known}", kind=kind, known=row(list(KINDS)))
        )
    with asking(None, *key) as desk:
        gone = desk.store.delete(KINDS[kind], _key(desk, kind, key))
    if as_json:
        show_json({"deleted": gone})
    else:
        from graphkam.domain.labels import label

        went = [
            message("{word} ({note})", word=label(table, "fact"), note=n) for table, n in gone.items() if n
        ]
        show(message("Deleted: {what}", what=row(went or [message("nothing")])))


def _key(desk: Desk, kind: str, parts: list[str]) -> str:
    """The key that the words of a command line name; accounts, people and team by name, too."""
    by_name = {"account": desk.account_id, "person": desk.person_id, "team": desk.team_id}
    if kind in by_name:
        if len(parts) > 1:
            raise UsageError(message("delete {kind} takes one id", kind=kind))
        return by_name[kind](parts[0])
    from graphkam.domain.tables import TABLES

    columns = TABLES[KINDS[kind]].key
    if len(parts) > len(columns):
        raise UsageError(
            message("delete {kind} takes {columns}", kind=kind, columns=" ".join(columns).upper())
        )
    return TABLES[KINDS[kind]].key_of(dict(zip(columns, parts, strict=False)))
