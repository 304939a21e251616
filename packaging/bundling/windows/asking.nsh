; What the installer asks before it writes anything, and what it does when it cannot go on.

; --- what is asked before anything is written -----------------------------------------------------------------------

; Say a sentence, or in silence end with an exit code.
!macro Refuse SENTENCE CODE
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}"
  ${EndIf}
  Push ${CODE}
  Call GiveUp
!macroend

Function .onInit
  StrCpy $Updating 0
  ; Hong Kong and Macau read what Taiwan does; Windows' own way would be the first Chinese there is.
  System::Call 'kernel32::GetUserDefaultUILanguage() i .r0'
  ${If} $0 == 3076
  ${OrIf} $0 == 5124
    StrCpy $LANGUAGE ${LANG_TRADCHINESE}
  ${EndIf}
  ${If} ${Silent}
    ReadRegStr $0 HKCU "Software\Touchpoint" "InstallerLanguage"
    ${If} $0 != ""
      StrCpy $LANGUAGE $0
    ${EndIf}
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/UPDATE" $1
    ${IfNot} ${Errors}
      StrCpy $Updating 1
      ; The program puts the installer into a folder of its own: that program is meant, whatever else is installed.
      ${GetParent} "$EXEDIR" $0
      ${If} ${FileExists} "$0\current.txt"
        StrCpy $INSTDIR $0
      ${EndIf}
    ${EndIf}
    Call Ask
  ${Else}
    !insertmacro MUI_LANGDLL_DISPLAY
  ${EndIf}
FunctionEnd

; With a window the sentences are asked for only here, where they are of the language that was chosen.
Function Ask
  Call FindPlace
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Refuse "$(NeedsWindows10)" 5
  ${EndIf}
  Call AskForRoom
  Call AskForOlder
  ${If} $Updating == 1
    ; Nobody sees that it is at work, and a second start would get in its way.
    Call HoldStarts
  ${EndIf}
  Call AskToClose
  Call KeepChoices
FunctionEnd

; The version that is there, and none that is newer.
Function AskForOlder
  Call ReadCurrent
  ${VersionCompare} "$Old" "${VERSION}" $0
  ${If} $Old != ""
  ${AndIf} $0 == 1
    !insertmacro Refuse "$(NewerThere)" 3
  ${EndIf}
FunctionEnd

; A place on this PC's own disk, writable, with room enough.
Function AskForRoom
  StrCpy $0 $INSTDIR 2
  System::Call 'kernel32::GetDriveTypeW(w "$0\") i .r1'
  ${If} $0 == "\\"
  ${OrIf} $1 == 4
    !insertmacro Refuse "$(NoNetwork)" 4
  ${EndIf}
  ReadEnvStr $0 "OneDrive"
  StrLen $1 "$0\"
  StrCpy $2 "$INSTDIR\" $1
  ${If} $0 != ""
  ${AndIf} $2 == "$0\"
    !insertmacro Refuse "$(NoNetwork)" 4
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $1 "$INSTDIR\writable.tmp" w
  ${If} ${Errors}
    !insertmacro Refuse "$(ReadOnly)" 4
  ${EndIf}
  FileClose $1
  Delete "$INSTDIR\writable.tmp"
  ${GetRoot} "$INSTDIR" $0
  ${DriveSpace} "$0\" "/D=F /S=K" $1
  ${If} $1 < ${SIZE_KB}
    !insertmacro Refuse "$(NoSpace)" 4
  ${EndIf}
FunctionEnd

; Read the name of a version out of file $0 into $1; "" where there is none, or its folder is gone.
Function ReadName
  StrCpy $1 ""
  ClearErrors
  FileOpen $2 "$INSTDIR\$0" r
  ${If} ${Errors}
    Return
  ${EndIf}
  FileRead $2 $1
  FileClose $2
  ${TrimNewLines} "$1" $1
  ${IfNot} ${FileExists} "$INSTDIR\versions\$1\*.*"
    StrCpy $1 ""
  ${EndIf}
FunctionEnd

Function ReadCurrent
  StrCpy $0 "current.txt"
  Call ReadName
  StrCpy $Current $1
  StrCpy $Old ""
  ${If} $Current != ""
    ${WordFind} "$Current" "-" "+1" $Old
  ${EndIf}
FunctionEnd

; Nothing is ever ended by force: the person closes it, or an update waits for that.
Function AskToClose
  ; What looks at new files (a scanner, Windows itself) holds a launcher for a moment.
  StrCpy $8 8
  ${If} $Updating == 1
    ; It is started by the program that is about to close: a minute for that.
    StrCpy $8 240
  ${EndIf}
  Call WaitUntilClosed
  again:
  Call IsOpen
  ${If} $0 == 0
    Return
  ${EndIf}
  ${IfNot} ${Silent}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" IDRETRY again
  ${EndIf}
  Push 2
  Call GiveUp
FunctionEnd

; Keep the program from being started: the launchers look for this mutex. Only one installer at a time has it.
Function HoldStarts
  ${If} $Holding != ""
    Return
  ${EndIf}
  again:
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "$Place-installing") p .r0 ?e'
  Pop $1
  ; ERROR_ALREADY_EXISTS
  ${If} $1 != 183
    StrCpy $Holding $0
    Return
  ${EndIf}
  System::Call 'kernel32::CloseHandle(p r0)'
  ${IfNot} ${Silent}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" IDRETRY again
  ${EndIf}
  Push 2
  Call GiveUp
FunctionEnd

Function LetStart
  ${If} $Holding != ""
    System::Call 'kernel32::CloseHandle(p $Holding)'
    StrCpy $Holding ""
  ${EndIf}
FunctionEnd

; --- when it cannot -------------------------------------------------------------------------------------------------

; End with the exit code on the stack.
Function GiveUp
  Pop $1
  ; Only if it is empty, that is, made a moment ago.
  RMDir "$INSTDIR"
  Push $1
  Call TellProgram
  SetErrorLevel $1
  Quit
FunctionEnd

; Of an update that the program asked for: leave a note with the exit code on the stack, and open the old version again.
Function TellProgram
  Pop $1
  Call LetStart
  ${If} $Updating == 0
    Return
  ${EndIf}
  Banner::destroy
  ClearErrors
  FileOpen $2 "$INSTDIR\returned.txt" w
  ${IfNot} ${Errors}
    FileWrite $2 "${VERSION}$\n$1$\n"
    FileClose $2
  ${EndIf}
  ${If} $1 != 2
    ; A start beside the one that is still closing would give way to it, and nothing would be open then.
    Push $1
    StrCpy $8 240
    Call WaitUntilClosed
    Pop $1
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\Touchpoint.exe"
    Exec '"$INSTDIR\Touchpoint.exe"'
  ${EndIf}
FunctionEnd

Function .onInstFailed
  SetOutPath "$INSTDIR"
  Delete "$INSTDIR\*.new"
  ${If} $Current != "${NAME}"
    RMDir /r "$INSTDIR\versions\${NAME}"
    RMDir "$INSTDIR\versions"
  ${EndIf}
  ${If} $Current == ""
    Delete "$INSTDIR\Touchpoint.exe"
    Delete "$INSTDIR\touchpoint-console.exe"
    Delete "$INSTDIR\uninstall.exe"
    SetOutPath "$TEMP"
    RMDir "$INSTDIR"
  ${EndIf}
  Push 6
  Call TellProgram
  SetErrorLevel 6
FunctionEnd

Function .onInstSuccess
  ${If} $Updating == 1
    Banner::destroy
    Exec '"$INSTDIR\Touchpoint.exe"'
  ${EndIf}
FunctionEnd
