"""The analyses of an account: pure functions from a `View` (facts, moment, constants) to frozen answers.

No analysis does I/O or asks the clock. The definitions are those of docs/definitions.md, one module each.
"""

from graphkam.analysis.alarms import alarms, manager_loads
from graphkam.analysis.coaching import coaching
from graphkam.analysis.coverage import coverage
from graphkam.analysis.decision import decision
from graphkam.analysis.defence import defence
from graphkam.analysis.diff import diff
from graphkam.analysis.elsewhere import way_in
from graphkam.analysis.exposure import exposure
from graphkam.analysis.figures import figures
from graphkam.analysis.gaps import gaps
from graphkam.analysis.history import tie_history
from graphkam.analysis.introductions import introductions
from graphkam.analysis.labelled import labelled
from graphkam.analysis.path import path
from graphkam.analysis.people import people
from graphkam.analysis.portfolio import account_line, portfolio
from graphkam.analysis.replay import replay
from graphkam.analysis.sensitivity import sensitivity
from graphkam.analysis.spof import spof
from graphkam.analysis.stage import stage
from graphkam.analysis.team import promises, rep_churn, team
from graphkam.analysis.ties import ties
from graphkam.analysis.view import View
from graphkam.analysis.whatif import whatif

__all__ = [
    "View",
    "account_line",
    "alarms",
    "coaching",
    "coverage",
    "decision",
    "defence",
    "diff",
    "exposure",
    "figures",
    "gaps",
    "introductions",
    "labelled",
    "manager_loads",
    "path",
    "people",
    "portfolio",
    "promises",
    "rep_churn",
    "replay",
    "sensitivity",
    "spof",
    "stage",
    "team",
    "tie_history",
    "ties",
    "way_in",
    "whatif",
]
