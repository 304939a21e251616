; The per-user installer. `installer.py` starts makensis with these defined: VERSION, NUMBER (it as four numbers), NAME
; (the folder of this version), STAGE (the tree that is installed), OUT, ICON and SIZE_KB.
Unicode true
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

Name "$(Product)"
OutFile "${OUT}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
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
!define MUI_LANGDLL_REGISTRY_ROOT "HKCU"
!define MUI_LANGDLL_REGISTRY_KEY "Software\Touchpoint"
!define MUI_LANGDLL_REGISTRY_VALUENAME "InstallerLanguage"
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\Touchpoint.exe"

!insertmacro MUI_PAGE_WELCOME
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

Var Old

; --- what is asked before anything is written -----------------------------------------------------------------------

; Say a sentence, or in silence end with an exit code: 2 running, 3 newer one there, 4 no place, 5 wrong Windows.
!macro Refuse SENTENCE CODE
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}"
  ${EndIf}
  SetErrorLevel ${CODE}
  Quit
!macroend

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Refuse "$(NeedsWindows10)" 5
  ${EndIf}
  StrCpy $0 $INSTDIR 2
  ${If} $0 == "\\"
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
  ReadRegStr $Old HKCU "Software\Touchpoint" "Version"
  ${If} $Old != ""
    ${VersionCompare} "$Old" "${VERSION}" $0
    ${If} $0 == 1
      !insertmacro Refuse "$(NewerThere)" 3
    ${EndIf}
  ${EndIf}
  Call AskToClose
FunctionEnd

; A running program holds its launcher open; nothing is ever ended by force.
Function AskToClose
  again:
  ${IfNot} ${FileExists} "$INSTDIR\Touchpoint.exe"
    Return
  ${EndIf}
  ClearErrors
  FileOpen $0 "$INSTDIR\Touchpoint.exe" a
  ${IfNot} ${Errors}
    FileClose $0
    Return
  ${EndIf}
  ${If} ${Silent}
    SetErrorLevel 2
    Quit
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" IDRETRY again
  Quit
FunctionEnd

; --- what is installed ----------------------------------------------------------------------------------------------

Section "$(Program)" Main
  SectionIn RO
  SetOutPath "$INSTDIR\versions\${NAME}"
  File /r "${STAGE}/versions/${NAME}/*"
  SetOutPath "$INSTDIR"
  File "${STAGE}/Touchpoint.exe"
  File "${STAGE}/touchpoint-console.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ; From here on the new version is the one that starts.
  File "${STAGE}/current.txt"

  WriteRegStr HKCU "Software\Touchpoint" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Touchpoint" "Version" "${VERSION}"
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

  CreateShortcut "$SMPROGRAMS\$(Product).lnk" "$INSTDIR\Touchpoint.exe"
SectionEnd

Section "$(OnDesktop)" Desktop
  CreateShortcut "$DESKTOP\$(Product).lnk" "$INSTDIR\Touchpoint.exe"
SectionEnd

Section /o "$(WithWindows)" Start
  WriteRegStr HKCU "${RUN}" "Touchpoint" '"$INSTDIR\Touchpoint.exe"'
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Main} "$(AboutProgram)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Desktop} "$(AboutDesktop)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Start} "$(AboutStart)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; --- what is taken away ---------------------------------------------------------------------------------------------

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
  again:
  ClearErrors
  FileOpen $0 "$INSTDIR\Touchpoint.exe" a
  ${IfNot} ${Errors}
    FileClose $0
    Return
  ${EndIf}
  ${If} ${Silent}
    SetErrorLevel 2
    Quit
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" IDRETRY again
  Quit
FunctionEnd

Section "Uninstall"
  RMDir /r "$INSTDIR\versions"
  Delete "$INSTDIR\current.txt"
  Delete "$INSTDIR\previous.txt"
  Delete "$INSTDIR\Touchpoint.exe"
  Delete "$INSTDIR\touchpoint-console.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ; In whatever language it was installed.
  Delete "$SMPROGRAMS\${PRODUCT_ZH_CN}.lnk"
  Delete "$SMPROGRAMS\${PRODUCT_ZH_TW}.lnk"
  Delete "$SMPROGRAMS\${PRODUCT_EN}.lnk"
  Delete "$DESKTOP\${PRODUCT_ZH_CN}.lnk"
  Delete "$DESKTOP\${PRODUCT_ZH_TW}.lnk"
  Delete "$DESKTOP\${PRODUCT_EN}.lnk"
  DeleteRegValue HKCU "${RUN}" "Touchpoint"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Touchpoint"
  DeleteRegKey HKCU "Software\Classes\.tpbackup"
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
