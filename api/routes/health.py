"""Whether the program lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import DeskDep

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="The process lives")
def healthz() -> dict[str, str]:
    """Answers without asking the store."""
    return {"status": "ok"}


@router.get("/readyz", summary="The store answers", responses={503: {"description": "It does not."}})
def readyz(desk: DeskDep) -> dict[str, str]:
    """Asks the store for its revision."""
    desk.revision()
    return {"status": "ok"}
