"""The fields of a form that a page of ours sent."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from graphkam.domain.message import message
from graphkam.errors import UsageError

FIELDS = 50


async def _form(request: Request) -> dict[str, str]:
    try:
        text = (await request.body()).decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS))
    except ValueError:
        raise UsageError(message("this is no form of these pages")) from None


FormDep = Annotated[dict[str, str], Depends(_form)]
"""Name and value of each field; where one comes several times, the last."""
