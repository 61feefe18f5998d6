import { expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { costDrivers } from '#engine/risk/lists/cost-drivers.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { loadFiles } from '../../support/load-store.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore } from '../selection/plain-store.ts'

/** Sixty members of a year, of whom the first twenty have a claim each, of 100, 200 and so on up to 2,000 dollars. */
const people = Array.from({ length: 60 }, (_, index) => `p${index + 1}`)

/** The first record of the data. */
const visit = {
  resourceType: 'Encounter',
  id: 'v',
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/p1' },
  period: { start: '2018-01-01' }
}

const resources = people.flatMap((id, index) => [
  { resourceType: 'Patient', id, birthDate: '1970-01-01' },
  {
    resourceType: 'Coverage',
    id: `c-${id}`,
    status: 'active',
    type: { text: 'North plan' },
    beneficiary: { reference: `Patient/${id}` },
    payor: [{ display: 'North' }],
    period: { start: '2019-01-01' }
  },
  ...(index >= 20
    ? []
    : [
        {
          resourceType: 'ExplanationOfBenefit',
          id: `e-${id}`,
          status: 'active',
          use: 'claim',
          outcome: 'complete',
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
          patient: { reference: `Patient/${id}` },
          billablePeriod: { start: '2019-03-05', end: '2019-03-05' },
          created: '2019-03-20',
          insurer: { display: 'North' },
          provider: { reference: 'Organization/clinic' },
          payment: { amount: { value: 100 * (index + 1), currency: 'USD' }, date: '2019-03-20' }
        }
      ])
])

it('the people with the highest cost are 5% of the members, those without cost among them, as on the screen about cost', async () => {
  const content = [visit, ...resources].map((resource) => JSON.stringify(resource)).join('\n')
  const loaded = await loadFiles([{ name: 'all.ndjson', content }])
  const store = { ...loaded, snapshot: { ...loaded.snapshot, loadedAt: Date.UTC(2020, 11, 1) } }
  const context = { asOf: day('2019-12-31'), filters: [] }
  const risk = openRisk(populationOf(store, shippedRegistries), shippedRisk)
  const { highCost } = runRiskPanel(risk, 'lists', context, { window: 90, limit: 10, revealed: true })
  // 5% of 60 members are 3 people; of the 20 with cost it would be one.
  expect(highCost.people.value).toBe(3)
  // With everybody known, they tell the other 57.
  expect([highCost.people.tells, highCost.share.tells]).toEqual([57, 57])
  expect(highCost.rows.map(({ id }) => id)).toEqual(['p20', 'p19', 'p18'])
  // 2,000 + 1,900 + 1,800 of 100 + 200 + … + 2,000.
  expect(highCost.share.value).toBeCloseTo(5700 / 21_000, 10)
  const { claims } = runPanel(store, shippedRegistries, 'cost', context, { basis: 'paid' })
  const top = claims!.concentration.shares.find(({ share }) => share === 0.05)!
  expect([top.people.value, top.cost.value]).toEqual([3, highCost.share.value])
})

it('an amount that few people have is not told by the one that is left of the sum', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const claim = (id: string, type: string) => ({
    id: `${type}-${id}`,
    patient_id: id,
    status: 'active',
    use: 'claim',
    outcome: 'complete',
    type: `http://terminology.hl7.org/CodeSystem/claim-type|${type}`,
    billable_start: '2019-03-05',
    billable_end: '2019-03-05',
    payment_amount: 100
  })
  const store = plainStore({
    patient: ids.map((id) => ({ id })),
    explanation_of_benefit: [
      ...ids.map((id) => claim(id, 'professional')),
      ...ids.slice(0, 20).map((id) => claim(id, 'pharmacy')),
      ...ids.slice(0, 3).map((id) => claim(id, 'vision'))
    ]
  })
  const population = allPeople(populationOf(store, shippedRegistries))
  const drivers = costDrivers(population, [...ids.keys()], day('2019-01-01'), day('2019-12-31'))
  const services = drivers.filter(({ kind }) => kind === 'service').map(({ people, tells }) => [people, tells])
  expect(services).toEqual([
    [40, 20],
    [20, 3],
    [3, undefined]
  ])
  // What is left out of the list is told by what is listed.
  const [first] = costDrivers(population, [...ids.keys()], day('2019-01-01'), day('2019-12-31'), 1)
  expect(first!.tells).toBe(20)
})
