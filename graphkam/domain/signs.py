"""What the lines of a portfolio show beside the numbers of a `Sweep`, as columns of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    F8 = NDArray[np.float64]
    I4 = NDArray[np.int32]
    I1 = NDArray[np.int8]
    U1 = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Signs:
    """One entry for each account of a frame (`manages`: each of ours), as of one moment.

    Undefined numbers are NaN, undefined places −1.
    """

    churn_risk: F8
    loyalty_type: I1
    """Place in LOYALTY_TYPES."""
    sales_alone: U1
    red: I4
    """Red alarms, and `amber` ones, but for those of overloaded managers."""
    amber: I4
    manages: U1
    """1: account manager that day."""
