"""The portfolio's lines from a sweep: those of `portfolio.account_line`, but for what a frame does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graphkam.domain.answers import AccountLine, LayerState
from graphkam.domain.frame import Frame
from graphkam.domain.sweep import Sweep
from graphkam.domain.vocabulary import ACCOUNT_STATES, COVERAGE_STATES, LAYERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def account_lines(frame: Frame, found: Sweep, accounts: Iterable[int] | None = None) -> list[AccountLine]:
    """The lines of some accounts (None: all), in the order asked for.

    `alarms`, `churn_risk`, `loyalty_type`, `relationship` and `sales_alone` are None: other analyses tell them.

    Errors: none. Cost: some 20 µs a line.
    """
    status, share, guessed = found.set_status, found.set_coverage, found.set_guessed
    wanted = range(len(frame)) if accounts is None else accounts
    return [
        AccountLine(
            id=frame.account_id[a] or "",
            name=frame.account_name[a] or "",
            kinds=tuple((frame.account_kinds[a] or "").split(";")) if frame.account_kinds[a] else (),
            grade=frame.account_grade[a],
            segment=frame.account_segment[a],
            lifecycle=frame.account_lifecycle[a],
            annual_value=_known(frame.annual_value, a),
            currency=frame.account_currency[a],
            exposure=_known(found.exposure, a),
            value_at_risk=_known(found.value_at_risk, a),
            churn_risk=None,
            loyalty_type=None,
            layers={
                layer: LayerState(COVERAGE_STATES[status[a, k]], _known(share[a], k), int(guessed[a, k]))
                for k, layer in enumerate(LAYERS)
            },
            status=ACCOUNT_STATES[found.status[a]],
            account_manager=_member(frame, a, int(found.manager[a])),
            executive_sponsor=_member(frame, a, int(found.sponsor[a])),
            alarms=None,
        )
        for a in wanted
    ]


def _known(column: NDArray[np.float64], place: int) -> float | None:
    value = float(column[place])
    return None if value != value else value


def _member(frame: Frame, a: int, slot: int) -> str | None:
    return None if slot < 0 else frame.member_id[int(frame.first_member[a]) + slot]
