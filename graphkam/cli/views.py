"""Answers as headings and tables, for reading in a terminal. Pure: an answer and names in, parts out.

Texts are English; reasons come in the language of the settings. Shares are in per cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from graphkam.cli.output import Table
from graphkam.domain.answers import Coverage, Gaps, Loss, Spof, Stage, TeamAnswer, Ties
from graphkam.domain.cards import Members, People
from graphkam.domain.facts import AccountFacts
from graphkam.domain.ledger import Ledger
from graphkam.domain.message import Message, Translate
from graphkam.domain.reports import Diagnosis, ImportReport
from graphkam.domain.sensitivity import Sensitivity

Parts = list[str | Table]
Label = Callable[[str], str]
"""From an id to what a reader is shown."""
_NOT_ASKED: Mapping[tuple[str, str], str] = MappingProxyType({})


def labels(facts: AccountFacts) -> Label:
    """Names with ids, of everybody of theirs and ours at one account."""
    names = {p.person_id: p.name for p in facts.people} | {m.id: m.name for m in facts.team}
    return lambda id_: f"{names[id_]} ({id_})" if id_ in names else id_


def percent(share: float | None) -> str:
    """A share in per cent, a dash where it is undefined.

    >>> percent(0.284), percent(None)
    ('28 %', '–')
    """
    return "–" if share is None else f"{100 * share:.0f} %"


def said(reason: str, translate: Translate) -> str:
    """A reason in the language of the settings."""
    return reason.said(translate) if isinstance(reason, Message) else reason


Firm = Mapping[tuple[str, str], str]
"""By verdict (kind, of what): firm, or fragile with what flips it; empty where that was not asked for."""


def firmness(answer: Sensitivity) -> Firm:
    """How firm each verdict is, to be shown beside it."""
    return {
        (item.kind, item.what): f"fragile: {item.nearest.constant} × {item.nearest.factor:.2f}"
        if item.fragile and item.nearest
        else "firm"
        for item in answer.items
    }


def _beside(firm: Firm, kind: str, what: str = "") -> tuple[str, ...]:
    """The last cell of a row, if it was asked for."""
    return (firm.get((kind, what), ""),) if firm else ()


def gaps(answer: Gaps, account: str, label: Label, translate: Translate, firm: Firm = _NOT_ASKED) -> Parts:
    """Where an account is open."""
    column = ("firm?",) if firm else ()
    marked = "".join(f" ({mark})" for mark in _beside(firm, "account"))
    parts: Parts = [
        f"{account}: {answer.status}{marked}, as of {answer.as_of}",
        Table(
            (
                "layer",
                "status",
                "people",
                "reached",
                "coverage",
                "support",
                "threads",
                "ours",
                "strongest",
                "guessed",
                *column,
            ),
            [(c.layer, *_coverage(c, label), *_beside(firm, "layer", c.layer)) for c in answer.layers],
            "Layers",
        ),
        Table(
            ("severity", "kind", "what", "why"),
            [
                (g.severity, g.kind, _what(g.kind, g.what, label), said(g.reason, translate))
                for g in answer.gaps
            ],
            "Gaps",
        ),
    ]
    if answer.functions:
        functions = [
            (
                *(c.function, c.status, c.people, c.reached, percent(c.coverage), c.guessed),
                *_beside(firm, "function", c.function),
            )
            for c in answer.functions
        ]
        parts.append(
            Table(
                ("function", "status", "people", "reached", "coverage", "guessed", *column),
                functions,
                "Their functions",
            )
        )
    if answer.matrix:
        cells = [(m.ours or "unknown", m.theirs or "unknown", m.ties, m.strength) for m in answer.matrix]
        parts.append(Table(("ours", "theirs", "live ties", "strength"), cells, "Our functions × theirs"))
    if answer.data_gaps:
        missing = [(g.kind, g.what, said(g.reason, translate)) for g in answer.data_gaps]
        parts.append(Table(("kind", "what", "why"), missing, "Not recorded"))
    holders = ", ".join(label(p) for p in answer.decision_holders) or "nobody"
    parts.append(f"Decision holders (by {answer.decision_source}): {holders}")
    return parts


def _coverage(c: Coverage, label: Label) -> tuple[object, ...]:
    pair = c.strongest
    strongest = f"{label(pair.team_id)} – {label(pair.person_id)} {percent(pair.share)}" if pair else ""
    support = None if c.support is None else round(c.support, 2)
    threads = None if c.threads is None else round(c.threads, 2)
    return c.status, c.people, c.reached, percent(c.coverage), support, threads, c.ours, strongest, c.guessed


def _what(kind: str, what: str, label: Label) -> str:
    return label(what) if kind in ("person", "veto") else what


def spof(answer: Spof, account: str, label: Label, translate: Translate, firm: Firm = _NOT_ASKED) -> Parts:
    """Whose leaving cuts us off."""
    parts: Parts = [f"{account}: single points of failure, as of {answer.as_of}"]
    for heading, ours, theirs, beside in (
        ("On touchpoints alone", answer.direct.ours, answer.direct.theirs, _NOT_ASKED),
        ("With influence among them", answer.influence.ours, answer.influence.theirs, firm),
    ):
        rows = [
            (side, *_loss(s, translate), *_beside(beside, "spof", s.id))
            for side, losses in (("ours", ours), ("theirs", theirs))
            for s in losses
        ]
        parts.append(
            Table(
                (
                    *("side", "who", "single point", "deciders lost", "reach lost", "cuts off", "why"),
                    *(("firm?",) if beside else ()),
                ),
                rows,
                heading,
            )
        )
    if answer.influence.redundancy:
        ways = [(label(r.person_id), r.paths) for r in answer.influence.redundancy]
        parts.append(Table(("decision holder", "separate ways"), ways, "Ways that share no person"))
    if answer.influence.sets:
        cuts = [
            (label(s.for_), [label(m) for m in s.members], percent(s.impact)) for s in answer.influence.sets
        ]
        parts.append(
            Table(("decision holder", "reached only through", "deciders lost"), cuts, "Smallest sets")
        )
    return parts


def _loss(loss: Loss, translate: Translate) -> tuple[object, ...]:
    return (
        f"{loss.name} ({loss.id})",
        loss.spof,
        percent(loss.impact),
        percent(loss.reach_lost),
        len(loss.cuts_off),
        said(loss.reason, translate),
    )


def stage(answer: Stage, account: str, translate: Translate, firm: Firm = _NOT_ASKED) -> Parts:
    """How far the relationship has come."""
    facts: list[tuple[str, object]] = [
        ("stage", answer.stage),
        *(("firm?", mark) for mark in _beside(firm, "stage")),
        ("type", answer.type),
        ("share of the strongest pair", percent(answer.strongest_share)),
        ("layers with peer ties", list(answer.peer_layers)),
        ("cut by removing the account managers", answer.cut_by_manager),
        ("outside the managers' own ties", percent(answer.outside_manager)),
        ("why", said(answer.reason, translate)),
    ]
    return [f"{account}, as of {answer.as_of}", Table(("what", "value"), facts)]


def ties(answer: Ties, account: str, label: Label, *, touchpoints: bool) -> Parts:
    """Every tie, strongest first; on demand with the touchpoints that add up to it."""
    rows = [
        (
            label(t.team_id),
            label(t.person_id),
            t.s,
            t.strength,
            _state(t.live, t.cold),
            t.count,
            t.last,
            t.next_cold,
        )
        for t in answer.items
    ]
    columns = ("ours", "theirs", "s", "strength", "state", "contacts", "last", "cold on")
    parts: Parts = [f"{account}, as of {answer.as_of}", Table(columns, rows, "Ties")]
    if touchpoints:
        for t in answer.items:
            contacts = [(c.at, c.channel, c.weight, c.contribution, c.id) for c in t.touchpoints]
            heading = f"{label(t.team_id)} – {label(t.person_id)}: s = {t.s:.3f}"
            parts.append(Table(("at", "channel", "weight", "adds", "id"), contacts, heading))
    return parts


def _state(live: bool, cold: bool) -> str:
    return "gone cold" if cold else "live" if live else "not live"


def accounts(lines: Ledger, as_of: str) -> Parts:
    """The portfolio, worst first."""
    rows = list(
        zip(
            lines.id,
            lines.name,
            lines.status,
            *(lines.layer_status[name] for name in _LAYERS),
            map(percent, lines.exposure),
            lines.value_at_risk,
            lines.currency,
            lines.annual_value,
            lines.account_manager,
            lines.executive_sponsor,
            lines.red,
            lines.amber,
            strict=True,
        )
    )
    columns = (
        "id",
        "name",
        "status",
        *_LAYERS,
        "exposure",
        "at risk",
        "currency",
        "value",
        "account manager",
        "sponsor",
        "red alarms",
        "amber",
    )
    return [f"{len(lines)} accounts, worst first, as of {as_of}", Table(columns, rows)]


_LAYERS = ("executive", "management", "operating")


def people(answer: People) -> Parts:
    """What a search found."""
    rows = [(p.id, p.name, p.title, [f"{n} ({i})" for i, n in p.accounts.items()]) for p in answer.items]
    return [Table(("id", "name", "title", "accounts"), rows)]


def members(answer: Members) -> Parts:
    """Our people and what they cover."""
    rows = [
        (m.id, m.name, m.title, m.level, m.function, len(m.accounts), m.valid_to, m.left_to)
        for m in answer.items
    ]
    return [Table(("id", "name", "title", "level", "function", "accounts", "left on", "left to"), rows)]


def team(answer: TeamAnswer, names: Mapping[str, str]) -> Parts:
    """What hangs on one of ours; `names` are those of the accounts."""

    def account(id_: str) -> str:
        return f"{names[id_]} ({id_})" if id_ in names else id_

    rows = [
        (
            account(a.account_id),
            list(a.as_),
            len(a.only_through.people),
            list(a.only_through.layers),
            list(a.only_through.decision_holders),
            a.rep_churn,
        )
        for a in answer.accounts
    ]
    columns = (
        "account",
        "as",
        "people only through them",
        "layers",
        "decision holders",
        "managers in 24 months",
    )
    lost = answer.lost_if_gone
    parts: Parts = [f"{answer.name} ({answer.id})", Table(columns, rows, "Accounts")]
    parts.append(
        f"Lost if they leave: {lost.reach} people; value of those accounts: {_money(lost.value.items())}"
    )
    if answer.commitments:
        promises = [(c.status, account(c.account_id), c.what, c.due) for c in answer.commitments]
        parts.append(Table(("status", "account", "what", "due"), promises, "Promises"))
    return parts


def _money(values: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{value:,.0f} {currency or '(no currency)'}" for currency, value in values) or "none"


def imported(report: ImportReport, translate: Translate, *, dry_run: bool) -> Parts:
    """What became of each imported file, what was rejected, and what it made in the store."""
    files = [(f.file, f.format, f.rows, f.accepted, f.rejected, f.unchanged, f.skipped) for f in report.files]
    columns = ("file", "format", "rows", "accepted", "rejected", "unchanged", "skipped")
    parts: Parts = [Table(columns, files, "Nothing was written: a dry run" if dry_run else "Imported")]
    if report.rejected:
        shown = report.rejected[:_SHOWN]
        rows = [(r.file, r.row, r.column, r.value, said(r.expected, translate)) for r in shown]
        parts.append(Table(("file", "row", "column", "value", "expected"), rows, "Rejected"))
        if len(report.rejected) > _SHOWN:
            parts.append(f"… and {len(report.rejected) - _SHOWN} more; --rejected FILE writes them all")
    parts.extend(said(note, translate) for note in report.notes)
    parts.extend(_filled(report))
    labels = sorted({*report.created, *report.updated})
    if labels:
        made = [(name, report.created.get(name, 0), report.updated.get(name, 0)) for name in labels]
        parts.append(Table(("kind", "created", "updated"), made))
    return parts


def _filled(report: ImportReport) -> Parts:
    """The columns of each file that some rows leave empty, and the share of rows that fill them."""
    rows = []
    for file, shares in report.fill.items():
        partly = [f"{column} {share:.0%}" for column, share in shares.items() if share < 1]
        if partly:
            rows.append((file, ", ".join(partly)))
    return [Table(("file", "filled"), rows, "Columns that are not always filled")] if rows else []


_SHOWN = 20
"""Rejections that are listed; the rejected file has all."""


def doctor(answer: Diagnosis, translate: Translate) -> Parts:
    """What the doctor looked at, and what was wrong."""
    parts: Parts = [Table(("checked", "how many"), list(answer.checked.items()))]
    if answer.findings:
        rows = [
            (f.check, f.subject, said(f.reason, translate), list(f.examples), f.mended)
            for f in answer.findings
        ]
        parts.append(Table(("check", "what", "finding", "such as", "mended"), rows, "Findings"))
    parts.append("The store is sound." if answer.sound else "The store is not sound.")
    return parts
