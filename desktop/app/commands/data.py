"""Commands about the data as a whole: init, demo, recover, backup, restore, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import upkeep
from desktop.app.demo import DemoSize, add_demo, sample
from desktop.app.founding import Founding, found
from desktop.core.i18n import msg
from desktop.core.months import Month, load_zone
from desktop.core.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from desktop.app.commands.context import Context
    from desktop.storage.work import UnitOfWork

__all__ = ["backup", "check", "demo", "init", "recover", "restore"]

DEMO_ZONE = "Asia/Shanghai"
DEMO_ACCOUNTS: Mapping[str, Role] = {"clerk": Role.CLERK, "manager": Role.MANAGER, "guard": Role.GUARD}


def init(context: Context) -> int:
    """Create a community with an administrator; print the recovery key once."""
    arguments = context.arguments
    founding = Founding(arguments.name, arguments.time_zone)
    recovery_key = found(context.target, context.user, context.password(), founding, context.clock)
    context.say.line(msg("Created the community %(name)s.", name=arguments.name))
    _print_recovery_key(context, recovery_key)
    return 0


def demo(context: Context) -> int:
    """Create a made-up community; print its accounts and the recovery key."""
    arguments = context.arguments
    zone = load_zone(DEMO_ZONE)
    last = Month.parse(arguments.until) if arguments.until else Month.containing(context.clock.now(), zone).plus(-1)
    size = DemoSize(arguments.households, arguments.months, arguments.seed, last)

    def fill(work: UnitOfWork, departments: Mapping[str, int], zone: ZoneInfo) -> None:
        add_demo(work, zone, departments, size)

    founding = Founding(sample()["name"], DEMO_ZONE, DEMO_ACCOUNTS, fill)
    recovery_key = found(context.target, context.user, context.password(), founding, context.clock)
    context.say.line(
        msg(
            "Created the made-up community %(name)s: %(households)s households, %(months)s months up to %(last)s.",
            name=founding.name,
            households=size.households,
            months=size.months,
            last=last,
        )
    )
    names = ", ".join([context.user, *DEMO_ACCOUNTS])
    context.say.line(msg("Accounts, all with the password given: %(names)s.", names=names))
    _print_recovery_key(context, recovery_key)
    return 0


def _print_recovery_key(context: Context, recovery_key: str) -> None:
    if recovery_key:
        context.say.line(msg("Recovery key: %(key)s", key=recovery_key))
        context.say.line(
            msg(
                "Write it on paper and lock it away: it opens the data if all passwords are lost. Nobody sees it again."
            )
        )


def recover(context: Context) -> int:
    """Give an administrator a new password by means of the recovery key."""
    folder = context.folder
    given = getattr(context.arguments, "recovery_key", None)
    key = given or context.secret("TOUCHPOINT_RECOVERY_KEY", context.language.gettext("Recovery key: "))
    upkeep.recover(folder, key, context.user, context.password(), context.clock)
    context.say.line(msg("The account %(name)s opens the data with the new password.", name=context.user))
    return 0


def backup(context: Context) -> int:
    """Write a verified backup into one file."""
    _ = context.folder
    out = Path(context.arguments.out)
    with context.session() as session:
        upkeep.UpkeepService(session).back_up(out)
    context.say.line(msg("Backup written and checked: %(path)s", path=out))
    return 0


def restore(context: Context) -> int:
    """Put a backup in place of the data; what was there is kept aside."""
    folder = context.folder
    archive = Path(context.arguments.file)
    restored = upkeep.restore_backup(archive, folder, context.user, context.password(), context.clock)
    context.say.line(msg("The backup of %(made)s is in place.", made=restored.manifest.made_at))
    if restored.aside is not None:
        context.say.line(msg("What was there before is kept in %(path)s.", path=restored.aside))
    return 0


def check(context: Context) -> int:
    """Check that the data is whole; exit code 1 when it is not."""
    with context.session(proving=False) as session:
        faults = upkeep.UpkeepService(session).check()
        if not faults:
            session.prove_upgrade()
    for fault in faults:
        context.say.warn(fault)
    if not faults:
        context.say.line(msg("The data is whole."))
    return 1 if faults else 0
