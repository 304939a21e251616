"""The command line as data: commands, options, and the help in the system's language."""

from __future__ import annotations

import argparse
import gettext
import os
from typing import TYPE_CHECKING, NoReturn

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import LANGUAGES, language, msg, system_language, system_names
from desktop.core.paths import i18n_dir
from desktop.core.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language

__all__ = ["COMMANDS", "chosen_language", "parse"]

COMMANDS = (
    "init",
    "demo",
    "import",
    "template",
    "report",
    "search",
    "visits",
    "user",
    "recover",
    "backup",
    "restore",
    "check",
)
"""The headless commands, for the sentence that names them where a screen is missing."""

ARGPARSE_WORDS = (
    msg("usage: "),
    msg("positional arguments"),
    msg("options"),
    msg("show this help message and exit"),
    msg("the following arguments are required: %s"),
    msg("unrecognized arguments: %s"),
    msg("argument %(argument_name)s: %(message)s"),
    msg("invalid choice: %(value)r (choose from %(choices)s)"),
    msg("invalid %(type)s value: %(value)r"),
    msg("expected one argument"),
)
"""What argparse itself says; it asks gettext for these at run time."""


class _Parser(argparse.ArgumentParser):
    """An argparse parser whose complaint is a UserError rather than an exit."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments, and where help is."""
        raise UserError(Problem(msg("%(wrong)s. “%(program)s --help” explains.", wrong=message, program=self.prog)))


def chosen_language(arguments: Sequence[str]) -> Language:
    """Return the language named by `--language` among `arguments`, else the system's."""
    for position, argument in enumerate(arguments):
        named = argument.partition("=")[2] if argument.startswith("--language=") else ""
        if argument == "--language" and position + 1 < len(arguments):
            named = arguments[position + 1]
        if named in LANGUAGES:
            return language(named)
    return language(system_language(*system_names()))


def parse(arguments: Sequence[str], spoken: Language) -> argparse.Namespace:
    """Return the parsed command line; raise UserError when it makes no sense, SystemExit(0) after --help."""
    os.environ["LANGUAGE"] = spoken.code
    gettext.bindtextdomain("desktop", str(i18n_dir()))
    gettext.textdomain("desktop")
    return _build(spoken).parse_args(arguments)


def _build(spoken: Language) -> argparse.ArgumentParser:
    t = spoken.gettext
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--data", metavar="DIR", help=t("folder of the data file"))
    common.add_argument("--database", metavar="URL", help=t("address of a PostgreSQL database, in place of --data"))
    common.add_argument("--user", metavar="NAME", help=t("account to sign in with (default: admin)"))
    common.add_argument("--language", choices=tuple(LANGUAGES), help=t("language of what is printed"))
    parser = _Parser(
        prog="touchpoint",
        parents=[common],
        description=t("Touchpoint, the front desk of a residential community. Without a command it opens its window."),
        epilog=t("The password is taken from TOUCHPOINT_PASSWORD, or asked."),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, explained: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=explained, description=explained)

    _add_founding(command("init", t("create a community with the administrator admin")), spoken)
    _add_demo(command("demo", t("create a made-up community to look around in")), spoken)
    _add_import(command("import", t("import households or requests from a spreadsheet")), spoken)
    template = command("template", t("write an empty spreadsheet to fill in and import"))
    template.add_argument("what", choices=("households", "requests"))
    template.add_argument("out", metavar="OUT.xlsx")
    _add_report(command("report", t("write the month's report for each department, or the summary of a week")), spoken)
    search = command("search", t("find rooms, people, vehicles and requests; prints JSON"))
    search.add_argument("text", metavar="TEXT")
    _add_visits(command("visits", t("reduce old visits to counts, or print the log of a day")), common, spoken)
    _add_user(command("user", t("add and change accounts")), common, spoken)
    recover = command("recover", t("open data whose passwords are lost, with the recovery key"))
    recover.add_argument(
        "--recovery-key",
        metavar="KEY",
        help=t("the recovery key (default: from TOUCHPOINT_RECOVERY_KEY, or asked)"),
    )
    backup = command("backup", t("write a backup into one file"))
    backup.add_argument("out", metavar="OUT")
    restore = command("restore", t("put a backup in place of the data; what was there is kept aside"))
    restore.add_argument("file", metavar="FILE")
    command("check", t("check that the data is whole"))
    return parser


