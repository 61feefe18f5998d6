# What the NSIS installer does beside copying files: "populus" on the path, and a question about the data on removal.
!include LogicLib.nsh
!include WordFunc.nsh

# Changes the path of an account or of the computer, and leaves a path alone that is too long for this program to read whole.
# ROOT, HANDLE  a root of the registry and its number; KEY  the key with the variable; SIGN  + adds the folder, - removes it
!macro changePath ROOT HANDLE KEY SIGN
  System::Call 'advapi32::RegGetValueW(p ${HANDLE}, w "${KEY}", w "Path", i 0x10000006, p 0, p 0, *i 0 .r1) i .r0'
  # Bytes, two a letter; the folder, a separator and the end have to fit as well.
  IntOp $1 $1 / 2
  StrLen $2 $INSTDIR
  IntOp $1 $1 + $2
  IntOp $1 $1 + 2
  ${if} $0 == 2
  ${andIf} "${SIGN}" == "+"
    WriteRegExpandStr ${ROOT} "${KEY}" "Path" "$INSTDIR"
  ${elseIf} $0 == 0
  ${andIf} $1 < ${NSIS_MAX_STRLEN}
    ReadRegStr $3 ${ROOT} "${KEY}" "Path"
    ${WordAdd} "$3" ";" "${SIGN}$INSTDIR" $4
    ${if} $4 != $3
      WriteRegExpandStr ${ROOT} "${KEY}" "Path" "$4"
    ${endIf}
  ${else}
    DetailPrint "The path was left as it is. The command is $INSTDIR\populus.cmd"
  ${endIf}
!macroend

!macro changePathOfMode SIGN
  ${if} $installMode == "all"
    !insertmacro changePath HKLM 0x80000002 "SYSTEM\CurrentControlSet\Control\Session Manager\Environment" "${SIGN}"
  ${else}
    !insertmacro changePath HKCU 0x80000001 "Environment" "${SIGN}"
  ${endIf}
  # New terminals and tasks read the path again.
  SendMessage 0xFFFF 0x001A 0 "STR:Environment" /TIMEOUT=5000
!macroend

!macro customInstall
  !insertmacro changePathOfMode "+"
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro changePathOfMode "-"
    # The data of this account, also where the program is there for all accounts.
    SetShellVarContext current
    ${if} ${FileExists} "$LOCALAPPDATA\Populus\*.*"
      StrCpy $0 "no"
      ClearErrors
      ${GetParameters} $1
      ${GetOptions} $1 "--delete-app-data" $2
      ${ifNot} ${Errors}
        StrCpy $0 "yes"
      ${elseIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete the data that Populus stored for this account too? Saved populations, worklists, keys and the audit log in $LOCALAPPDATA\Populus cannot be recovered without a backup. Your organization may have to retain them." /SD IDNO IDYES`
        StrCpy $0 "yes"
      ${endIf}
      ${if} $0 == "yes"
        RMDir /r "$LOCALAPPDATA\Populus"
      ${endIf}
    ${endIf}
    ${if} $installMode == "all"
      SetShellVarContext all
    ${endIf}
  ${endIf}
!macroend
