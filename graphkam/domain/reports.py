"""What an import and the doctor report: files, rejected cells, findings."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class FileReport(Answer):
    """What became of one imported file. `skipped`: neither good nor bad (mail without a known address)."""

    file: str
    format: str
    rows: int
    accepted: int
    rejected: int
    unchanged: int
    skipped: int


@dataclass(frozen=True)
class Rejection(Answer):
    """One cell (or row: column None) that could not be taken. `row` is the line in the file, header = 1."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str


@dataclass(frozen=True)
class ImportReport(Answer):
    """The report of an import. Lists of rejections are complete in the rejected file; here at most 1,000."""

    files: tuple[FileReport, ...]
    rejected: tuple[Rejection, ...]
    notes: tuple[str, ...]
    fill: dict[str, dict[str, float]]
    created: dict[str, int]
    updated: dict[str, int]
    interrupted: bool = False
    """Stopped before everything was in; what is counted as accepted is in."""


@dataclass(frozen=True)
class Finding(Answer):
    """Something in the store that is not as it should be. `mended`: it was put right on the spot."""

    check: str
    """ties, constraints, counts or references."""
    subject: str
    n: int
    examples: tuple[str, ...]
    mended: bool
    reason: str


@dataclass(frozen=True)
class Diagnosis(Answer):
    """What the doctor looked at and found; `sound` if there is nothing wrong that is not mended."""

    sound: bool
    checked: dict[str, int]
    findings: tuple[Finding, ...]
