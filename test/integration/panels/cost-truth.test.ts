import { describe, expect, it } from 'vitest'
import type { CostBasis } from '#engine/population/claims/claim-amounts.ts'
import type { CostPanel } from '#engine/population/panels/results/cost-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { loadFiles } from '../../support/load-store.ts'
import { figuresIn, listedCount, openedNumber, promisedCount } from '../../unit/panels/opened-rows.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

type Resource = Readonly<Record<string, unknown>>

const hl7 = (name: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }]
})
const person = (id: string, more: Resource = {}): Resource => ({
  resourceType: 'Patient',
  id,
  birthDate: '1970-01-01',
  ...more
})
const coverage = (id: string, patient: string, payer: string, period: Resource, type = `${payer} plan`): Resource => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  type: { text: type },
  beneficiary: { reference: `Patient/${patient}` },
  payor: [{ display: payer }],
  period
})
const bill = (id: string, patient: string, paid: number | undefined, more: Resource = {}): Resource => ({
  resourceType: 'ExplanationOfBenefit',
  id,
  status: 'active',
  use: 'claim',
  outcome: 'complete',
  type: hl7('claim-type', 'professional'),
  patient: { reference: `Patient/${patient}` },
  billablePeriod: { start: '2019-03-05', end: '2019-03-05' },
  created: '2019-03-20',
  insurer: { display: 'North' },
  provider: { reference: 'Organization/clinic' },
  ...(paid === undefined ? {} : { payment: { amount: { value: paid, currency: 'USD' }, date: '2019-03-20' } }),
  ...more
})
const total = (code: string, value: number): Resource => ({
  category: hl7('adjudication', code),
  amount: { value, currency: 'USD' }
})
const visit: Resource = {
  resourceType: 'Encounter',
  id: 'v',
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/a' },
  period: { start: '2018-01-01' }
}
const denial = {
  category: {
    coding: [
      { system: 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator', code: 'denialreason' }
    ]
  },
  reason: { coding: [{ system: 'https://x12.org/codes/claim-adjustment-reason-codes', code: '50' }] }
}
const number = (value: string): Resource => ({
  identifier: [{ type: { coding: [{ code: 'uc' }] }, system: 'https://north.example/claims', value }]
})
const related = (relationship: string, link: Resource): Resource => ({
  related: [{ relationship: { coding: [{ code: relationship }] }, ...link }]
})
const year = { start: '2019-01-01' }
const north = [person('a'), coverage('c', 'a', 'North', year)]

async function costOf(resources: readonly Resource[], basis?: CostBasis) {
  const types = Map.groupBy([visit, ...resources], (each) => String(each['resourceType']))
  const files = Array.from(types, ([type, lines]) => ({ name: `${type}.ndjson`, content: lines }))
  const loaded = await loadFiles(files)
  const store = { ...loaded, snapshot: { ...loaded.snapshot, loadedAt: Date.UTC(2020, 11, 1) } }
  const context = { asOf: day('2019-12-31'), filters: [] }
  const panel = runPanel(store, shippedRegistries, 'cost', context, basis === undefined ? {} : { basis })
  return { store, panel }
}

function perMonth({ keyFigures }: CostPanel) {
  return keyFigures.find(({ id }) => id === 'paid')!.figure
}

function setsOf({ claims }: CostPanel): Record<string, number> {
  return Object.fromEntries(claims!.sets.map(({ id, figure }) => [id, figure.value!]))
}

/** One member for a year whose care cost $120: $10 in each month, however the claims are written. */
const tenDollars: readonly (readonly [string, readonly Resource[], Readonly<Record<string, number>>])[] = [
  ['one claim', [...north, bill('1', 'a', 120)], { members: 1 }],
  [
    'two coverages at once',
    [...north, coverage('d', 'a', 'South', { start: '2019-06-01' }), bill('1', 'a', 120)],
    { members: 1 }
  ],
  [
    'a claim that a second one replaces, by reference',
    [
      ...north,
      bill('1', 'a', 80, { claim: { reference: 'Claim/k1' } }),
      bill('2', 'a', 120, {
        claim: { reference: 'Claim/k2' },
        ...related('prior', { claim: { reference: 'Claim/k1' } })
      })
    ],
    { members: 1, replaced: 1 }
  ],
  [
    'a claim that a second one replaces, by its number',
    [
      ...north,
      bill('1', 'a', 80, number('A')),
      bill('2', 'a', 120, { ...number('B'), ...related('prior', { reference: { value: 'A' } }) })
    ],
    { members: 1, replaced: 1 }
  ],
  [
    'a chain of three versions',
    [
      ...north,
      bill('1', 'a', 80, number('A')),
      bill('2', 'a', 90, { ...number('B'), ...related('prior', { reference: { value: 'A' } }) }),
      bill('3', 'a', 120, { ...number('C'), ...related('replaces', { reference: { value: 'B' } }) })
    ],
    { members: 1, replaced: 2 }
  ],
  [
    'a claim that names what replaced it',
    [
      ...north,
      bill('1', 'a', 80, { ...number('A'), ...related('replacedby', { reference: { value: 'B' } }) }),
      bill('2', 'a', 120, number('B'))
    ],
    { members: 1, replaced: 1 }
  ],
  [
    'a later version with the same number',
    [
      ...north,
      bill('1', 'a', 80, number('A')),
      bill('2', 'a', 120, {
        ...number('A'),
        created: '2019-04-20',
        payment: { amount: { value: 120 }, date: '2019-04-20' }
      })
    ],
    { members: 1, replaced: 1 }
  ],
  [
    'the same claim twice, by its number',
    [...north, bill('1', 'a', 120, number('A')), bill('2', 'a', 120, number('A'))],
    { members: 1, duplicate: 1 }
  ],
  [
    'the same claim twice without a number',
    [...north, bill('1', 'a', 120), bill('2', 'a', 120)],
    { members: 1, duplicate: 1 }
  ],
  [
    'a claim, its reversal and the right one',
    [
      ...north,
      bill('1', 'a', 300, number('A')),
      bill('2', 'a', -300, { created: '2019-04-01' }),
      bill('3', 'a', 120, { ...number('A'), created: '2019-04-02' })
    ],
    { members: 1, reversed: 2 }
  ],
  [
    'a claim that a void takes back',
    [
      ...north,
      bill('1', 'a', 300, number('A')),
      bill('2', 'a', 300, {
        ...number('B'),
        ...related('prior', { reference: { value: 'A' } }),
        supportingInfo: [
          { sequence: 1, category: { coding: [{ code: 'typeofbill' }] }, code: { coding: [{ code: '0138' }] } }
        ]
      }),
      bill('3', 'a', 120, number('C'))
    ],
    { members: 1, reversed: 2 }
  ],
  [
    'part of a payment taken back',
    [...north, bill('1', 'a', 150, number('A')), bill('2', 'a', -30, number('A'))],
    { members: 2 }
  ],
  [
    'denied claims: by outcome, for the whole, for each line',
    [
      ...north,
      bill('1', 'a', 120),
      bill('2', 'a', 50, { outcome: 'error', ...number('2') }),
      bill('3', 'a', 0, { adjudication: [denial], ...number('3') }),
      bill('4', 'a', undefined, { item: [{ sequence: 1, adjudication: [denial] }], ...number('4') })
    ],
    { members: 1, denied: 3 }
  ],
  [
    'one line of a claim denied',
    [
      ...north,
      bill('1', 'a', 120, { item: [{ sequence: 1, adjudication: [denial] }, { sequence: 2 }] }),
      bill('2', 'a', 0, { item: [{ sequence: 1, adjudication: [denial] }, { sequence: 2 }] })
    ],
    { members: 2, zero: 1 }
  ],
  [
    'no payment, but a total of what was paid to the provider',
    [...north, bill('1', 'a', undefined, { total: [total('submitted', 500), total('paidtoprovider', 120)] })],
    { members: 1 }
  ],
  [
    'no payment, but a total of the benefit',
    [...north, bill('1', 'a', undefined, { total: [total('submitted', 500), total('benefit', 120)] })],
    { members: 1 }
  ],
  [
    'neither, but lines',
    [
      ...north,
      bill('1', 'a', undefined, {
        item: [
          { sequence: 1, adjudication: [total('submitted', 90), total('benefit', 70)] },
          { sequence: 2, adjudication: [total('benefit', 50)] }
        ]
      })
    ],
    { members: 1 }
  ],
  [
    'claims outside of enrollment, before and after it',
    [
      ...north,
      person('b'),
      person('f'),
      coverage('e', 'b', 'North', { start: '2018-01-01', end: '2018-12-31' }),
      coverage('f', 'f', 'North', { start: '2020-01-01' }),
      bill('9', 'f', 5000),
      bill('1', 'a', 120),
      bill('2', 'b', 5000)
    ],
    { members: 1, outside: 2 }
  ],
  [
    'claims of people who are not in the data',
    [...north, bill('1', 'a', 120), bill('2', 'z', 5000)],
    { members: 1, absent: 1 }
  ],
  [
    'no billable period, but lines with a day',
    [
      ...north,
      bill('1', 'a', 120, {
        billablePeriod: undefined,
        created: '2020-02-01',
        item: [{ sequence: 1, servicedDate: '2019-12-30' }]
      })
    ],
    { members: 1 }
  ],
  [
    'canceled claims and preauthorizations',
    [
      ...north,
      bill('1', 'a', 120),
      bill('2', 'a', 70, { status: 'cancelled' }),
      bill('3', 'a', 70, { use: 'preauthorization' })
    ],
    { members: 1, inactive: 1, request: 1 }
  ]
]

describe('the cost of $120 for a member of a year', () => {
  it.each(tenDollars)('is $10.00 per member per month with %s', async (_, resources, sets) => {
    const { store, panel } = await costOf(resources)
    const figure = perMonth(panel)
    expect([figure.value, figure.denominator]).toEqual([10, 12])
    expect(setsOf(panel)).toEqual(sets)
    const population = populationOf(store, shippedRegistries)
    for (const { path, figure: each } of figuresIn(panel)) {
      if (each.rows === undefined) continue
      expect(listedCount(population, shippedRegistries, each), path).toBe(promisedCount(each))
      expect(openedNumber(population, each), path).toBeCloseTo(each.numerator!, 6)
    }
  })

  it('is shown for each of two payers at once over the months of its own members', async () => {
    const resources = [
      ...north,
      coverage('d', 'a', 'South', { start: '2019-07-01' }),
      bill('1', 'a', 90),
      bill('2', 'a', 30, { insurer: { display: 'South' }, billablePeriod: { start: '2019-08-01' } })
    ]
    const { claims } = (await costOf(resources)).panel
    expect(claims!.payers.map(({ id, figure, memberMonths }) => [id, figure.value, memberMonths])).toEqual([
      ['North', 7.5, 12],
      ['South', 5, 6]
    ])
    expect(claims!.memberMonths).toBe(12)
  })

  it('is in no row of a payer that the person had no coverage with', async () => {
    const { panel } = await costOf([
      ...north,
      bill('1', 'a', 120),
      bill('2', 'a', 60, { insurer: { display: 'South' } })
    ])
    expect(perMonth(panel).value).toBe(15)
    expect(panel.claims!.payers.map(({ id, figure }) => [id, figure.value])).toEqual([['North', 10]])
    expect(setsOf(panel)).toEqual({ members: 2, elsewhere: 1 })
  })

  it('is not known where no claim has an amount, and at least as much where one does not', async () => {
    const none = await costOf([...north, bill('1', 'a', undefined)])
    expect(perMonth(none.panel).value).toBeUndefined()
    expect(perMonth(none.panel).missing).toBe('no claim has the amount paid')
    const some = await costOf([...north, bill('1', 'a', 120), bill('2', 'a', undefined)])
    expect(perMonth(some.panel).value).toBe(10)
    expect(setsOf(some.panel)).toMatchObject({ members: 2, unknown: 1 })
    expect(some.panel.keyFigures[0]!.note).toContain('at least: 1 amount unknown')
  })

  it('tells claims of which nothing was paid', async () => {
    const { panel } = await costOf([...north, bill('1', 'a', 120), bill('2', 'a', 0)])
    expect(setsOf(panel)).toEqual({ members: 2, zero: 1 })
  })

  it('cannot be told by payer and plan where the data hold no coverage', async () => {
    const { claims, keyFigures } = (await costOf([person('a'), bill('1', 'a', 120)])).panel
    expect(claims!.enrollment).toBe('living')
    expect(keyFigures[0]!.label).toBe('Paid per person per month')
    expect([claims!.payers, claims!.plans]).toEqual([[], []])
    expect(claims!.missing.groups).toMatch(/no Coverage with a period/)
  })

  it.each([
    ['allowed', [total('eligible', 240)], 20],
    ['member', [total('memberliability', 60)], 5],
    ['member', [total('copay', 20), total('coinsurance', 30), total('deductible', 10)], 5]
  ] as const)('has another amount on the basis %s', async (basis, totals, expected) => {
    const { panel } = await costOf([...north, bill('1', 'a', 120, { total: totals })], basis)
    expect(perMonth(panel).value).toBe(expected)
    expect(panel.claims!.basis).toBe(basis)
  })

  it('sets pharmacy against the months of coverage for drugs', async () => {
    const resources = [
      person('a'),
      coverage('b', 'a', 'Medicare', year, 'Medicare Part B'),
      coverage('d', 'a', 'Script Plan', { start: '2019-07-01' }, 'Part D prescription drug plan'),
      bill('1', 'a', 120),
      bill('2', 'a', 60, { type: hl7('claim-type', 'pharmacy'), billablePeriod: { start: '2019-12-05' } })
    ]
    const { trends } = (await costOf(resources)).panel.claims!
    const months = trends.map(({ id, paid }) => [
      id,
      paid.points.slice(-12).reduce((sum, { figure }) => sum + figure.denominator!, 0)
    ])
    expect(months).toEqual([
      ['all', 12],
      ['medical', 12],
      ['pharmacy', 6]
    ])
  })
})
