import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, requiredOption } from '../../host/arguments/options.ts'
import { onePositional } from '../../host/arguments/positionals.ts'
import { fileValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

const closedDataFolder = { ...dataFolderOption, description: m.dataFolderDefaultTheOne }

/** What `populus backup` takes. */
export const backupDeclaration = declareCommand({
  name: 'populus backup',
  about: m.writesEverythingOfAData,
  positionals: {},
  options: {
    out: requiredOption(fileValue(), m.theBackupItMustNot),
    'without-snapshots': flagOption(m.leaveTheSavedDataOut),
    data: closedDataFolder,
    ...passphraseOptions,
    json: jsonOption
  }
})

/** What `populus restore` takes. */
export const restoreDeclaration = declareCommand({
  name: 'populus restore',
  about: m.putsABackupOfPopulus,
  positionals: { file: onePositional(fileValue()) },
  options: { data: closedDataFolder, ...passphraseOptions, json: jsonOption }
})
