"""Answers as headings and tables, for reading in a terminal. Pure: an answer and names in, parts out.

What is no name or text of a user is a Message, to be said in the reader's language. Shares are in per cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from graphkam.cli.output import Table, columns
from graphkam.domain.answers import Coverage, Gaps, Loss, Spof, Stage, TeamAnswer, Ties
from graphkam.domain.cards import Members, People
from graphkam.domain.facts import AccountFacts
from graphkam.domain.labels import label as word
from graphkam.domain.ledger import Ledger
from graphkam.domain.message import Message, message, plural, row
from graphkam.domain.sensitivity import Flip, Sensitivity
from graphkam.domain.vocabulary import ACCOUNT_STATES, COVERAGE_STATES

Parts = list[str | Table]
Label = Callable[[str], str]
"""From an id to what a reader is shown."""
_NOT_ASKED: Mapping[tuple[str, str], Message] = MappingProxyType({})


def labels(facts: AccountFacts) -> Label:
    """Names with ids, of everybody of theirs and ours at one account."""
    names = {p.person_id: p.name for p in facts.people} | {m.id: m.name for m in facts.team}
    return lambda id_: f"{names[id_]} ({id_})" if id_ in names else id_


def percent(share: float | None) -> str:
    """A share in per cent, a dash where it is undefined.

    >>> percent(0.284), percent(None)
    ('28%', '–')
    """
    return "–" if share is None else f"{share:.0%}"


Firm = Mapping[tuple[str, str], Message]
"""By verdict (kind, of what): firm, or fragile with what flips it; empty where that was not asked for."""


def firmness(answer: Sensitivity) -> Firm:
    """How firm each verdict is, to be shown beside it."""
    return {
        (item.kind, item.what): message("fragile: {constant}", constant=at_factor(item.nearest))
        if item.fragile and item.nearest
        else message("firm")
        for item in answer.items
    }


def at_factor(flip: Flip) -> Message:
    """By what a constant would have to be multiplied."""
    return message("{constant} × {factor:.2f}", constant=word(flip.constant, "constant"), factor=flip.factor)


def _beside(firm: Firm, kind: str, what: str = "") -> tuple[str, ...]:
    """The last cell of a row, if it was asked for."""
    return (firm.get((kind, what), ""),) if firm else ()


def gaps(answer: Gaps, account: str, label: Label, firm: Firm = _NOT_ASKED) -> Parts:
    """Where an account is open."""
    column = columns("firm?") if firm else ()
    status: Message = word(answer.status)
    for mark in _beside(firm, "account"):
        status = message("{word} ({note})", word=status, note=mark)
    layers = [(word(c.layer), *_coverage(c, label), *_beside(firm, "layer", c.layer)) for c in answer.layers]
    found = [(word(g.severity), word(g.kind), _what(g.kind, g.what, label), g.reason) for g in answer.gaps]
    first = columns("layer", "status", "people", "reached", "coverage", "support", "threads")
    parts: Parts = [
        as_of(account, answer.as_of, status),
        Table((*first, *columns("of ours", "strongest", "guessed"), *column), layers, message("Layers")),
        Table(columns("severity", "kind", "what", "why"), found, message("Gaps")),
    ]
    if answer.functions:
        functions = [
            (
                *(word(c.function), word(c.status), c.people, c.reached, percent(c.coverage), c.guessed),
                *_beside(firm, "function", c.function),
            )
            for c in answer.functions
        ]
        names = columns("function", "status", "people", "reached", "coverage", "guessed")
        parts.append(Table((*names, *column), functions, message("Their functions")))
    if answer.matrix:
        cells = [(word(m.ours), word(m.theirs), m.ties, m.strength) for m in answer.matrix]
        heading = message("Our functions × theirs")
        parts.append(Table(columns("ours", "theirs", "live ties", "how strong"), cells, heading))
    if answer.data_gaps:
        missing = [
            (word(g.kind, "missing"), _what(g.kind, g.what, label), g.reason) for g in answer.data_gaps
        ]
        parts.append(Table(columns("kind", "what", "why"), missing, message("Not recorded")))
    holders = row(list(map(label, answer.decision_holders)) or [message("nobody")])
    source = word(answer.decision_source, "source")
    parts.append(message("Who decides ({source}): {names}", source=source, names=holders))
    return parts


def as_of(account: str, moment: str, what: str = "") -> Message:
    """The heading of an answer about an account, with the verdict or the name of the analysis."""
    if what:
        return message("{account}: {what}, as of {moment}", account=account, what=what, moment=moment)
    return message("{account}, as of {moment}", account=account, moment=moment)


def _coverage(c: Coverage, label: Label) -> tuple[object, ...]:
    pair = c.strongest
    strongest = f"{label(pair.team_id)} – {label(pair.person_id)} {percent(pair.share)}" if pair else ""
    support = None if c.support is None else round(c.support, 2)
    threads = None if c.threads is None else round(c.threads, 2)
    counted = (c.people, c.reached, percent(c.coverage), support, threads, c.ours)
    return (word(c.status), *counted, strongest, c.guessed)


def _what(kind: str, what: str, label: Label) -> str:
    return label(what) if kind in ("person", "veto", "disagreement") else word(what, "source")


def spof(answer: Spof, account: str, label: Label, firm: Firm = _NOT_ASKED) -> Parts:
    """Whose leaving cuts us off."""
    parts: Parts = [as_of(account, answer.as_of, message("Single points of failure"))]
    names = columns("side", "who", "single point", "deciders lost", "reach lost", "cuts off", "why")
    for heading, ours, theirs, beside in (
        (message("On touchpoints alone"), answer.direct.ours, answer.direct.theirs, _NOT_ASKED),
        (message("With influence among them"), answer.influence.ours, answer.influence.theirs, firm),
    ):
        rows = [
            (side, *_loss(s), *_beside(beside, "spof", s.id))
            for side, losses in ((message("ours"), ours), (message("theirs"), theirs))
            for s in losses
        ]
        parts.append(Table((*names, *(columns("firm?") if beside else ())), rows, heading))
    if answer.influence.redundancy:
        ways = [(label(r.person_id), r.paths) for r in answer.influence.redundancy]
        heading = message("Ways that share no person")
        parts.append(Table(columns("who decides", "separate ways"), ways, heading))
    if answer.influence.sets:
        cuts = [
            (label(s.for_), [label(m) for m in s.members], percent(s.impact)) for s in answer.influence.sets
        ]
        names = columns("who decides", "reached only through", "deciders lost")
        parts.append(Table(names, cuts, message("Smallest sets")))
    return parts


def _loss(loss: Loss) -> tuple[object, ...]:
    who = f"{loss.name} ({loss.id})"
    return who, loss.spof, percent(loss.impact), percent(loss.reach_lost), len(loss.cuts_off), loss.reason


def stage(answer: Stage, account: str, firm: Firm = _NOT_ASKED) -> Parts:
    """How far the relationship has come."""
    facts: list[tuple[str, object]] = [
        (message("stage"), word(answer.stage)),
        *((message("firm?"), mark) for mark in _beside(firm, "stage")),
        (message("type"), word(answer.type)),
        (message("share of the strongest pair"), percent(answer.strongest_share)),
        (message("layers with peer ties"), list(map(word, answer.peer_layers))),
        (message("cut by removing the account managers"), answer.cut_by_manager),
        (message("outside the managers' own ties"), percent(answer.outside_manager)),
        (message("why"), answer.reason),
    ]
    return [as_of(account, answer.as_of), Table(columns("what", "value"), facts)]


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
    names = columns("ours", "theirs", "s", "how strong", "state", "contacts", "last contact", "cold on")
    parts: Parts = [as_of(account, answer.as_of), Table(names, rows, message("Ties"))]
    if touchpoints:
        names = columns("when", "channel", "weight", "adds", "id")
        for t in answer.items:
            contacts = [(c.at, word(c.channel), c.weight, c.contribution, c.id) for c in t.touchpoints]
            heading = f"{label(t.team_id)} – {label(t.person_id)}: s = {t.s:.3f}"
            parts.append(Table(names, contacts, heading))
    return parts


def _state(live: bool, cold: bool) -> Message:
    return message("gone cold") if cold else message("live") if live else message("not live")


def accounts(lines: Ledger, as_of: str) -> Parts:
    """The portfolio, worst first."""
    words = {state: word(state) for state in (*ACCOUNT_STATES, *COVERAGE_STATES)}
    rows = list(
        zip(
            lines.id,
            lines.name,
            map(words.get, lines.status),
            *(map(words.get, lines.layer_status[name]) for name in _LAYERS),
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
    names = (
        *columns("id", "name", "status"),
        *map(word, _LAYERS),
        *columns(
            "exposure", "at risk", "currency", "annual value", "account manager", "sponsor", "red alarms"
        ),
        *columns("amber alarms"),
    )
    heading = plural(
        "{n} account, worst first, as of {moment}",
        "{n} accounts, worst first, as of {moment}",
        len(lines),
        moment=as_of,
    )
    return [heading, Table(names, rows)]


_LAYERS = ("executive", "management", "operating")


def people(answer: People) -> Parts:
    """What a search found."""
    rows = [(p.id, p.name, p.title, [f"{n} ({i})" for i, n in p.accounts.items()]) for p in answer.items]
    return [Table(columns("id", "name", "title", "account"), rows)]


def members(answer: Members) -> Parts:
    """Our people and what they cover."""
    rows = [
        (m.id, m.name, m.title, _known(m.level), _known(m.function), len(m.accounts), m.valid_to, m.left_to)
        for m in answer.items
    ]
    names = columns("id", "name", "title", "level", "function", "how many accounts", "left on", "left to")
    return [Table(names, rows)]


def _known(text: str | None) -> Message | None:
    """A word where there is one: a column that is mostly empty need not say so in each row."""
    return None if text is None else word(text)


def team(answer: TeamAnswer, names: Mapping[str, str]) -> Parts:
    """What hangs on one of ours; `names` are those of the accounts."""

    def account(id_: str) -> str:
        return f"{names[id_]} ({id_})" if id_ in names else id_

    rows = [
        (
            account(a.account_id),
            list(map(word, a.as_)),
            len(a.only_through.people),
            list(map(word, a.only_through.layers)),
            list(a.only_through.decision_holders),
            a.rep_churn,
        )
        for a in answer.accounts
    ]
    names_ = (
        *columns("account", "assigned as", "people only through them", "layers", "who decides"),
        *columns("managers in 24 months"),
    )
    lost = answer.lost_if_gone
    parts: Parts = [f"{answer.name} ({answer.id})", Table(names_, rows, message("Accounts"))]
    parts.append(
        plural(
            "Lost if they leave: {n} person; value of those accounts: {money}",
            "Lost if they leave: {n} people; value of those accounts: {money}",
            lost.reach,
            money=_money(lost.value.items()),
        )
    )
    if answer.commitments:
        promises = [
            (word(c.status, "commitment"), account(c.account_id), c.what, c.due) for c in answer.commitments
        ]
        parts.append(Table(columns("status", "account", "promise", "due"), promises, message("Promises")))
    return parts


def _money(values: Iterable[tuple[str, float]]) -> Message:
    amounts = [
        f"{value:,.0f} {currency}" if currency else message("{value:,.0f} (no currency)", value=value)
        for currency, value in values
    ]
    return row(amounts or [message("none")])
