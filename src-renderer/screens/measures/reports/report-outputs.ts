import { commonMessages as common } from '#messages/common.ts'
import { screensMeasuresReportsMessages as m } from '#messages/screens/measures/reports.ts'
import type { PersonFile } from '#engine/reports/person-reports.ts'
import type { ReportFile } from '#engine/reports/report-file.ts'
import type { DataExport } from '#shared/contract/audit.ts'

interface Output {
  readonly label: string
  readonly text: string
  /** End of the file's name; `pdf` is made by the program or the browser. */
  readonly ending: 'json' | 'ndjson' | 'xlsx' | 'html' | 'csv' | 'pdf'
  /** As the audit log calls it. */
  readonly exported: DataExport['what']
  readonly format: DataExport['format']
}

/** A file of figures, which is made as a whole. */
export interface FigureOutput extends Output {
  readonly what: ReportFile
  readonly people: false
}

/** A file about single people, which is written person by person. */
export interface PersonOutput extends Output {
  readonly what: PersonFile
  readonly people: true
}

/** Everything that can be exported from the quality measures, in the order of the screen. @param makesPdf the host writes PDF files itself */
export function reportOutputs(makesPdf: boolean): readonly (FigureOutput | PersonOutput)[] {
  return [
    {
      what: 'pack-pages',
      label: makesPdf ? m.reportPDF : m.printReport,
      text: m.aPDFFileScorecardGroupsAnd(makesPdf),
      ending: 'pdf',
      exported: 'pack',
      format: makesPdf ? 'pdf' : 'print',
      people: false
    },
    {
      what: 'pack-xlsx',
      label: m.workbook,
      text: m.xlsxScorecardGroupsAndStarsWith,
      ending: 'xlsx',
      exported: 'pack',
      format: 'xlsx',
      people: false
    },
    {
      what: 'pack-html',
      label: m.webPage,
      text: m.htmlInOneFileToHand,
      ending: 'html',
      exported: 'pack',
      format: 'html',
      people: false
    },
    {
      what: 'scorecard-csv',
      label: common.scorecard,
      text: m.csvOneLinePerRateWith,
      ending: 'csv',
      exported: 'scorecard',
      format: 'csv',
      people: false
    },
    {
      what: 'measure-report-summary',
      label: m.measureReportSummary,
      text: m.fhirJSONCountsAndScoresOf,
      ending: 'json',
      exported: 'measure-report',
      format: 'json',
      people: false
    },
    {
      what: 'measure-report-individual',
      label: m.measureReportIndividual,
      text: m.fhirNDJSONOneReportPerPerson,
      ending: 'ndjson',
      exported: 'measure-report',
      format: 'json',
      people: true
    },
    {
      what: 'gaps-bundles',
      label: m.gapsInCareDEQM,
      text: m.fhirNDJSONOneBundlePerPerson,
      ending: 'ndjson',
      exported: 'gaps-bundle',
      format: 'json',
      people: true
    }
  ]
}
