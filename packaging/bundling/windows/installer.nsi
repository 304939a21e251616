; The per-user installer. `installer.py` starts makensis with these defined: VERSION, NUMBER (it as four numbers), NAME
; (the folder of this version), STAGE (the tree that is installed), OUT, ICON, SIDE (the picture beside the last page),
; SIZE_KB and, for a trial, QUICK.
;
; /S installs in silence; /S /UPDATE is what the program starts for an update of itself: it waits for the program to
; close, installs, and opens it again, the old one where it could not. Exit codes: 2 running, 3 newer one there, 4 no
; place (read-only, full, network), 5 wrong Windows, 6 broke off.
Unicode true
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "Sections.nsh"
!include "TextFunc.nsh"
!include "WordFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "names.nsh"

Name "$(Product)"
OutFile "${OUT}"
RequestExecutionLevel user
AllowSkipFiles off
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
InstallDir "$LOCALAPPDATA\Programs\Touchpoint"
InstallDirRegKey HKCU "Software\Touchpoint" "Folder"
BrandingText "Touchpoint ${VERSION}"

VIProductVersion "${NUMBER}"
VIAddVersionKey /LANG=0 "ProductName" "Touchpoint"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Touchpoint"
VIAddVersionKey /LANG=0 "LegalCopyright" "Touchpoint"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Touchpoint"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_CUSTOMFUNCTION_GUIINIT Ask
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.Ask
!define MUI_LANGDLL_REGISTRY_ROOT "HKCU"
!define MUI_LANGDLL_REGISTRY_KEY "Software\Touchpoint"
!define MUI_LANGDLL_REGISTRY_VALUENAME "InstallerLanguage"
!define MUI_LANGDLL_WINDOWTITLE "${PRODUCT_ZH_CN} ${PRODUCT_EN}"
!define MUI_LANGDLL_INFO "${CHOOSE_LANGUAGE}"
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_COMPONENTSPAGE_TEXT_TOP "$(ForYouAlone)"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_FINISHPAGE_TITLE "$(Installed)"
!define MUI_FINISHPAGE_TEXT "$(WhereItIs)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Touchpoint.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(OpenNow)"

!define MUI_PAGE_HEADER_TEXT "$(Heading)"
!define MUI_PAGE_HEADER_SUBTEXT "$(Subheading)"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "TradChinese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

!include "sentences.nsh"
!include "running.nsh"

Var Current  ; the name of the version that starts now, "" where there is none
Var Old      ; its number, for the sentences
Var Updating ; 1 when the program itself started this
Var Desk     ; 1 when a shortcut lies on the desktop

!insertmacro Running ""
!insertmacro Running "un."

!include "asking.nsh"

; --- what is installed ----------------------------------------------------------------------------------------------

; Put a file into the folder as a whole: what was there stays until the new one lies beside it.
!macro Put NAME
  File "/oname=${NAME}.new" "${STAGE}/${NAME}"
  Push "${NAME}"
  Call Replace
!macroend

Function Replace
  Pop $1
  ; What is still in memory only would be gone after a power cut, with the name standing for nothing.
  System::Call 'kernel32::CreateFileW(w "$INSTDIR\$1.new", i 0x40000000, i 7, p 0, i 3, i 0, p 0) p .r3'
  System::Call 'kernel32::FlushFileBuffers(p r3) i .r0'
  System::Call 'kernel32::CloseHandle(p r3) i .r0'
  ${For} $2 1 40
    System::Call 'kernel32::MoveFileExW(w "$INSTDIR\$1.new", w "$INSTDIR\$1", i 9) i .r0'
    ${If} $0 != 0
      Return
    ${EndIf}
    Sleep 250
  ${Next}
  Delete "$INSTDIR\$1.new"
  Abort
FunctionEnd

; The version before is kept until the new one has proved itself, the one before an unproved one likewise.
Function KeepPrevious
  ${If} $Current == "${NAME}"
    Return
  ${EndIf}
  StrCpy $0 "previous.txt"
  Call ReadName
  ${If} $Current == ""
    Delete "$INSTDIR\previous.txt"
  ${ElseIf} $1 == ""
    ClearErrors
    FileOpen $2 "$INSTDIR\previous.txt.new" w
    FileWrite $2 "$Current$\n"
    FileClose $2
    ${If} ${Errors}
      Abort
    ${EndIf}
    Push "previous.txt"
    Call Replace
  ${EndIf}
FunctionEnd

