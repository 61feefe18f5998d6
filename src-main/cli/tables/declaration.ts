import { cliTablesMessages as m } from '#messages/cli/tables.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, requiredOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { folderValue, populationValue } from '../../host/arguments/value-kinds.ts'
import {
  asOfOption,
  identifyingOption,
  identifyingReasonOption,
  memoryOptions,
  passphraseOptions
} from '../declarations/shared-options.ts'

/** What `populus export-tables` takes. */
export const exportTablesDeclaration = declareCommand({
  name: 'populus export-tables',
  about: m.writesEveryTableAsParquet,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    out: requiredOption(folderValue(), m.newFolderForTheTables),
    identifying: identifyingOption,
    reason: identifyingReasonOption,
    'as-of': { ...asOfOption, description: m.dateOfTheDerivedTables },
    json: flagOption(m.printTheTablesAsOneObject),
    ...memoryOptions,
    ...passphraseOptions
  },
  notes: m.whatTheTablesLeaveOut
})
