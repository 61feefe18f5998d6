import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { exportFormats, type ExportFormat } from '#engine/tables/interchange/write-file.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, listOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals, onePositional } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, textValue, integerValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { flagOption } from '../../host/arguments/options.ts'
import {
  asOfOption,
  identifyingOption,
  memoryOptions,
  outputOptions,
  passphraseOptions,
  secondsValue,
  smallCellOptions
} from './shared-options.ts'

const formats = Object.keys(exportFormats) as ExportFormat[]

/** What `populus sql` takes. */
export const sqlDeclaration = declareCommand({
  name: 'populus sql',
  about: m.readsFHIRDataAndRuns,
  positionals: {
    paths: manyPositionals(populationValue()),
    statement: onePositional(textValue('"SELECT"', 'select count(*) from patient'), {
      description: m.theStatementInQuotes
    })
  },
  options: {
    json: flagOption(m.printOneObjectColumnsRows),
    format: valueOption(wordValue(formats, 'FORMAT'), m.csvXlsxArrowOrParquet, { needs: ['out'] }),
    ...outputOptions(m.writeTheAnswerToThis),
    'max-rows': defaultedOption(integerValue('N', { min: 1, max: 999_999_999 }), '1000000', m.rowsOfTheAnswerAt),
    timeout: defaultedOption(secondsValue, '600', m.secondsThatTheStatementMay),
    'as-of': { ...asOfOption, description: m.dateOfTheTablesRegistry },
    codes: listOption(fileValue(), m.addTheCodesOfA),
    list: listOption(textValue('LIST', 'Diabetes'), m.theListForCodesThat),
    ...memoryOptions,
    identifying: identifyingOption,
    ...smallCellOptions,
    reason: { ...smallCellOptions.reason, description: m.whyWhereNIsBelowOrNames(DEFAULT_SMALL_CELLS) },
    model: listOption(fileValue(), m.aModelOfPopulusModel),
    param: listOption(textValue('VALUE', '42'), m.valueForTheNextIn),
    ...passphraseOptions
  },
  notes: m.examplePopulusSqlExports2026
})
