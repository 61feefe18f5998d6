import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { requiredOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue } from '../../host/arguments/value-kinds.ts'
import {
  asOfOption,
  identifyingIdsOption,
  jsonOption,
  memoryOptions,
  outputOptions,
  passphraseOptions,
  smallCellOptions,
  timeoutOption
} from './shared-options.ts'

/** What `populus cohort` takes. */
export const cohortDeclaration = declareCommand({
  name: 'populus cohort',
  about: m.countsThePeopleWhoMeet,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    definition: requiredOption(fileValue(), m.theDefinitionTheJSONThat),
    'as-of': asOfOption,
    json: jsonOption,
    ...outputOptions(m.writeThePeopleToThis),
    timeout: timeoutOption,
    ...memoryOptions,
    ...smallCellOptions,
    identifying: { ...identifyingIdsOption, needs: ['out'] },
    reason: { ...smallCellOptions.reason, description: m.whyWhereNIsBelowOrNames(DEFAULT_SMALL_CELLS) },
    ...passphraseOptions
  },
  notes: m.standardOutputHasCountsOnly
})
