"""All accounts of a `Frame` at once, compiled: the same definitions as the analyses of one account.

moment      as-of, constants and time zone as what kernels can read
columns     what goes in and out, and the room that the kernels work in
standing    who is there that day, in which layer, with which power, support and roles
contacts    ties: what contacts add up to, and when that has gone cold
sets        coverage of layers, functions and roles
flow        who is reached, and who is lost without whom: the dominator tree
disjoint    how many ways that share no person lead to a decision holder
shape       stage, type, exposure, gaps
engine      the sweep over all accounts
arriving, fresh      one account swept again and again while touchpoints come in
loyalty     what they say and what they order; risk of leaving
standing_alarms, events      alarms of how things stand, and of who came or rose
past_ties, leavers, days_before      alarms that ask how things stood the day before
signs       all of these over all accounts
lines       the portfolio's lines from a sweep and its signs
portfolio   the lines as of one moment, of which only those of changed accounts are made again
jit, stored  what makes kernels: numba, or a file of the machine code that it made
kept        whether everything is compiled, and compiling it

Everything but `stored` imports numba, half a second: import it where it runs. See docs/engine.md.
"""
