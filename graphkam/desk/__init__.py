"""The one place where questions become answers, for CLI and API alike.

A `Desk` puts store, snapshot, analyses and map together. It holds no rule of its own: definitions are in
`analysis`, drawing is in `viz`. Each group of questions is a class in a module of its own:

room       what all of them share: store, snapshot, moments, names, views
account    one account        alarms     what happened that asks for an answer
moves      what to do         portfolio  all accounts        people  theirs and ours
groups     all accounts, each with its subsidiaries
decisions  who decides        worth      what accounts are worth, and who carries them
rules      coaching, sensitivity          history    replay, ties and figures over time
actions    what is planned          spread     the portfolio on several processes
relationship  what is judged, felt, needed, promised, handed over
ahead      the lines of the portfolio made while the store is opened
recorded   what is read from the store as it stands; here, careers, kept: what the questions work with
whole      `Desk`, all of them in one class: loaded when it is asked for, as one group of questions may be enough
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphkam.desk.whole import Desk

__all__ = ["Desk"]


def __getattr__(name: str) -> object:
    if name != "Desk":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from graphkam.desk.whole import Desk

    return Desk
