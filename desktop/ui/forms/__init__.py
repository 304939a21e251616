"""Forms: labelled fields that mark everything wrong at once, and lose nothing that was typed."""

from __future__ import annotations

from desktop.ui.forms.choosing import Choice, ChoiceField, LookupField, SegmentField
from desktop.ui.forms.fields import CheckField, Field, LineField, MomentField, NumberField, PhoneField, TextField
from desktop.ui.forms.form import Form

__all__ = [
    "CheckField",
    "Choice",
    "ChoiceField",
    "Field",
    "Form",
    "LineField",
    "LookupField",
    "MomentField",
    "NumberField",
    "PhoneField",
    "SegmentField",
    "TextField",
]
