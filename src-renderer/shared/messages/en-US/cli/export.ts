import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/export. */
export const cliExportMessages = catalog({
  aCommandServesNothing: 'A command serves nothing.',
  levelGroupNeedsGroupID: '--level group needs --group ID.',
  theSecretToSignInWith: (variable: Text) =>
    `The secret to sign in with is missing. Give it in the environment variable ${variable}, or with --secret-file.`,
  signingInNeedsClientId: 'Signing in needs --client-id.',
  authPrivateKeyJwtNeedsKey: '--auth private_key_jwt needs --key.',
  theFileWithThePrivateKey: 'The file with the private key cannot be read.',
  othersOnThisComputerCanRead:
    'Others on this computer can read the private key. Make its file readable for this account alone (chmod 600).',
  exportsInTheClear: 'exports in the clear',
  theFolderForTheExportIs:
    'The folder for the export is not empty. Choose a new one, so that nothing is mixed or overwritten.',
  thereIsNoFinishedExportIn: 'There is no finished export in the folder to refresh.',
  itIsAFile: 'it is a file',
  theFinishedExportInTheExport: (shownName: Text, why: Text) =>
    `The finished export, “${shownName}” in the export folder, cannot be read: ${why}. Nothing was changed. Make it a folder that this user may read, or export into a new folder.`,
  theDiskIsFullFreeSome: 'The disk is full. Free some space, and start the export again; it goes on where it was.',
  inThisFolderIsAnotherExport:
    'In this folder is another export. Choose a new folder, or ask for the same again; --incremental brings what changed.',
  thereIsNoCompleteExportIn: 'There is no complete export in this folder to refresh. Leave out --incremental.',
  startHostAnswersAgain: (start: Text, host: Text) => `${start}${host} answers again.\n`,
  theServer: 'The server',
  waitingForSinceAttemptAtUntil: (
    start: Text,
    host: Text,
    since: Text,
    attempts: Text,
    nextAt: Text,
    time: Text,
    reason: Text
  ) =>
    `${start}Waiting for ${host} since ${since}, attempt ${attempts} at ${nextAt}, until ${time} at most. ${reason}\n`
})
