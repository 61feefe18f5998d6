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
      label: makesPdf ? 'Report, PDF' : 'Print report',
      text: `${makesPdf ? 'A PDF file' : 'Opens the print dialog of the browser, which also saves PDF'}: scorecard, groups and Stars, with definitions and where the figures come from.`,
      ending: 'pdf',
      exported: 'pack',
      format: makesPdf ? 'pdf' : 'print',
      people: false
    },
    {
      what: 'pack-xlsx',
      label: 'Workbook',
      text: 'XLSX: scorecard, groups and Stars, with a sheet of definitions and where the figures come from.',
      ending: 'xlsx',
      exported: 'pack',
      format: 'xlsx',
      people: false
    },
    {
      what: 'pack-html',
      label: 'Web page',
      text: 'HTML in one file, to hand on or to print later.',
      ending: 'html',
      exported: 'pack',
      format: 'html',
      people: false
    },
    {
      what: 'scorecard-csv',
      label: 'Scorecard',
      text: 'CSV: one line per rate with its counts.',
      ending: 'csv',
      exported: 'scorecard',
      format: 'csv',
      people: false
    },
    {
      what: 'measure-report-summary',
      label: 'MeasureReport, summary',
      text: 'FHIR JSON: counts and scores of every measure, no people.',
      ending: 'json',
      exported: 'measure-report',
      format: 'json',
      people: false
    },
    {
      what: 'measure-report-individual',
      label: 'MeasureReport, individual',
      text: 'FHIR NDJSON: one report per person and measure that applies, with ids of the source.',
      ending: 'ndjson',
      exported: 'measure-report',
      format: 'json',
      people: true
    },
    {
      what: 'gaps-bundles',
      label: 'Gaps in care, DEQM',
      text: 'FHIR NDJSON: one Bundle per person with a MeasureReport and DetectedIssue for each measure that applies.',
      ending: 'ndjson',
      exported: 'gaps-bundle',
      format: 'json',
      people: true
    }
  ]
}
