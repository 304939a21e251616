"""What of the packages the program needs: Qt by what is named here, the rest by what is left out."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_needed"]

_MODULES = ("Core", "Gui", "Network", "Pdf", "PdfWidgets", "PrintSupport", "Svg", "Widgets")
"""The Qt modules that the program imports, or that one of those is linked with."""

_LINKED = ("Core", "DBus", "Gui", "Network", "OpenGL", "Pdf", "PdfWidgets", "PrintSupport", "Svg", "Widgets", "XcbQpa")

_QT = (
    "__init__.py",
    "_config.py",
    "_git_pyside_version.py",
    *(f"Qt{name}.pyd" for name in _MODULES),
    *(f"Qt{name}.abi3.so" for name in _MODULES),
    *(f"Qt6{name}.dll" for name in _LINKED),
    *(f"Qt/lib/libQt6{name}.so.6" for name in _LINKED),
    "Qt/lib/libicu*.so.*",
    "pyside6.abi3.dll",
    "libpyside6.abi3.so.*",
    "msvcp140*.dll",
    "vcruntime140*.dll",
    "concrt140.dll",
    *(f"{at}platforms/{name}" for at in ("plugins/", "Qt/plugins/") for name in ("qwindows.dll", "qoffscreen.dll")),
    *(f"Qt/plugins/platforms/libq{name}.so" for name in ("xcb", "offscreen")),
    *(f"plugins/imageformats/q{name}.dll" for name in ("jpeg", "svg", "ico", "webp")),
    *(f"Qt/plugins/imageformats/libq{name}.so" for name in ("jpeg", "svg", "ico", "webp")),
    "plugins/iconengines/qsvgicon.dll",
    "Qt/plugins/iconengines/libqsvgicon.so",
    "plugins/generic/*.dll",
    "Qt/plugins/platforminputcontexts/*.so",
    "Qt/plugins/printsupport/*.so",
    "Qt/plugins/platformthemes/*.so",
    "*translations/qtbase_zh_CN.qm",
    "*translations/qtbase_zh_TW.qm",
    "support/*",
)
"""What of PySide6 is kept; software OpenGL, QML, tools, headers and other languages go."""

_LOCALES = ("root", "en*", "zh*")
_LEFT_OUT = (
    "*.pyi",
    "*.lib",
    "*.h",
    "*.pyx",
    "*.pxd",
    "*.c",
    "*/include/*",
    "*/tests/*",
    "*/test/*",
    "*/testing/*",
    "*/__pycache__/*",
    "shiboken6/lib/*",
    "shiboken6/docs/*",
    "shiboken6/vcamp140.dll",
    "shiboken6/vccorlib140.dll",
    "shiboken6/vcomp140.dll",
    "*.dist-info/RECORD",
    "*.dist-info/entry_points.txt",
    "*.data/scripts/*",
    "tzdata/zoneinfo/right/*",
    "sqlalchemy/dialects/mysql/*",
    "sqlalchemy/dialects/oracle/*",
    "sqlalchemy/dialects/mssql/*",
    "PIL/_avif*",
    "PIL/_imagingtk*",
    "PIL/ImageTk.py",
)
_LOCALE = re.compile(r"babel/locale-data/(?P<name>[^/]+)\.dat")


def is_needed(path: str) -> bool:
    """Tell whether the program needs the file at `path`, as it would lie in site-packages, with slashes."""
    if path.startswith("PySide6/"):
        return _matches(path.removeprefix("PySide6/"), _QT)
    locale = _LOCALE.fullmatch(path)
    if locale is not None:
        return _matches(locale["name"], _LOCALES)
    return not _matches(path, _LEFT_OUT)


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
