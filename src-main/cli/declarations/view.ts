import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, listOption } from '../../host/arguments/options.ts'
import { onePositional } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, wordValue } from '../../host/arguments/value-kinds.ts'
import {
  identifyingOption,
  identifyingReasonOption,
  memoryOptions,
  outputOptions,
  passphraseOptions,
  secondsValue
} from './shared-options.ts'

/** What `populus view` takes. */
export const viewDeclaration = declareCommand({
  name: 'populus view',
  about: m.runsAViewDefinitionSQLOn,
  forms: ['VIEW --data PATH… [options]'],
  positionals: {
    view: onePositional(fileValue('VIEW'), { description: m.fileOfTheViewDefinitionOr })
  },
  options: {
    data: listOption(populationValue(), m.fileOrFolderWithThe),
    format: defaultedOption(
      wordValue(['csv', 'json', 'xlsx', 'arrow', 'parquet'], 'FORMAT'),
      'csv',
      m.csvJsonOneArrayOf
    ),
    ...outputOptions(m.writeToThisFileIn),
    identifying: identifyingOption,
    reason: identifyingReasonOption,
    timeout: defaultedOption(secondsValue, '600', m.secondsThatTheViewMay),
    ...memoryOptions,
    ...passphraseOptions
  },
  notes: m.exitCodes0Done1Done
})
