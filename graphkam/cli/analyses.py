"""The commands that ask: portfolio, people, and the analyses of one account."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, asking_for, check_text, looking_ahead, scope, translate, wrong_value
from graphkam.cli.failure import FOUND, say
from graphkam.cli.output import show, show_json
from graphkam.domain.message import message
from graphkam.errors import GraphKAMError, UsageError

if TYPE_CHECKING:
    from graphkam.cluster import Cluster
    from graphkam.desk import Desk
    from graphkam.desk.portfolio import OfPortfolio
    from graphkam.domain.ledger import Ledger
    from graphkam.domain.moment import AsOf

SEVERITIES = ("red", "amber")


def accounts(
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, max=256, help="Analyse on N processes of this computer."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="Analyse on a running Dask cluster: tls://host:8786."
        ),
    ] = None,
    group: Annotated[
        bool, typer.Option("--group", help="Rolled up: an account with its subsidiaries is one line.")
    ] = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """The portfolio, worst first."""
    if workers is not None and scheduler is not None:
        raise UsageError(
            message("--workers starts processes, --scheduler names a cluster that runs: give one of them")
        )
    if group and (workers is not None or scheduler is not None):
        raise UsageError(
            message("--group merges accounts in this process: leave out --workers and --scheduler")
        )
    from graphkam.domain.ledger import Ledger

    if group or workers is not None or scheduler is not None:
        several = _cluster(workers, scheduler)
        with asking(as_of) as whole, several as cluster:
            at = whole.at(as_of)
            answer = whole.groups(at) if cluster is None else whole.accounts_by(cluster, at)
            _show_lines(Ledger.of(answer.items), at, whole, as_json=as_json)
        return
    with looking_ahead(as_of) as ahead, asking_for(_portfolio, as_of) as desk:
        _show_lines(desk.ledger(ahead.at, ahead), ahead.at, desk, as_json=as_json)


def _portfolio() -> type[OfPortfolio]:
    from graphkam.desk.portfolio import OfPortfolio

    return OfPortfolio


def _show_lines(lines: Ledger, at: AsOf, desk: OfPortfolio, *, as_json: bool) -> None:
    if as_json:
        from graphkam.domain.answers import Accounts

        show_json(Accounts(str(at), lines.lines()), translate(desk))
    else:
        from graphkam.cli import views

        show(*views.accounts(lines, str(at)))


def _cluster(workers: int | None, scheduler: str | None) -> AbstractContextManager[Cluster | None]:
    """The cluster that was asked for; None if none was. What is missing for it is told at once."""
    if workers is None and scheduler is None:
        return nullcontext()
    from graphkam import cluster

    cluster.check_installed()
    return cluster.found_cluster(scheduler) if scheduler is not None else cluster.local_cluster(workers or 1)


def people(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Part of a name, or an id.")],
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many at most.")] = 100,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Find a person at any account."""
    check_text(query)
    with asking(as_of) as desk:
        answer = desk.people(query, desk.at(as_of), limit=limit)
        if as_json:
            show_json(answer, translate(desk))
        else:
            from graphkam.cli import views

            show(*views.people(answer))
            if answer.next:
                say(message("There are more than {n}; narrow the query or raise --limit.", n=limit))


def gaps(
    account: o.Account,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="SEVERITY", help="red or amber: exit with 4 if there are gaps at least so severe."
        ),
    ] = None,
    firm: o.Firm = False,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Where an account is open: layers, functions, roles, vetoes, persons."""
    if fail_on not in (None, *SEVERITIES):
        raise wrong_value("--fail-on", "red|amber", fail_on)
    answer = _ask(account, as_of, as_json, "gaps", group, firm=firm)
    severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on else ()
    if any(gap.severity in severe for gap in answer.gaps):
        raise typer.Exit(FOUND)


def spof(
    account: o.Account,
    firm: o.Firm = False,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Single points of failure: whose leaving, theirs or ours, cuts us off."""
    _ask(account, as_of, as_json, "spof", group, firm=firm)


