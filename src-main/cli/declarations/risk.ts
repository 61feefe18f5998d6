import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { riskTableColumns } from '#engine/risk/tables/read-risk-table.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { listOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue } from '../../host/arguments/value-kinds.ts'
import {
  asOfOption,
  jsonOption,
  memoryOptions,
  outputOptions,
  passphraseOptions,
  smallCellOptions
} from './shared-options.ts'

/** What `populus risk` takes. */
export const riskDeclaration = declareCommand({
  name: 'populus risk',
  about: m.readsFHIRDataAndCounts,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    'as-of': asOfOption,
    table: listOption(fileValue(), m.aTableToUseInAddition(Object.values(riskTableColumns).join(';\nor '))),
    json: jsonOption,
    ...outputOptions(m.writeThatObjectToThis),
    ...memoryOptions,
    ...smallCellOptions,
    ...passphraseOptions
  },
  notes: m.examplePopulusRiskExports2026
})