def _add_founding(parser: argparse.ArgumentParser, spoken: Language) -> None:
    t = spoken.gettext
    parser.add_argument("--name", required=True, help=t("name of the community"))
    parser.add_argument("--time-zone", default="Asia/Shanghai", help=t("its time zone (default: Asia/Shanghai)"))


def _add_demo(parser: argparse.ArgumentParser, spoken: Language) -> None:
    t = spoken.gettext
    parser.add_argument("--households", type=int, default=600, metavar="N", help=t("how many households"))
    parser.add_argument("--months", type=int, default=26, metavar="N", help=t("how many months of requests"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=t("same seed, same community"))
    parser.add_argument("--until", metavar="YYYY-MM", help=t("last month (default: the last full one)"))


def _add_import(parser: argparse.ArgumentParser, spoken: Language) -> None:
    t = spoken.gettext
    parser.add_argument("what", choices=("households", "requests"))
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help=t("only say what would happen"))
    parser.add_argument("--strict", action="store_true", help=t("import nothing if any row is refused (exit 3)"))
    parser.add_argument("--map", metavar="PROFILE.json", help=t("which header means which column"))
    parser.add_argument("--report", metavar="OUT.json", help=t("write what was done, cell by cell"))


def _add_report(parser: argparse.ArgumentParser, spoken: Language) -> None:
    t = spoken.gettext
    parser.add_argument("what", choices=("month", "week"))
    parser.add_argument("month", metavar="YYYY-MM", nargs="?", default="", help=t("the month, of a month's reports"))
    parser.add_argument(
        "--week",
        metavar="YYYY-Www",
        default="",
        help=t("the week, of a weekly summary (%(example)s)", example="2026-W47"),
    )
    parser.add_argument("--out", required=True, metavar="DIR", help=t("folder to write into"))
    parser.add_argument("--department", metavar="CODE", help=t("one department only"))
    parser.add_argument("--format", choices=("pdf", "xlsx", "json"), default="pdf", help=t("kind of file"))


def _add_visits(parser: argparse.ArgumentParser, common: _Parser, spoken: Language) -> None:
    t = spoken.gettext
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=_Parser)

    def action(name: str, explained: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, parents=[common], help=explained, description=explained)

    reduce = action("reduce", t("reduce visits older than the rules keep them to counts, as each night does"))
    reduce.add_argument("--even-if-many", action="store_true", help=t("also if more than a fifth of all would go"))
    log = action("log", t("write the visitor log of a day as PDF"))
    log.add_argument("--day", metavar="YYYY-MM-DD", required=True, help=t("the day"))
    log.add_argument("--out", metavar="OUT.pdf", required=True, help=t("file to write"))


def _add_user(parser: argparse.ArgumentParser, common: _Parser, spoken: Language) -> None:
    t = spoken.gettext
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=_Parser)

    def action(name: str, explained: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, parents=[common], help=explained, description=explained)

    roles = tuple(role.value for role in Role)
    new_password = t("the new password (default: from TOUCHPOINT_NEW_PASSWORD, or asked)")
    add = action("add", t("add an account; its password must be changed at the first sign-in"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=roles, required=True, help=t("what the account may do"))
    add.add_argument("--department", metavar="CODE", help=t("makes a manager the head of this department"))
    add.add_argument("--new-password", metavar="PASSWORD", help=new_password)
    role = action("role", t("give an account another role"))
    role.add_argument("name", metavar="NAME")
    role.add_argument("role", choices=roles)
    department = action("department", t("make a manager the head of a department, or of none"))
    department.add_argument("name", metavar="NAME")
    department.add_argument("department", metavar="CODE", nargs="?", default="")
    password = action("password", t("change one's own password, or reset another's"))
    password.add_argument("name", metavar="NAME", nargs="?", default="")
    password.add_argument("--new-password", metavar="PASSWORD", help=new_password)
    disable = action("disable", t("disable an account"))
    disable.add_argument("name", metavar="NAME")
    action("list", t("list the accounts"))
