"""In which forms each address answers. Asked for another it refuses, before anything is looked at or done."""

from fastapi import Request
from fastapi.routing import APIRoute

from api.answers import CSV, JSON, PARQUET, Page, wanted
from api.contract_words import BULK, OPERATIONS, OTHER_FORMS


def operation_id(route: APIRoute) -> str:
    """A name that a generated client can use: search_people, make_run."""
    room = str(route.tags[0]).replace(" ", "_") if route.tags else "service"
    name = f"{room}_{route.name}".strip("_")
    return OPERATIONS.get(name, name)


def forms_of(name: str, *, is_list: bool) -> tuple[str, ...]:
    """The forms of an operation, the usual one first. name: its id in the contract."""
    if name in OTHER_FORMS:
        return (OTHER_FORMS[name],)
    if not is_list:
        return (JSON,)
    return (JSON, CSV, PARQUET) if name in BULK else (JSON, CSV)


def refuse_other_forms(request: Request) -> None:
    """Refuse (406) what the caller accepts in no form that the route has."""
    route: APIRoute = request.scope["route"]
    kind = route.response_model
    is_list = isinstance(kind, type) and issubclass(kind, Page)
    wanted(request, *forms_of(operation_id(route), is_list=is_list))