def stage(
    account: o.Account,
    firm: o.Firm = False,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Stage and type of the relationship."""
    _ask(account, as_of, as_json, "stage", group, firm=firm)


def ties(
    account: o.Account,
    touchpoints: Annotated[
        bool, typer.Option("--touchpoints", help="List under each tie the touchpoints that add up to it.")
    ] = False,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Ties of ours with theirs, strongest first, and when they go cold."""
    _ask(account, as_of, as_json, "ties", group, touchpoints=touchpoints)


def defence(
    account: o.Account, group: o.Group = False, as_of: o.AsOf = None, as_json: o.Json = False
) -> None:
    """Defence in depth: supporters, insiders, peers and channels in each layer."""
    _ask(account, as_of, as_json, "defence", group)


def alarms(
    account: Annotated[
        str | None,
        typer.Argument(metavar="[ACCOUNT]", help="Id or name of an account; without: all of them."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Only what is new since that day: did not hold before, or arose since."
        ),
    ] = None,
    everybody: Annotated[
        bool,
        typer.Option(
            "--everybody", help="Ties that go cold with anybody, not only management, executives, deciders."
        ),
    ] = False,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """What endangers accounts, why, and what to do; red first, then the newest."""
    if group and account is None:
        raise UsageError(message("--group takes an account: that of the group's head"))
    with asking(as_of, account, since=since) as desk:
        account_id = None if account is None else desk.account_id(account)
        moment = None if since is None else desk.at(since)
        scope = desk.group_id(account_id) if group and account_id else account_id
        answer = desk.alarms(scope, desk.at(as_of), moment, everybody=everybody)
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import alarm_views

        named = {account_id, *(alarm.account_id for alarm in answer.items)}
        names = {id_: desk.facts(id_).account.name for id_ in named if id_ is not None}
        show(*alarm_views.alarms(answer, account_id, names))


def _ask(account: str, as_of: str | None, as_json: bool, name: str, group: bool = False, **how: bool) -> Any:
    """Ask the desk for one analysis of an account, print it, and return the answer."""
    with asking(as_of, account) as desk:
        account_id, at = desk.account_id(account), desk.at(as_of)
        account_id = desk.group_id(account_id) if group else account_id
        analysis: Callable[[str, AsOf], Any] = getattr(desk, name)
        answer = analysis(account_id, at)
        if as_json:
            show_json(answer, translate(desk))
        else:
            show(*_parts(desk, account_id, at, name, answer, how))
        return answer


def _parts(desk: Desk, account_id: str, at: AsOf, name: str, answer: Any, how: dict[str, bool]) -> Any:
    from graphkam.cli import views

    firm = views.firmness(desk.sensitivity(account_id, at)) if how.pop("firm", False) else {}
    facts = desk.facts(account_id)
    title, label = f"{facts.account.name} ({facts.account.id})", views.labels(facts)
    match name:
        case "gaps":
            return views.gaps(answer, title, label, firm)
        case "spof":
            return views.spof(answer, title, label, firm)
        case "stage":
            return views.stage(answer, title, firm)
        case "defence":
            from graphkam.cli import alarm_views

            return alarm_views.defence(answer, title, label)
        case _:
            return views.ties(answer, title, label, **how)


def team(
    member: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id or name of one of ours; without: everybody.")
    ] = None,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """What hangs on one of our people; without ID, who they are."""
    with asking(as_of, member) as desk:
        at = desk.at(as_of)
        answer = desk.members(at) if member is None else desk.team(desk.team_id(member), at)
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import views
        from graphkam.domain.answers import TeamAnswer

        if isinstance(answer, TeamAnswer):
            names = {a.account_id: desk.facts(a.account_id).account.name for a in answer.accounts}
            show(*views.team(answer, names))
        else:
            show(*views.members(answer))


def map_(
    account: o.Account,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write: FILE.html or FILE.svg.")
    ],
    group: o.Group = False,
    as_of: o.AsOf = None,
) -> None:
    """Write the influence map of an account as one self-contained file."""
    form = output.suffix.lower()
    if form not in (".html", ".svg"):
        raise wrong_value("-o", "FILE.html|FILE.svg", output.name)
    with asking(as_of, account) as desk:
        import viz
        from graphkam.i18n import written_moment

        drawn = desk.map(scope(desk, account, group), desk.at(as_of))
        words, settings = translate(desk), desk.settings
        written = partial(written_moment, lang=settings.lang, zone=settings.timezone)
        if form == ".svg":
            text = viz.map_svg(drawn, words, written)
        else:
            text = viz.map_html(
                drawn, lang=settings.lang, translate=words, assets="inline", nonce="", written=written
            )
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise GraphKAMError(message("cannot write {file}: {why}", file=output, why=error.strerror)) from None
    people, lines = len(drawn.nodes), len(drawn.edges)
    say(message("Wrote {file}: {people} people, {lines} lines.", file=output, people=people, lines=lines))
