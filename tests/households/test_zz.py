from tests.households.test_view import *
def test_dbg(screens, page):
    pane = open_room(screens, page, "1-1-101")
    button(pane, "add-vehicle").click()
    d=dialog_of(page)
    d.rejected.connect(lambda: print('REJ', page._actions.dialog, d.form.dirty, d.form.texts(), d.form._clean))
    QTest.keyClicks(d.form.fields["plate"].input, "B7K2M6")
    print(d.form.texts())
    press(screens, d, Key.Key_Escape)
    print(screens.shell.drafts.kept)
