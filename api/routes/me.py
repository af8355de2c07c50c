"""Who you are here: what your token comes to."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from api.answers import Answer, answer
from api.doors import Call, Door
from iom.access import MAY, Reach, decide, grants_of

router = APIRouter(prefix="/v1", tags=["access"])
Own = Annotated[Call, Depends(Door("", Reach.NOBODY), scope="function")]


class Me(BaseModel):
    """A caller: roles held, what they may do, which of it reaches everyone, and what it leaves out."""

    user: str
    roles: list[str]
    may: list[str]
    everyone: list[str]
    withheld: dict[str, list[str]] = Field(
        description="By permission, what you are not shown with it: what every role that gives it withholds."
    )
    grants: list[str]


@router.get("/me", summary="Who you are here", response_model=Answer[Me])
def me(call: Own) -> Response:
    """The roles that your token gives you, what they may do, and whom they show you."""
    access, caller = call.access, call.caller
    grants = grants_of(access, caller)
    allowed = {may: found for may in MAY if (found := decide(access, caller, may, Reach.PEOPLE)).allowed}
    told = Me(
        user=caller.user,
        roles=sorted({grant.role for grant in grants}),
        may=list(allowed),
        everyone=[may for may, found in allowed.items() if found.scope.everyone],
        withheld={
            may: sorted(found.scope.withheld) for may, found in allowed.items() if found.scope.withheld
        },
        grants=[grant.says for grant in grants],
    )
    return answer(call.request, told)
