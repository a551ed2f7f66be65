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
recorded   what is read from the store as it stands; here, careers, kept: what the questions work with
"""

from graphkam.desk.account import OfAccount
from graphkam.desk.actions import OfActions
from graphkam.desk.alarms import OfAlarms
from graphkam.desk.decisions import OfDecisions
from graphkam.desk.groups import OfGroups
from graphkam.desk.history import OfHistory
from graphkam.desk.moves import OfMoves
from graphkam.desk.people import OfPeople
from graphkam.desk.relationship import OfRelationship
from graphkam.desk.rules import OfRules
from graphkam.desk.spread import OfCluster
from graphkam.desk.worth import OfWorth

__all__ = ["Desk"]


class Desk(
    OfAccount,
    OfActions,
    OfAlarms,
    OfCluster,
    OfDecisions,
    OfHistory,
    OfMoves,
    OfRelationship,
    OfWorth,
    OfPeople,
    OfGroups,
    OfRules,
):
    """Answers every question that CLI and API ask of one store.

    Analyses take an account's id and the moment (`at`). Safe for several threads.
    """
