"""The commands, by name, in the order of the help. A module is imported when a command of it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from typer._click import Command, Context
    from typer._click.formatting import HelpFormatter


class Entry(NamedTuple):
    """Where a command is, and what it does: the first line of its docstring, which a test compares."""

    module: str
    function: str
    summary: str


ENTRIES: dict[str, Entry] = {
    "demo": Entry(
        "serving", "demo", "Show eight cases from practice and a portfolio of 250 accounts in the browser."
    ),
    "serve": Entry("serving", "serve", "Serve pages and API on the configured store."),
    "doctor": Entry(
        "serving",
        "doctor",
        "Check the store: constraints, counts, references, ties (which are put right); exits with 1 if unsound.",
    ),
    "template": Entry(
        "data",
        "template",
        "Write the nineteen CSV files with a header and an example row each, and a README.",
    ),
    "import": Entry(
        "data",
        "import_",
        "Import files into the store and print the report; exits with 3 if rows were rejected.",
    ),
    "log": Entry("data", "log", "Record one touchpoint; prints its id."),
    "delete": Entry(
        "data",
        "delete",
        "Remove a wrong account, person, touchpoint, relation, role …, with what hangs on it.",
    ),
    "accounts": Entry("analyses", "accounts", "The portfolio, worst first."),
    "people": Entry("analyses", "people", "Find a person at any account."),
    "gaps": Entry("analyses", "gaps", "Where an account is open: layers, functions, roles, vetoes, persons."),
    "spof": Entry(
        "analyses", "spof", "Single points of failure: whose leaving, theirs or ours, cuts us off."
    ),
    "stage": Entry("analyses", "stage", "Stage and type of the relationship."),
    "ties": Entry("analyses", "ties", "Ties of ours with theirs, strongest first, and when they go cold."),
    "defence": Entry(
        "analyses", "defence", "Defence in depth: supporters, insiders, peers and channels in each layer."
    ),
    "decision": Entry(
        "decisions",
        "decision",
        "Who decides: the expected table, net support, opponents and whom they can turn.",
    ),
    "alarms": Entry(
        "analyses", "alarms", "What endangers accounts, why, and what to do; red first, then the newest."
    ),
    "coaching": Entry(
        "coaching", "coaching", "What the coaching rules say of an account, why, and what to do."
    ),
    "sensitivity": Entry(
        "coaching",
        "sensitivity",
        "How firm each verdict is: by which factor a constant would have to change to flip it.",
    ),
    "replay": Entry(
        "history",
        "replay",
        "An account through time: coverage, status, stage, exposure, alarms that began, who came and went.",
    ),
    "tie": Entry(
        "history",
        "tie",
        "The history of a tie: when it was live, how it rose and faded, when it went or will go cold.",
    ),
    "figures": Entry(
        "history",
        "figures",
        "Share of wallet, revenue, margin and orders of an account over time, by product.",
    ),
    "team": Entry("analyses", "team", "What hangs on one of our people; without ID, who they are."),
    "map": Entry("analyses", "map_", "Write the influence map of an account as one self-contained file."),
    "path": Entry("moves", "path", "The warmest way in to one of theirs: through whom, and how warm."),
    "introductions": Entry(
        "moves",
        "introductions",
        "Whom to meet next: the ties that raise coverage and redundancy most, and the way in.",
    ),
    "whatif": Entry(
        "moves",
        "whatif",
        "What would be without some people, with some ties, on another day; before, after, difference.",
    ),
    "diff": Entry(
        "moves",
        "diff",
        "What changed between two moments: people, ties, layers, roles, judgements, verdicts.",
    ),
    "visits": Entry("worth", "visits", "Who of ours should see whom this month, and why."),
    "customers": Entry(
        "worth",
        "customers",
        "The best customers on six factors: return, stage of life, potential, risk, loyalty, overall.",
    ),
    "value": Entry(
        "worth",
        "value",
        "Value, risk, dependence on single accounts, and share of effort against share of value.",
    ),
    "segments": Entry(
        "worth",
        "segments",
        "Segments, where the data contradict them, room to grow and products to offer.",
    ),
    "flanks": Entry("worth", "flanks", "Products and sites that rivals hold, where they are weak first."),
    "loads": Entry("worth", "loads", "What account managers carry, and the sums along our reporting line."),
    "relationship": Entry(
        "relationship", "relationship", "What is judged, felt, done, needed and promised, and what binds."
    ),
    "handover": Entry(
        "relationship",
        "handover",
        "The hand-over sheet of one of ours: promised, left open, known, with whom.",
    ),
    "act": Entry(
        "actions", "act", "Plan an action: who of ours meets whom of theirs, and why; prints its id."
    ),
    "actions": Entry(
        "actions",
        "actions",
        "What is planned, by the day it is due, and what was done; of one account or all.",
    ),
    "edit": Entry(
        "actions", "edit", "Change an action that is not closed: who meets whom, aim, message, day, reason."
    ),
    "close": Entry("actions", "close", "Close an action with what came of it, and show what it gained."),
    "queries": Entry("ask", "queries", "The queries that ship, with their parameters."),
    "query": Entry("ask", "query", "Run a query that ships (read only)."),
}


class Commands(Mapping[str, "Command"]):
    """The commands as the command line takes them, each made when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._made:
            entry = ENTRIES[name]
            alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
            alone.command(name)(getattr(import_module(f"graphkam.cli.{entry.module}"), entry.function))
            self._made[name] = get_command(alone)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ENTRIES)

    def __len__(self) -> int:
        return len(ENTRIES)


class Program(TyperGroup):
    """The group of all commands. Its help needs none of them made, which halves the time that it takes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": Commands()})

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in ENTRIES.items()])
