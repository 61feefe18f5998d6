import { describe, expect, it } from 'vitest'
import { dayFromCivil } from '#engine/base/fhir/calendar.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { tracePatient } from '#engine/measures/run/patient-trace.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { whyOutline } from '#engine/measures/explain/why-outline.ts'
import { FhirValues } from '#engine/cql/elm/fhir/fhir-values.ts'
import { fixedOffset } from '#engine/cql/elm/values/temporal-text.ts'
import { sampleRecords } from '../../conformance/pack-records.ts'
import { loadFiles } from '../../support/load-store.ts'
import {
  ordinalsOf,
  packContent,
  patientsOf,
  qualityInput,
  qualityMeasure,
  runTogether
} from '../../support/measure-input.ts'

const period = { start: '2025-01-01', end: '2025-12-31' }

describe('a row of somebody who is left out', () => {
  it('names the clauses that hold, in the words of the logic', async () => {
    const { resources } = await sampleRecords(300)
    const store = await loadFiles([{ name: 'all.ndjson', content: resources }])
    const measures = packContent()
    const patients = patientsOf(measures, resources)
    const ordinals = ordinalsOf(store)
    const runOf = runTogether(measures, store.snapshot.id, patients, ordinals, [period])
    const input = qualityInput(
      store,
      measures.map((measure) => qualityMeasure(measure, runOf(measure, period)))
    )
    const { rows } = runMeasurePanel(
      input,
      'worklist',
      { asOf: dayFromCivil(2025, 12, 20), filters: [] },
      {
        query: { rates: [], statuses: ['excluded'], owners: [], search: '', nextVisit: 'any', actBy: undefined },
        sort: { column: 'patient', descending: false },
        offset: 0,
        limit: 1000,
        revealed: false
      }
    )
    expect(rows.length).toBeGreaterThan(20)
    const fhir = new FhirValues(fixedOffset(0))
    for (const row of rows) {
      const { id, content } = measures.find(({ content: { measures: of } }) => of[0]!.url === row.url)!
      const patient = patients.find((each) => each.id === row.id)!
      const definition = content.measures[0]!
      const data = new PatientResources(patient.resources, 'derive', fhir)
      const trace = tracePatient(definition, content, row.id, data, period, { fhir })
      const outline = whyOutline(definition, row.group, content.libraries, trace)
      const leaving = outline.filter(({ code, count }) => /denominator-exc/.test(code) && count > 0)
      const lines = leaving.flatMap(({ children }) => children)
      const [, named] = /^(?:Excluded|Exception): (.*)$/.exec(row.why) ?? []
      expect(named, `${id}: ${row.why}`).toBeDefined()
      for (const clause of named!.split('; ').flatMap((part) => part.split(' and '))) {
        expect(JSON.stringify(lines), id).toContain(`"label":"${clause}"`)
      }
    }
  })
})
