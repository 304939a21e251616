"""What the guard's panes are built from: large enough for a metre and a half, a cold finger, and a keyboard alone."""

from desktop.gate.view.pieces.choices import GateChoices
from desktop.gate.view.pieces.fields import GateField
from desktop.gate.view.pieces.lists import GateList, GateRowShown
from desktop.gate.view.pieces.panels import AlarmPanel, GatePane, GatePanel
from desktop.gate.view.pieces.typing_ahead import TypingAhead

__all__ = ["AlarmPanel", "GateChoices", "GateField", "GateList", "GatePane", "GatePanel", "GateRowShown", "TypingAhead"]
