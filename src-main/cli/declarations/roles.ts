import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption } from '../../host/arguments/options.ts'
import { dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

/** What `populus roles` takes. */
export const rolesDeclaration = declareCommand({
  name: 'populus roles',
  about: m.printsTheRolesOfThis,
  positionals: {},
  options: {
    map: flagOption(m.printInPlaceOfThat),
    data: dataFolderOption,
    ...passphraseOptions,
    json: jsonOption
  }
})
