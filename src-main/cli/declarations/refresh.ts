import { cliDeclarationsServersMessages as m } from '#messages/cli/declarations/servers.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption } from '../../host/arguments/options.ts'
import { connectionPositional, dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

/** What `populus refresh` takes. */
export const refreshDeclaration = declareCommand({
  name: 'populus refresh',
  about: m.refreshesTheDataOfA,
  positionals: {
    connection: connectionPositional(m.nameOrIdOfThe)
  },
  options: {
    full: flagOption(m.fetchEverything),
    data: dataFolderOption,
    ...passphraseOptions,
    json: jsonOption
  },
  notes: m.exitCodes0EverythingArrived1
})
