import { expect, it } from 'vitest'
import { numeratorReads } from '#engine/measures/explain/numerator-reads.ts'
import { sufficientKinds } from '#engine/measures/requirements/sufficient-kinds.ts'
import { whyText } from '#engine/measures/worklist/gap-why.ts'
import { ratesOfRun } from '#engine/measures/rates/rate.ts'
import { packContent, qualityInput } from '../../support/measure-input.ts'
import { plainDefinition, plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { measuredView } from '#engine/measures/scorecard/run-measure-panel.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const kindsOf = (id: string) => {
  const [{ content }] = packContent([id]) as [ReturnType<typeof packContent>[number]]
  const [definition] = content.measures
  return sufficientKinds(definition!, content.libraries, numeratorReads(definition!, content.libraries))
}

it('the kinds without which no other meets a numerator are screenings, and not what follows them', () => {
  expect(kindsOf('depression-screening-follow-up')).toEqual({
    rate: ['Depression screening result', 'PHQ-9 total score', 'PHQ-2 total score']
  })
  expect(kindsOf('tobacco-screening-follow-up')).toEqual({ rate: ['Tobacco use status'] })
  // Systolic and diastolic pressures that stand apart meet it together.
  expect(kindsOf('blood-pressure-control')).toEqual({})
  // Each test meets it, or both together do.
  for (const id of ['colorectal-cancer-screening', 'kidney-health-evaluation']) expect(kindsOf(id)).toEqual({})
})

it('the reason of a gap names the screening that is missing, not the treatment that would follow it', () => {
  const [loinc, rxnorm] = ['http://loinc.org', 'http://www.nlm.nih.gov/research/umls/rxnorm']
  const store = plainStore({
    patient: Array.from({ length: 4 }, (_, index) => ({ id: `p${index}`, birth_date: '1960-03-01', gender: 'female' })),
    observation: [
      { id: 'old', patient_id: 'p1', code: `${loinc}|44261-6|PHQ-9`, value: 4, effective: '2021-02-01' },
      { id: 'now', patient_id: 'p2', code: `${loinc}|44261-6|PHQ-9`, value: 14, effective: '2026-02-01' },
      { id: 'other', patient_id: 'p3', code: `${loinc}|1-1|Other`, value: 14, effective: '2026-02-01' }
    ],
    medication_request: ['p0', 'p1'].map((patient) => ({
      id: `m-${patient}`,
      patient_id: patient,
      code: `${rxnorm}|312938|sertraline`,
      authored_on: '2024-05-02',
      status: 'active'
    }))
  })
  const definition = plainDefinition('depression-screening-follow-up')
  const requirement = (type: string, name: string, system: string, code: string) => ({
    type,
    profile: undefined,
    codeProperty: 'code',
    codes: [name],
    valueSets: [],
    single: [{ system, code }],
    closed: true
  })
  const measure = {
    ...plainMeasure(
      definition,
      plainRun(
        definition,
        Array.from({ length: 4 }, () => [1, 1, 0, 0, 0] as const)
      ),
      {
        reads: {
          rate: [
            requirement('Observation', 'PHQ-9 total score', loinc, '44261-6'),
            requirement('MedicationRequest', 'Antidepressants', rxnorm, '312938')
          ]
        }
      }
    ),
    sufficient: { rate: ['PHQ-9 total score'] }
  }
  const input = qualityInput(store, [measure])
  const view = measuredView(input, { asOf: day('2026-10-31'), filters: [] })
  const [rate] = ratesOfRun(input)
  expect([0, 1, 2].map((patient) => whyText(view, input, rate!, patient))).toEqual([
    'No PHQ-9 total score on record',
    'No PHQ-9 total score since Feb 1, 2021 (4)',
    'Last PHQ-9 total score 14, Feb 1, 2026; no antidepressants'
  ])
})
