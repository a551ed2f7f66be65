"""GraphKAM: key account management on a graph.

Which layers of a customer do we reach, who hangs on one person, whom do we meet next?
"""

__version__ = "0.1.0"
