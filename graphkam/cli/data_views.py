"""The reports of import and doctor as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Parts
from graphkam.domain.labels import label as word
from graphkam.domain.message import message
from graphkam.domain.reports import Diagnosis, ImportReport


def imported(report: ImportReport, *, dry_run: bool) -> Parts:
    """What became of each imported file, what was rejected, and what it made in the store."""
    files = [(f.file, f.format, f.rows, f.accepted, f.rejected, f.unchanged, f.skipped) for f in report.files]
    names = columns("file", "format", "rows", "accepted", "rejected", "unchanged", "skipped")
    heading = message("Nothing was written: a dry run") if dry_run else message("Imported")
    parts: Parts = [Table(names, files, heading)]
    if report.rejected:
        rows = [(r.file, r.row, r.column, r.value, r.expected) for r in report.rejected[:_SHOWN]]
        names = columns("file", "row", "column", "value", "expected")
        parts.append(Table(names, rows, message("Rejected")))
        if len(report.rejected) > _SHOWN:
            more = len(report.rejected) - _SHOWN
            parts.append(message("… and {n} more; --rejected FILE writes them all", n=more))
    parts.extend(report.notes)
    parts.extend(_filled(report))
    tables = sorted({*report.created, *report.updated})
    if tables:
        made = [
            (word(name, "fact"), report.created.get(name, 0), report.updated.get(name, 0)) for name in tables
        ]
        parts.append(Table(columns("records", "created", "updated"), made))
    return parts


def _filled(report: ImportReport) -> Parts:
    """The columns of each file that some rows leave empty, and the share of rows that fill them."""
    rows = []
    for file, shares in report.fill.items():
        partly = [f"{column} {share:.0%}" for column, share in shares.items() if share < 1]
        if partly:
            rows.append((file, partly))
    heading = message("Columns that are not always filled")
    return [Table(columns("file", "filled"), rows, heading)] if rows else []


_SHOWN = 20
"""Rejections that are listed; the rejected file has all."""


def doctor(answer: Diagnosis) -> Parts:
    """What the doctor looked at, and what was wrong."""
    checked = [(word(what, "check"), n) for what, n in answer.checked.items()]
    parts: Parts = [Table(columns("checked", "how many"), checked)]
    if answer.findings:
        rows = [
            (word(f.check, "check"), f.subject, f.reason, list(f.examples), f.mended) for f in answer.findings
        ]
        names = columns("check", "what", "finding", "such as", "mended")
        parts.append(Table(names, rows, message("Findings")))
    parts.append(message("The store is sound.") if answer.sound else message("The store is not sound."))
    return parts
