import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Which disk it is, by how the command line names what is on it. */
function ofPlace(place: string | undefined): string {
  return place === undefined ? '' : ` of ${place}`
}

/** Texts of cli/terminal. */
export const cliTerminalMessages = catalog({
  exitCodes0Done1Done:
    'Exit codes:\n    0  done\n    1  done in part: something was rejected or left out, or an export arrived in part\n    2  nothing done: wrong usage, or what was named is not there or cannot be read\n    3  locked: the passphrase is missing or wrong, or the keychain does not return the key\n    4  in use by another Populus\n    5  the network or the server failed\n    6  the disk is full, or the file or folder may not be written\n    7  stopped by a limit, such as --timeout\n   70  a fault inside Populus\n  130  canceled (Ctrl-C, or a signal of the system)\n',
  thisUserMayNotReadOr: 'This user may not read or write there. Check the rights of the file or folder.',
  theSystemDoesNotPermitThat: 'The system does not permit that. Check the rights of the file or folder.',
  theDiskCanOnlyBeRead: 'The disk can only be read. Choose another folder.',
  aFileWasExpectedWhereThere: 'A file was expected where there is a folder.',
  aFolderWasExpectedWhereThere: 'A folder was expected where there is a file. Check the name.',
  aFileOrFolderIsNot: 'A file or folder is not there. Check the name.',
  thereIsAFileOfThis: 'There is a file of this name already.',
  theNameOfTheFileIs: 'The name of the file is too long.',
  theNameIsASymbolicLink: 'The name is a symbolic link, which is not followed.',
  theFileDescriptorIsNotOpen: 'The file descriptor is not open.',
  tooManyFilesAreOpenClose: 'Too many files are open. Close other programs, or raise the limit of open files.',
  thereIsNoRoomOnThe: (place: string | undefined) =>
    `There is no room on the disk${ofPlace(place)}. Free some space and try again.`,
  theQuotaOfThisUserOn: (place: string | undefined) =>
    `The quota of this user on the disk${ofPlace(place)} is used up. Free some space and try again.`,
  theFileIsLargerThanThe: 'The file is larger than the disk permits.',
  theDiskOrItsConnectionFailed: (place: string | undefined) =>
    `The disk${ofPlace(place)} or its connection failed. Check it and try again.`,
  itRanOutOfMemoryOr: ' It ran out of memory, or the input is nested too deeply.',
  somethingInsidePopulusFailedYourData: (name: Text) =>
    `Something inside Populus failed.${name} Your data are unchanged. Please report it, with the command and the output of "populus --version".`,
  theseDataAreEncryptedGiveTheir:
    'These data are encrypted. Give their passphrase in the environment variable POPULUS_PASSPHRASE, or with --passphrase-file or --passphrase-fd. For a new folder, choose one.',
  thePassphraseCannotBeReadFrom: (fd: Text, cause: Text) =>
    `The passphrase cannot be read from file descriptor ${fd} (${cause}). Open it for the command, as in ${fd}<FILE.`,
  theFileThatNamesCannotBe: (namedBy: Text, code: Text) =>
    `The file that ${namedBy} names cannot be read (${code}). Check its path and its owner.`,
  whatNamesIsNotAFile: (namedBy: Text) => `What ${namedBy} names is not a file with one secret in its first line.`,
  othersOnThisComputerCanRead: (namedBy: Text) =>
    `Others on this computer can read the file that ${namedBy} names, so it was not used. Make it readable for this account alone (chmod 600), and change the secret if others may have seen it.`,
  theFirstLineOfTheFile: (namedBy: Text) => `The first line of the file that ${namedBy} names is empty.`,
  theCredentialName: (name: Text) => `the credential ${name}`,
  aNumberBelowForSmallCells: (minimum: Text) => `a number below ${minimum} for --small-cells`,
  countsOfFewerThanPeopleAre: (defaultSmallCells: Text) =>
    `Counts of fewer than ${defaultSmallCells} people are written to a file only for a reason. Add --reason "…".`,
  ofLabel: (done: Text, total: Text, what: Text, floor: Text) => `${done} of ${total}${what}, ${floor}%`,
  cancelled: 'Canceled.',
  anUnfinishedFileIsLeft: (path: Text) =>
    `The unfinished file or folder ${path} could not be removed. It may hold health data: remove it yourself.\n`,
  wasStoppedAfterAskForLess: (what: Text, seconds: Text) =>
    `${what} was stopped after ${seconds}. Ask for less, or raise --timeout.`,
  n1Second: '1 second',
  secondsSeconds: (seconds: Text) => `${seconds} seconds`
})
