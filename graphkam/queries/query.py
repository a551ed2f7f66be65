"""A query and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from graphkam.domain.constants import Constants
from graphkam.domain.message import message
from graphkam.errors import UsageError
from graphkam.queries.values import EXPECTED, converted

TODAY, ZONE, CONSTANT = "today", "zone", "constant"
"""Defaults that stand for the day of asking, the time zone of the settings, the constant of that name."""


@dataclass(frozen=True)
class Parameter:
    """One declared parameter. Without `required`, `default` is taken when no value is given.

    `source` is TODAY, ZONE or CONSTANT when the default is known only when asked, else empty.
    """

    name: str
    type: str
    default: object = None
    required: bool = True
    source: str = ""


@dataclass(frozen=True)
class Query:
    """One query file, checked. `text` is the whole file: the header is comments to the database."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(
        self,
        values: Mapping[str, object],
        *,
        today: date | None = None,
        zone: str = "UTC",
        constants: Constants | None = None,
    ) -> dict[str, object]:
        """The parameters to send: every declared one, converted to its type; None stands for not given.

        Texts (from a command line or URL) are converted; a date becomes its ISO text; `;` separates the
        items of a list; a map is JSON. `today` (None: the day in `zone`), `zone` and `constants` (None: the
        defaults) are what those words stand for as defaults.

        Raises UsageError for an unknown, missing or ill-typed parameter.

        >>> q = Query("q", "", "", (Parameter("kappa", "float", None, False, CONSTANT),), "")
        >>> q.bind({}), q.bind({"kappa": "2.5"})
        ({'kappa': 1.0}, {'kappa': 2.5})
        """
        known = {p.name: p for p in self.parameters}
        if unknown := sorted(set(values) - set(known)):
            wrong = {"name": self.name, "wrong": _shown(unknown[0])}
            if known:
                taken = ", ".join(known)
                raise UsageError(
                    message("query {name} has no parameter {wrong}; it takes {known}", known=taken, **wrong)
                )
            raise UsageError(message("query {name} has no parameter {wrong}; it takes none", **wrong))
        meant = _Meant(today or datetime.now(ZoneInfo(zone)).date(), zone, constants or Constants())
        return {p.name: self._bound(p, values.get(p.name), meant) for p in self.parameters}

    def _bound(self, parameter: Parameter, value: object, meant: _Meant) -> object:
        if value is None and parameter.required:
            raise UsageError(
                message(
                    "query {name} needs the parameter {parameter} ({type})",
                    name=self.name,
                    parameter=parameter.name,
                    type=parameter.type,
                )
            )
        if value is None:
            value = meant.default(parameter)
        elif parameter.type == "date" and value == TODAY:
            value = meant.today
        try:
            return None if value is None else converted(parameter.type, value)
        except ValueError:
            raise UsageError(
                f"parameter {parameter.name} of query {self.name} must be {EXPECTED[parameter.type]}, "
                f"not {_shown(value)}"
            ) from None


@dataclass(frozen=True)
class _Meant:
    """What the defaults that are words stand for."""

    today: date
    zone: str
    constants: Constants

    def default(self, parameter: Parameter) -> object:
        match parameter.source:
            case "today":
                return self.today
            case "zone":
                return self.zone
            case "constant":
                return getattr(self.constants, parameter.name)
        return parameter.default


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
