from __future__ import annotations

import subprocess
import sys
from threading import Timer
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtNetwork import QLocalSocket

from desktop.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from desktop.ui.single_instance import SingleInstance
app = QCoreApplication([])
sys.exit(0 if SingleInstance(sys.argv[1]).claim(["--open", "3-1-502"]) else 7)
"""


def start_second(location: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SECOND, location])


def test_that_a_second_window_hands_over_to_the_first(qtbot: QtBot) -> None:
    location = uuid4().hex
    first = SingleInstance(location)
    assert first.claim([])
    with qtbot.waitSignal(first.asked, timeout=20_000) as asked:
        second = start_second(location)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert asked.args == [["--open", "3-1-502"]]
    assert second.returncode == 7
    first.release()


def test_that_another_location_is_free() -> None:
    one, other = SingleInstance(uuid4().hex), SingleInstance(uuid4().hex)
    assert one.claim([])
    assert other.claim([])
    one.release()
    other.release()


def test_that_another_person_at_the_same_pc_has_a_window_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    location = "postgresql://db/touchpoint"
    names = []
    for home in ("C:/Users/王芳", "C:/Users/李明"):
        monkeypatch.setattr("desktop.ui.single_instance.QDir.homePath", lambda home=home: home)
        names.append(SingleInstance(location)._name)
    assert len(set(names)) == 2


def test_that_a_location_given_back_can_be_claimed_again() -> None:
    location = uuid4().hex
    first = SingleInstance(location)
    assert first.claim([])
    first.release()
    again = SingleInstance(location)
    assert again.claim([])
    again.release()


def test_that_a_start_beside_a_window_that_is_just_ending_opens_one() -> None:
    location = uuid4().hex
    first, second = SingleInstance(location), SingleInstance(location)
    assert first.claim([])
    first._server.close()
    ending = Timer(0.2, first._lock.unlock)
    ending.start()
    assert second.claim([])
    ending.join()
    second.release()


def test_that_a_crashed_window_leaves_nothing_that_hinders() -> None:
    location = uuid4().hex
    killed = SECOND.replace("sys.exit(", "import os; SingleInstance(sys.argv[1]).claim([]); os._exit(").replace(
        '.claim(["--open", "3-1-502"])', ".claim([])"
    )
    subprocess.run([sys.executable, "-c", killed, location], check=False, timeout=30)
    again = SingleInstance(location)
    assert again.claim([])
    again.release()


HOSTILE = (b"[" * 7000 + b"\n", b"\xff\xfe\n", b"{}\n", b'"tel:1"\n', b"[1, null, {}]\n", b"\n")


def test_that_messages_that_are_no_arguments_do_no_harm(qtbot: QtBot) -> None:
    first = SingleInstance(uuid4().hex)
    assert first.claim([])
    heard: list[list[str]] = []
    first.asked.connect(heard.append)
    for message in HOSTILE:
        with qtbot.waitSignal(first.asked, timeout=20_000):
            socket = QLocalSocket()
            socket.connectToServer(first._name)
            socket.write(message)
        socket.disconnectFromServer()
        qtbot.waitUntil(lambda: not first._server.findChildren(QLocalSocket))
    assert heard == [[], [], [], [], ["1", "None", "{}"], []]
    first.release()


def test_that_a_message_without_end_is_cut_off(qtbot: QtBot) -> None:
    first = SingleInstance(uuid4().hex)
    assert first.claim([])
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    socket.write(b"x" * 200_000)
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == gone, timeout=20_000)
    assert first._server.isListening()
    qtbot.waitUntil(lambda: not first._server.findChildren(QLocalSocket))
    first.release()
