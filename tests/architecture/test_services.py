"""Rights: every door of a service names its operation, so that nothing can be done unasked."""

from __future__ import annotations

import importlib
import inspect

from desktop.core.permissions import Acting, Actor, Operation, Role, requires
from tests.architecture.sources import features, module_files, module_name, role

HARMLESS = set(vars(Acting))  # who acts is known to whoever acts


def service_classes() -> list[type]:
    """Return every class called ...Service of every feature's service module or package."""
    found = []
    for path in module_files():
        name = module_name(path)
        if name.split(".")[1:2] and name.split(".")[1] in features() and role(name) == "service":
            classes = vars(importlib.import_module(name)).values()
            found += [thing for thing in classes if inspect.isclass(thing) and thing.__name__.endswith("Service")]
    return sorted(set(found), key=lambda thing: thing.__qualname__)


def open_doors(service: type) -> list[str]:
    """Return the public methods and properties of a service that name no operation, inherited ones too."""
    doors = []
    for name, thing in inspect.getmembers_static(service):
        getter = thing.fget if isinstance(thing, property) else thing
        function = getattr(getter, "__func__", getter)
        is_door = (
            not name.startswith("_")
            and name not in HARMLESS
            and (inspect.isfunction(function) or isinstance(thing, property))
        )
        if is_door and not hasattr(function, "__operation__"):
            doors.append(f"{service.__module__}.{service.__qualname__}.{name}")
    return doors


class Base:
    def inherited(self) -> None: ...


class MadeUpService(Base):
    @property
    def actor(self) -> Actor:
        return Actor(1, "clerk", Role.CLERK, 1)

    @requires(Operation.READ_STAFF)
    def guarded(self) -> None: ...

    def forgotten(self) -> None: ...

    @staticmethod
    def forgotten_too() -> None: ...

    @property
    def glimpse(self) -> int:
        return 1

    def _private(self) -> None: ...


def test_that_every_public_method_of_a_service_names_its_operation() -> None:
    services = service_classes()
    assert services
    assert [door for service in services for door in open_doors(service)] == []


def test_that_a_forgotten_operation_would_be_found() -> None:
    found = {door.rpartition(".")[2] for door in open_doors(MadeUpService)}
    assert found == {"forgotten", "forgotten_too", "glimpse", "inherited"}
