"""The form for a photo of a resident: the picture, who agreed to it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from desktop.core.i18n import Language, msg
from desktop.households.dialogs.forms import Command, HouseholdDialog, day_field
from desktop.ui.forms import Form, LineField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import PersonLine

__all__ = ["PhotoDialog", "PhotoWindow"]

SHOWN = 160
LARGEST = 400


class PhotoDialog(HouseholdDialog):
    """A photo that was chosen is shown and kept once someone's consent is written down."""

    def __init__(self, person: PersonLine, image: bytes, today: date, parent: QWidget | None = None) -> None:
        """Show `image`, a small JPEG or PNG, and ask for the consent."""
        self._resident_id = person.resident_id
        self._image = image
        form = Form(columns=1, name="photo")
        who = msg("the person, or who decides for them")
        form.add(LineField("consent_by", msg("Consent by"), required=True, hint=who))
        form.add(day_field("consent_on", msg("Consent on"), today, required=True))
        form.restore({"consent_by": "", "consent_on": today.isoformat()})
        form.settle()
        super().__init__(
            msg("Photo of %(name)s", name=person.name),
            form,
            msg("Keep the photo"),
            key=f"photo-{person.resident_id}",
            saved=msg("%(name)s: photo kept", name=person.name),
            parent=parent,
            width=480,
        )
        self.picture = _picture(image, SHOWN)
        self.body.insertWidget(0, self.picture)
        words = msg("Only this small copy is kept. It can be removed at any time, and must be when asked for.")
        self.body.insertWidget(1, label(words, tone="ink2", wrap=True))

    def command(self, values: dict[str, Any]) -> Command:
        """Return the keeping of the photo."""
        resident_id, image = self._resident_id, self._image
        return lambda service, operation: service.set_photo(
            resident_id,
            image,
            consent_by=values["consent_by"],
            consent_on=values["consent_on"],
            operation_id=operation,
        )


class PhotoWindow(QDialog):
    """A photo as large as it is kept, with who agreed to it; Esc closes it."""

    def __init__(self, person: PersonLine, image: bytes, parent: QWidget | None = None) -> None:
        """Show the photo of `person`."""
        super().__init__(parent)
        self.setObjectName("photo-window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = msg("Photo of %(name)s", name=person.name)
        say(self, windowTitle=title, accessibleName=title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(person.name, "section", wrap=True))
        column.addWidget(_picture(image, LARGEST))
        photo = person.photo
        if photo is not None:

            def words(spoken: Language) -> str:
                day = spoken.full_date(photo.consent_on)
                return spoken.gettext("Consent by %(who)s on %(day)s", who=photo.consent_by, day=day)

            column.addWidget(label(words, tone="ink2", wrap=True, name="consent"))


def _picture(image: bytes, most: int) -> QLabel:
    """Return a photo of at most `most` px a side."""
    picture = QPixmap()
    picture.loadFromData(image)
    shown = QLabel()
    if max(picture.width(), picture.height()) > most:
        ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(most, most, ratio, smooth)
    shown.setPixmap(picture)
    shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return shown