Section "$(Program)" Main
  SectionIn RO
  ; The pages may have stood open for long: what was true before them is asked again, and from here on nothing starts.
  Call HoldStarts
  Call AskToClose
  Call AskForOlder
  ${If} $Updating == 1
    ; The program has closed, and nothing else says for some seconds that it comes back.
    ; 76 is the upper of its two lines.
    Banner::show /set 76 "$(Updating)" "$(OpensAgain)"
  ${EndIf}
  ${If} $Current != "${NAME}"
    StrCpy $0 "previous.txt"
    Call ReadName
    ${If} $1 == "${NAME}"
      ; No way back leads to what is half there.
      Delete "$INSTDIR\previous.txt"
    ${EndIf}
    RMDir /r "$INSTDIR\versions\${NAME}"
  ${EndIf}
  SetOutPath "$INSTDIR\versions\${NAME}"
  File /r "${STAGE}/versions/${NAME}/*"
  SetOutPath "$INSTDIR"
  !insertmacro Put "Touchpoint.exe"
  !insertmacro Put "touchpoint-console.exe"
  ClearErrors
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    Abort
  ${EndIf}
  Call KeepPrevious
  Delete "$INSTDIR\starting.txt"
  Delete "$INSTDIR\returned.txt"
  ; From here on the new version is the one that starts.
  !insertmacro Put "current.txt"

  WriteRegStr HKCU "Software\Touchpoint" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Touchpoint" "Version" "${VERSION}"
  WriteRegStr HKCU "Software\Touchpoint" "InstallerLanguage" "$LANGUAGE"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "$(Product)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\Touchpoint.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  WriteRegStr HKCU "Software\Classes\.tpbackup" "" "Touchpoint.Backup"
  WriteRegStr HKCU "Software\Classes\Touchpoint.Backup" "" "$(BackupFile)"
  WriteRegStr HKCU "Software\Classes\Touchpoint.Backup\DefaultIcon" "" "$INSTDIR\Touchpoint.exe,0"
  WriteRegStr HKCU "Software\Classes\Touchpoint.Backup\shell\open\command" "" '"$INSTDIR\Touchpoint.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\touchpoint" "" "URL:Touchpoint"
  WriteRegStr HKCU "Software\Classes\touchpoint" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\touchpoint\shell\open\command" "" '"$INSTDIR\Touchpoint.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\Touchpoint.Tel" "" "URL:Touchpoint tel"
  WriteRegStr HKCU "Software\Classes\Touchpoint.Tel" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\Touchpoint.Tel\shell\open\command" "" '"$INSTDIR\Touchpoint.exe" "%1"'
  WriteRegStr HKCU "Software\Touchpoint\Capabilities" "ApplicationName" "$(Product)"
  WriteRegStr HKCU "Software\Touchpoint\Capabilities" "ApplicationDescription" "$(Product)"
  WriteRegStr HKCU "Software\Touchpoint\Capabilities\UrlAssociations" "tel" "Touchpoint.Tel"
  WriteRegStr HKCU "Software\RegisteredApplications" "Touchpoint" "Software\Touchpoint\Capabilities"

  ; SHCNE_ASSOCCHANGED: Windows looks at the new kind of file and its icon now.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  !insertmacro ForEachName DeleteOtherLinks
  CreateShortcut "$SMPROGRAMS\$(Product).lnk" "$INSTDIR\Touchpoint.exe"
SectionEnd

Section "$(OnDesktop)" Desktop
  CreateShortcut "$DESKTOP\$(Product).lnk" "$INSTDIR\Touchpoint.exe"
SectionEnd

Section /o "$(WithWindows)" Start
  WriteRegStr HKCU "${RUN}" "Touchpoint" '"$INSTDIR\Touchpoint.exe"'
SectionEnd

; What was ticked the last time and is no longer.
Section "-"
  ${IfNot} ${SectionIsSelected} ${Desktop}
    Delete "$DESKTOP\$(Product).lnk"
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${Start}
    DeleteRegValue HKCU "${RUN}" "Touchpoint"
  ${EndIf}
  Call LetStart
SectionEnd

; Over an older version, what its person chose stays chosen.
Function KeepChoices
  StrCpy $Desk 0
  !insertmacro ForEachName LookOnDesktop
  ${If} $Current != ""
  ${AndIf} $Desk == 0
    !insertmacro UnselectSection ${Desktop}
  ${EndIf}
  ReadRegStr $0 HKCU "${RUN}" "Touchpoint"
  ${If} $0 != ""
    !insertmacro SelectSection ${Start}
  ${EndIf}
FunctionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Main} "$(AboutProgram)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Desktop} "$(AboutDesktop)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Start} "$(AboutStart)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; --- what is taken away ---------------------------------------------------------------------------------------------

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
  ${If} ${Silent}
    Call un.Ask
  ${EndIf}
FunctionEnd

Function un.Ask
  Call un.FindPlace
  again:
  Call un.IsOpen
  ${If} $0 == 0
    Return
  ${EndIf}
  ${IfNot} ${Silent}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" IDRETRY again
  ${EndIf}
  SetErrorLevel 2
  Quit
FunctionEnd

Section "Uninstall"
  RMDir /r "$INSTDIR\versions"
  RMDir /r "$INSTDIR\update"
  Delete "$INSTDIR\current.txt"
  Delete "$INSTDIR\previous.txt"
  Delete "$INSTDIR\starting.txt"
  Delete "$INSTDIR\returned.txt"
  Delete "$INSTDIR\*.new"
  Delete "$INSTDIR\Touchpoint.exe"
  Delete "$INSTDIR\touchpoint-console.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  !insertmacro ForEachName DeleteLinks
  DeleteRegValue HKCU "${RUN}" "Touchpoint"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Touchpoint"
  ReadRegStr $0 HKCU "Software\Classes\.tpbackup" ""
  ${If} $0 == "Touchpoint.Backup"
    DeleteRegKey HKCU "Software\Classes\.tpbackup"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\Touchpoint.Backup"
  DeleteRegKey HKCU "Software\Classes\touchpoint"
  DeleteRegKey HKCU "Software\Classes\Touchpoint.Tel"
  DeleteRegKey HKCU "Software\Touchpoint"
  DeleteRegKey HKCU "${UNINSTALL}"
  ; The data is somebody's work; it goes only when asked for, and never in silence.
  ${IfNot} ${Silent}
  ${AndIf} ${FileExists} "$LOCALAPPDATA\Touchpoint\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(AskData)" IDNO keep
    MessageBox MB_YESNO|MB_ICONSTOP|MB_DEFBUTTON2 "$(AskDataAgain)" IDNO keep
    RMDir /r "$LOCALAPPDATA\Touchpoint"
    keep:
  ${EndIf}
SectionEnd
