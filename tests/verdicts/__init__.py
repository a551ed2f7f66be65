"""Every "must say" and "must show" of the eight cases of practice, each with a twin where one fact is told otherwise.

told      the cases as facts in memory
asking    how verdicts are asked for, in memory and on a store
case_1 …  the verdicts
"""

from tests.verdicts import case_1, case_2, case_3, case_4, case_5, case_6, case_7, case_8

VERDICTS = (
    *case_1.VERDICTS,
    *case_2.VERDICTS,
    *case_3.VERDICTS,
    *case_4.VERDICTS,
    *case_5.VERDICTS,
    *case_6.VERDICTS,
    *case_7.VERDICTS,
    *case_8.VERDICTS,
)
