"""The gate 门岗: the guard's own screen, over visits, release slips, patrols and incidents. It keeps nothing itself."""
