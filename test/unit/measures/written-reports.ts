import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { personReports, type PersonFile } from '#engine/reports/person-reports.ts'
import { measureFile, type ReportFile, type ReportFileParams } from '#engine/reports/report-file.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const store = plainStore({
  patient: Array.from({ length: 20 }, (_, index) => ({
    id: `p${String(index).padStart(2, '0')}`,
    // Of two, no day is recorded.
    birth_date: ['1960', '1960-03'][index - 5] ?? '1960-03-01',
    gender: index < 4 ? 'female' : 'male',
    given: 'Given',
    family: `Secret${index}`
  })),
  observation: [{ id: 'o', patient_id: 'p02', code: 'http://loinc.org|4548-4|HbA1c', effective: '2026-02-01' }]
})
const cases = Array.from({ length: 20 }, (_, index): PlainCases => {
  if (index === 19) return [1, 0, 0, 0, 0]
  if (index === 18) return [1, 1, 1, 0, 0]
  return [1, 1, 0, 0, index < 12 && index !== 2 ? 1 : 0]
})
/** The measure that is reported on. */
export const definition = plainDefinition('breast-cancer-screening')
/** Twenty people and one measure. */
export const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases))])
export const context = { asOf: day('2026-10-31'), filters: [] }
/** What files are written with unless a test says otherwise. */
export const params: ReportFileParams = {
  revealed: false,
  smallCellLimit: 0,
  table: '2026-ma',
  author: { organization: 'North & South', date: '2026-11-01T08:00:00Z' }
}
/** The text of a file. */
export const write = async (
  what: ReportFile | PersonFile,
  more: Partial<ReportFileParams> = {},
  panelContext = context
): Promise<string> => {
  const chosen = { ...params, ...more }
  return what === 'measure-report-individual' || what === 'gaps-bundles'
    ? [...personReports(input, panelContext, what, chosen).lines].join('')
    : (await measureFile(input, panelContext, what, chosen)).text()
}
export const parse = (text: string): FhirObject => JSON.parse(text) as FhirObject
/** The resources of NDJSON. */
export const lines = (text: string): FhirObject[] => text.trim().split('\n').map(parse)
