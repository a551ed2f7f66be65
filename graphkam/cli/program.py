"""The program: what holds for all its commands, and how it ends."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import Annotated

import typer

from graphkam import __version__
from graphkam.cli.commands import Program
from graphkam.cli.failure import CODES, FAILED, report

app = typer.Typer(
    name="graphkam",
    cls=Program,
    help="Key account management on a graph: coverage gaps, single points of failure, influence maps.",
    epilog="Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in CODES.items()) + ".",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"graphkam {__version__}\n")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where an unexpected error came from.")
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line of this process and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away, as `| head` does. Nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    gc.freeze()  # the process ends: to look through all that it made for garbage once more is of no use
    sys.exit(code)


def _run() -> int:
    try:
        app(prog_name="graphkam")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except BrokenPipeError:
        raise
    except Exception as error:  # the one place where every failure becomes a sentence
        return report(error, with_traceback="--traceback" in sys.argv[1:])
    return 0
