#!/bin/sh
# Puts Touchpoint, where this folder lies now, into the menu of the person who runs this; nothing is copied and no
# administrator is needed. After the folder was moved, run it again. "./install.sh --remove" takes everything out again
# and leaves the folder and the data alone.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/touchpoint.desktop
kind=$data/mime/packages/touchpoint.xml

refresh() {
    if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$data/applications"; fi
    if command -v update-mime-database >/dev/null; then update-mime-database "$data/mime"; fi
}

if [ "${1:-}" = "--remove" ]; then
    rm -f "$entry" "$kind"
    refresh
    echo "Touchpoint is no longer in the menu; its data stays."
    exit 0
fi

# A value of the entry: a backslash is written as two. Within the quotes of a command it is written as four, what
# a shell would read has one before it, and a percent sign is doubled.
value=$(printf '%s' "$here" | sed 's/\\/\\\\/g')
quoted=$(printf '%s' "$here" | sed 's/\\/\\\\\\\\/g; s/["`$]/\\\\&/g; s/%/%%/g')
mkdir -p "$data/applications" "$data/mime/packages"
while IFS= read -r line; do
    case $line in
    Exec=*) printf 'Exec="%s/touchpoint" %%u\n' "$quoted" ;;
    Icon=*) printf 'Icon=%s/touchpoint.png\n' "$value" ;;
    *) printf '%s\n' "$line" ;;
    esac
done <"$here/touchpoint.desktop" >"$entry.new"
mv -f "$entry.new" "$entry"
cp "$here/touchpoint.xml" "$kind"
refresh
if command -v xdg-mime >/dev/null; then
    xdg-mime default touchpoint.desktop x-scheme-handler/touchpoint
    xdg-mime default touchpoint.desktop application/x-touchpoint-backup
fi
echo "Touchpoint 触点前台 is in the menu now."
