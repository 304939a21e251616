; Whether the program is open, for the installer and the uninstaller (UN is "" or "un."), and its shortcuts, which are
; named in whatever language it was installed.

!macro ForEachName DO
  !insertmacro ${DO} "${PRODUCT_ZH_CN}"
  !insertmacro ${DO} "${PRODUCT_ZH_TW}"
  !insertmacro ${DO} "${PRODUCT_EN}"
!macroend

!macro LookOnDesktop NAME
  ${If} ${FileExists} "$DESKTOP\${NAME}.lnk"
    StrCpy $Desk 1
  ${EndIf}
!macroend

; Those of another language than this time's.
!macro DeleteOtherLinks NAME
  ${If} "${NAME}" != "$(Product)"
    !insertmacro DeleteLinks "${NAME}"
  ${EndIf}
!macroend

!macro DeleteLinks NAME
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
!macroend

Var Place ; the name of the mutex that an open program holds
Var Holding ; the mutex that keeps the program from being started, "" where it may be

!macro Running UN

; The name that the launcher makes: FNV-1a of the folder in lower case, as UTF-16.
Function ${UN}FindPlace
  System::Call 'user32::CharLowerW(w "$INSTDIR" r0) p'
  StrLen $1 $0
  System::Call '*(&w${NSIS_MAX_STRLEN} r0) p .r2'
  StrCpy $3 $2
  StrCpy $4 0x811c9dc5
  ${While} $1 > 0
    System::Call '*$3(&i2 .r5)'
    IntOp $6 $5 & 0xFF
    IntOp $5 $5 >> 8
    IntOp $5 $5 & 0xFF
    IntOp $4 $4 ^ $6
    IntOp $4 $4 * 0x01000193
    IntOp $4 $4 & 0xFFFFFFFF
    IntOp $4 $4 ^ $5
    IntOp $4 $4 * 0x01000193
    IntOp $4 $4 & 0xFFFFFFFF
    IntPtrOp $3 $3 + 2
    IntOp $1 $1 - 1
  ${EndWhile}
  System::Free $2
  IntFmt $4 "%08x" $4
  StrCpy $Place "Local\Touchpoint-$4"
FunctionEnd

; $0 is 1 while the program is open: it holds the mutex, and a command of it one of the launchers.
Function ${UN}IsOpen
  ; SYNCHRONIZE
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "$Place") p .r0'
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    StrCpy $0 1
    Return
  ${EndIf}
  StrCpy $1 "Touchpoint.exe"
  Call ${UN}IsHeld
  ${If} $0 == 0
    StrCpy $1 "touchpoint-console.exe"
    Call ${UN}IsHeld
  ${EndIf}
FunctionEnd

; $0 is 1 when file $1 is there and cannot be written to.
Function ${UN}IsHeld
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\$1"
    ClearErrors
    FileOpen $2 "$INSTDIR\$1" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $2
    ${EndIf}
  ${EndIf}
FunctionEnd

!if "${UN}" == ""
; Wait until the program is closed, $8 quarters of a second at most.
Function WaitUntilClosed
  ${For} $9 1 $8
    Call IsOpen
    ${If} $0 == 0
      Return
    ${EndIf}
    Sleep 250
  ${Next}
FunctionEnd
!endif

!macroend
