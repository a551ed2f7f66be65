"""All questions in one class."""

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
