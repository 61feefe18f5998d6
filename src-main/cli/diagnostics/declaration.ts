import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { dataFolderOption, outputOptions } from '../declarations/shared-options.ts'

/** What `populus diagnostics` takes. */
export const diagnosticsDeclaration = declareCommand({
  name: 'populus diagnostics',
  about: m.printsWhatSupportNeedsToKnow,
  positionals: {},
  options: {
    ...outputOptions(m.fileForTheDiagnostics),
    data: dataFolderOption
  },
  notes: m.whatDiagnosticsHold
})
