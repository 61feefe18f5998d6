import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { requiredOption } from '../../host/arguments/options.ts'
import { folderValue, textValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, passphraseOptions } from './shared-options.ts'

/** What `populus subject` takes. */
export const subjectDeclaration = declareCommand({
  name: 'populus subject',
  about: m.writesWhatIsHeldAbout,
  positionals: {},
  options: {
    person: requiredOption(textValue('ID', 'p1'), m.idOfThePatientIn),
    out: requiredOption(folderValue(), m.folderForTheTwoFiles),
    reason: requiredOption(textValue('TEXT', 'Request 7'), m.numberOrKindOfTheRequest),
    data: dataFolderOption,
    ...passphraseOptions
  },
  notes: m.refusedWhereThePolicyAllowCsvExport
})
