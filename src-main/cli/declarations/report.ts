import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { AppError } from '#shared/app-error.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, listOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import {
  fileValue,
  folderValue,
  integerValue,
  populationValue,
  textValue,
  wordValue
} from '../../host/arguments/value-kinds.ts'
import { reportFormats, type ReportFormat } from '../../../src-renderer/board-reports/report-document.ts'
import { asOfOption, memoryOptions, passphraseOptions, smallCellOptions } from './shared-options.ts'
import { periodValue } from './period.ts'

const formats = Object.keys(reportFormats) as ReportFormat[]
const anyFormat = wordValue(formats, 'FORMAT')

/** A form of a report; PNG, which the window has besides, is refused with what there is in its place. */
const formatValue: typeof anyFormat = {
  ...anyFormat,
  read(text, label) {
    if (text === 'png') throw new AppError('invalid-input', m.pngIsMadeByTheWindow(label))
    return anyFormat.read(text, label)
  }
}

/** What `populus report` takes. */
export const reportDeclaration = declareCommand({
  name: 'populus report',
  about: m.computesABoardOnFHIR,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    board: requiredOption(fileValue(), m.theBoard),
    out: requiredOption(folderValue(), m.whereTheReportsGoMade),
    format: listOption(formatValue, m.htmlDefaultPptxXlsxOr),
    by: valueOption(textValue('DIMENSION', 'practice'), m.aReportForEveryPractice),
    measures: listOption(fileValue('PATH'), m.bundlePackFolderOrCode),
    period: valueOption(periodValue, m.periodOfTheMeasuresA),
    months: valueOption(integerValue('N', { min: 2, max: 60 }), m.aSeriesTheReportForThe),
    'as-of': { ...asOfOption, description: m.dateOfTheFiguresYYYY },
    encrypt: valueOption(fileValue(), m.putEveryReportIntoA),
    force: flagOption(m.replaceReportsOfTheSame),
    json: flagOption(m.printOneObjectAboutWhat),
    ...memoryOptions,
    ...smallCellOptions,
    ...passphraseOptions
  },
  notes: m.measuresAreEvaluatedAsPopulus
})
