import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption } from '../../host/arguments/options.ts'

/** What `populus tables` takes. */
export const tablesDeclaration = declareCommand({
  name: 'populus tables',
  about: m.listsTheTablesThatPopulus,
  positionals: {},
  options: { json: flagOption(m.printOneJSONArrayIn) }
})
