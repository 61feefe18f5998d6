import { describe, expect, it } from 'vitest'
import type { SignalsPanel } from '#engine/population/panels/results/overview-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { random } from '../../support/random.ts'
import { budgeted } from '../../support/test-budget.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const practices = 12
const people = 40
const months = Array.from({ length: 36 }, (_, index) => new Date(Date.UTC(2023, 10 + index, 1)))

/** Practices whose people all have the same chance of a visit and of a good result in each month. */
function nothingHappens(seed: number): SignalsPanel {
  const draw = random(seed)
  const patient: PlainRow[] = []
  const condition: PlainRow[] = []
  const observation: PlainRow[] = []
  const encounter: PlainRow[] = []
  for (let practice = 0; practice < practices; practice++) {
    for (let person = 0; person < people; person++) {
      const id = `p${practice}-${person}`
      // Some come to hospital often, and come back to it, whatever their practice.
      const isFrail = draw.uniform() < 0.3
      patient.push({ id, birth_date: '1960-01-01', managing_organization_id: `org${practice}` })
      condition.push({ id, patient_id: id, code: 'http://snomed.info/sct|44054006', recorded_date: '2020-01-01' })
      months.forEach((month, index) => {
        const on = new Date(month.getTime() + Math.floor(draw.uniform() * 28) * 86_400_000).toISOString().slice(0, 10)
        if (draw.uniform() < 0.3)
          observation.push({
            id: `${id}-${index}`,
            patient_id: id,
            status: 'final',
            code: 'http://loinc.org|4548-4',
            effective: on,
            value: draw.uniform() < 0.7 ? 7 : 9,
            unit: '%'
          })
        if (draw.uniform() < 0.25)
          encounter.push({
            id: `${id}-${index}`,
            patient_id: id,
            status: 'finished',
            class: `${act}|EMER`,
            period_start: on
          })
        if (draw.uniform() < (isFrail ? 0.5 : 0.15)) {
          const [first, last] = [month, new Date(month.getTime() + 3 * 86_400_000)].map((date) =>
            date.toISOString().slice(0, 10)
          ) as [string, string]
          encounter.push({
            id: `s${id}-${index}`,
            patient_id: id,
            status: 'finished',
            class: `${act}|IMP`,
            period_start: first,
            period_end: last
          })
        }
      })
    }
  }
  const organization = Array.from({ length: practices }, (_, practice) => ({
    id: `org${practice}`,
    name: `Practice ${practice}`
  }))
  const store = plainStore({ patient, organization, condition, observation, encounter })
  return runPanel(store, shippedRegistries, 'signals', { asOf: day('2026-10-31'), filters: [] }, {})
}

describe('the signals screen where nothing happens', () => {
  const screens = Array.from({ length: budgeted(160) }, (_, seed) => nothingHappens(seed + 1))

  it('shows all practices and indicators', () => {
    for (const { rows, funnels } of screens) {
      expect(rows).toHaveLength(3 * (practices + 1))
      expect(funnels.map(({ rows: list }) => list.length)).toEqual([practices, practices, practices])
    }
  })

  it('says of whom the practices are compared: those with a reading, other than the registries', () => {
    expect(screens[0]!.funnels.map(({ title }) => title)).toContain('A1c below 8%, people with a reading in 12 months')
  })

  it('has no more false signals than it says, over the whole screen', () => {
    const { expectedFalse } = screens[0]!
    const found = screens.reduce((sum, { rows }) => sum + rows.filter(({ signal }) => signal !== undefined).length, 0)
    const promised = expectedFalse * screens.length
    expect(found).toBeLessThanOrEqual(promised + 3 * Math.sqrt(promised))
  })

  it('takes hardly a practice for different from all, and none for reliable', () => {
    const { expectedFalse } = screens[0]!
    const outside = screens.reduce(
      (sum, { funnels }) =>
        sum + funnels.reduce((count, { rows }) => count + rows.filter((row) => row.outside !== undefined).length, 0),
      0
    )
    const promised = expectedFalse * screens.length
    expect(outside).toBeLessThanOrEqual(promised + 3 * Math.sqrt(promised))
    const reliable = screens.flatMap(({ funnels }) => funnels.flatMap(({ rows }) => rows.map((row) => row.reliability)))
    expect(reliable.filter((value) => value >= 0.7).length / reliable.length).toBeLessThan(0.05)
  })
})
