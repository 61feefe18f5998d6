import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import type { UsePanel } from '#engine/population/panels/results/use-result.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { figuresIn, listedCount, promisedCount } from './opened-rows.ts'

const type = 'http://terminology.hl7.org/CodeSystem/claim-type'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'

interface PlainClaim {
  readonly who?: string
  readonly from: string
  readonly to?: string
  readonly bill?: string
  readonly header?: PlainRow
  readonly lines?: readonly PlainRow[]
  readonly diagnosis?: string
}

const roomAndBoard: PlainRow = { revenue_code: '0120' }
const emergency: PlainRow = { revenue_code: '0450' }

function claims(...given: readonly PlainClaim[]): PlainTables {
  const each = given.map((claim, index) => ({ who: 'a', ...claim, id: `e${index}` }))
  return {
    patient: ['a', 'b'].map((id) => ({ id, birth_date: '1950-01-01' })),
    explanation_of_benefit: each.map(({ id, who, from, to, bill, header }) => ({
      id,
      patient_id: who,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: `${type}|institutional`,
      bill_type: bill,
      billable_start: from,
      billable_end: to ?? from,
      payment_amount: 100,
      ...header
    })),
    explanation_of_benefit_item: each.flatMap(({ id, who, lines = [] }) =>
      lines.map((line) => ({ explanation_of_benefit_id: id, patient_id: who, ...line }))
    ),
    explanation_of_benefit_diagnosis: each.flatMap(({ id, who, diagnosis }) =>
      diagnosis === undefined
        ? []
        : [
            {
              explanation_of_benefit_id: id,
              patient_id: who,
              sequence: 1,
              type_code: 'principal',
              code: `${icd}|${diagnosis}`
            }
          ]
    )
  }
}

/** The panel of use at the end of 2019; every figure opens as many rows as it says. */
function use(tables: PlainTables, observation = false): UsePanel {
  const store = plainStore(tables)
  const context = { asOf: day('2019-12-31'), filters: [] }
  const panel = runPanel(store, shippedRegistries, 'use', context, { stays: { allAges: false, observation } })
  const population = populationOf(store, shippedRegistries)
  for (const { path, figure } of figuresIn(panel))
    if (figure.rows !== undefined)
      expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
  return panel
}

function key({ keyFigures }: UsePanel, id: string) {
  return keyFigures.find((each) => each.id === id)!
}

/** Emergency visits that did not end in a stay, stays, and days of all stays. */
function counts(...given: readonly PlainClaim[]): readonly unknown[] {
  const panel = use(claims(...given))
  return ['emergency', 'inpatient', 'length-of-stay'].map((id) => key(panel, id).figure.numerator)
}

const inpatient = { bill: '0111', lines: [roomAndBoard] }

describe('stays by claims', () => {
  it('are inpatient hospital claims, told by type of bill, Medicare type or room and board', () => {
    const lines = [{ revenue_code: '0300' }]
    expect(counts({ from: '2019-03-01', to: '2019-03-05', bill: '0111', lines })).toEqual([0, 1, 4])
    expect(counts({ from: '2019-03-01', to: '2019-03-05', header: { medicare_type: '60' }, lines })).toEqual([0, 1, 4])
    expect(counts({ from: '2019-03-01', to: '2019-03-05', lines: [roomAndBoard] })).toEqual([0, 1, 4])
    expect(counts({ from: '2019-03-01', to: '2019-03-05', bill: '0131', lines })).toEqual([0, 0, 0])
    expect(counts({ from: '2019-03-01', to: '2019-03-05', bill: '0211', lines: [roomAndBoard] })).toEqual([0, 0, 0])
  })

  it('are one where interim claims or a transfer go on with another', () => {
    const interim = [
      { from: '2019-03-01', to: '2019-03-31', bill: '0112' },
      { from: '2019-04-01', to: '2019-04-30', bill: '0113' },
      { from: '2019-05-01', to: '2019-05-10', bill: '0114' }
    ]
    expect(counts(...interim)).toEqual([undefined, 1, 70])
    const transfer = [
      { ...inpatient, from: '2019-03-01', to: '2019-03-05' },
      { ...inpatient, from: '2019-03-05', to: '2019-03-09' }
    ]
    expect(counts(...transfer)).toEqual([0, 1, 8])
    expect(counts(transfer[0]!, { ...transfer[1]!, from: '2019-03-07' })).toEqual([0, 2, 6])
    expect(counts(transfer[0]!, { ...transfer[1]!, who: 'b' })).toEqual([0, 2, 8])
  })

  it('leave out claims that were denied, reversed or replaced', () => {
    const stay = { ...inpatient, from: '2019-03-01', to: '2019-03-05' }
    expect(counts({ ...stay, header: { denial_reason: '50', payment_amount: 0 } })).toEqual([0, 0, 0])
    expect(counts({ ...stay, header: { status: 'cancelled' } })).toEqual([0, 0, 0])
    expect(
      counts(
        { ...stay, header: { identifier: 'n', created: '2019-04-01' } },
        { ...stay, to: '2019-03-06', header: { identifier: 'n', created: '2019-05-01' } }
      )
    ).toEqual([0, 1, 5])
  })

  it('are read from the chart alone where there is one', () => {
    const encounter = [
      {
        id: 'v',
        patient_id: 'a',
        status: 'finished',
        class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|IMP',
        period_start: '2019-03-01',
        period_end: '2019-03-05'
      }
    ]
    const panel = use({ ...claims({ ...inpatient, from: '2019-03-01', to: '2019-03-05' }), encounter })
    expect(key(panel, 'inpatient').figure.numerator).toBe(1)
    expect(key(panel, 'inpatient').figure.provenance.definition.text).toContain(
      'Claims for the same care are not counted in addition to the encounters'
    )
  })
})

describe('claims that cannot tell hospital care', () => {
  it('give no rate, and say why', () => {
    const panel = use(claims({ from: '2019-03-01', to: '2019-03-05', lines: [{ place_code: '21' }] }))
    for (const { figure } of panel.keyFigures) {
      expect(figure.value).toBeUndefined()
      expect(figure.missing).toContain('cannot be identified')
    }
    expect(panel.groups.map(({ overall }) => overall.missing)).toEqual(
      Array(3).fill(expect.stringContaining('cannot be identified'))
    )
  })

  it('may tell stays and no emergency visits', () => {
    const panel = use(claims({ from: '2019-03-01', to: '2019-03-05', bill: '0111' }))
    expect(key(panel, 'inpatient').figure.numerator).toBe(1)
    expect(key(panel, 'emergency').figure).toMatchObject({
      value: undefined,
      missing: expect.stringContaining('emergency visits cannot be identified') as string
    })
  })
})

describe('emergency visits by claims', () => {
  const visit = { bill: '0131', lines: [emergency] }

  it.each([
    ['revenue center 0450', visit, 1],
    ['revenue center 0459', { ...visit, lines: [{ revenue_code: '0459' }] }, 1],
    ['revenue center 0981', { ...visit, lines: [{ revenue_code: '0981' }] }, 1],
    ['another professional fee', { ...visit, lines: [{ revenue_code: '0983' }] }, 0],
    ['a clinic', { ...visit, lines: [{ revenue_code: '0510' }] }, 0],
    [
      'a physician at place of service 23',
      { header: { type: `${type}|professional` }, lines: [{ place_code: '23', procedure_code: 'G0380' }] },
      1
    ],
    ['a physician at an office', { header: { type: `${type}|professional` }, lines: [{ place_code: '11' }] }, 0]
  ] as const)('are told by %s', (_, claim, expected) => {
    // The clinic's claim is no visit; its revenue center tells that those of emergency departments would be written.
    const clinic = { who: 'b', from: '2019-05-01', bill: '0131', lines: [{ revenue_code: '0510' }] }
    expect(counts({ from: '2019-03-01', ...claim }, clinic)[0]).toBe(expected)
  })

  it('count once for the hospital and its physicians on the days of the visit', () => {
    const physician = { header: { type: `${type}|professional` }, lines: [{ place_code: '23' }] }
    expect(counts({ ...visit, from: '2019-03-01', to: '2019-03-02' }, { ...physician, from: '2019-03-02' })[0]).toBe(1)
    expect(counts({ ...visit, from: '2019-03-01' }, { ...physician, from: '2019-03-03' })[0]).toBe(2)
  })

  it('are apart when they ended in a stay, also on the claim for the stay itself', () => {
    const stay = { ...inpatient, from: '2019-03-02', to: '2019-03-05' }
    const panel = use(claims({ ...visit, from: '2019-03-01' }, stay))
    expect(key(panel, 'emergency').figure.numerator).toBe(0)
    expect(key(panel, 'emergency').note).toContain('1 more admitted')
    const together = use(claims({ ...stay, lines: [roomAndBoard, emergency] }))
    expect(key(together, 'emergency').figure.numerator).toBe(0)
    expect(key(together, 'emergency').note).toContain('1 more admitted')
  })

  it('end before claims that have not come in yet', () => {
    const later = (from: string): string => new Date(Date.parse(from) + 60 * 86_400_000).toISOString().slice(0, 10)
    const days = Array.from({ length: 365 }, (_, index) =>
      new Date(Date.parse('2019-01-01') + index * 86_400_000).toISOString().slice(0, 10)
    )
    // One visit in five days; claims are made 60 days later.
    const visits = days.filter((_, index) => index % 5 === 0)
    const panel = use(claims(...visits.map((from) => ({ ...visit, from, header: { created: later(from) } }))))
    const { figure } = key(panel, 'emergency')
    expect(figure.numerator).toBeLessThan(visits.length)
    expect(figure.provenance.definition.text).toContain('90% of the claims are recorded within 60 days')
    expect(panel.emergency.points.filter(({ incomplete }) => incomplete).map(({ label }) => label)).toEqual([
      'Oct 2019',
      'Nov 2019',
      'Dec 2019'
    ])
  })

  it('are forecast and charted without the months whose claims have not come in yet', () => {
    const iso = (on: number): string => new Date(on * 86_400_000).toISOString().slice(0, 10)
    const [start, end] = [day('2017-01-01'), day('2019-12-31')]
    // A visit every second day; every second claim comes after 5 days, the others after 75.
    const visits = Array.from({ length: (end - start) / 2 }, (_, index): PlainClaim & { readonly created: number } => {
      const on = start + 2 * index
      const created = on + (index % 2 === 0 ? 5 : 75)
      return { ...visit, who: index % 4 < 2 ? 'a' : 'b', from: iso(on), created, header: { created: iso(created) } }
    })
    const store = plainStore(claims(...visits.filter(({ created }) => created <= end)))
    const context = { asOf: end, filters: [] }
    const forecast = runPanel(store, shippedRegistries, 'forecast', context, { subject: 'emergency' })
    expect(forecast.actual.points.at(-1)!.label).toBe('Sep 2019')
    for (const { figure } of forecast.ahead!.points) {
      expect(figure.value).toBeGreaterThan(13)
      expect(figure.value).toBeLessThan(17)
    }
    const { rows, funnels } = runPanel(store, shippedRegistries, 'signals', context, {})
    expect(rows.map(({ month, signal }) => [month, signal])).toEqual([['Sep 2019', undefined]])
    expect(funnels).toEqual([])
  })

  it('say by which rule and source they are counted', () => {
    const { definition } = key(use(claims({ ...visit, from: '2019-03-01' })), 'emergency').figure.provenance
    expect(definition.text).toContain('revenue center 0450 to 0459, or 0981')
    expect(definition.sources.some(({ publisher }) => publisher.includes('ResDAC'))).toBe(true)
  })
})

describe('readmissions by claims', () => {
  const first = { ...inpatient, from: '2019-03-01', to: '2019-03-05', diagnosis: 'I50.9' }
  const back = { ...inpatient, from: '2019-03-20', to: '2019-03-25', diagnosis: 'J18.9' }
  const readmitted = (tables: PlainTables, observation = false): readonly unknown[] => {
    const { numerator, denominator } = key(use(tables, observation), 'readmission').figure
    return [numerator, denominator]
  }

  it('are unplanned stays 2 to 30 days after a stay', () => {
    expect(readmitted(claims(first, back))).toEqual([1, 2])
    expect(readmitted(claims(first, { ...back, from: '2019-04-05', to: '2019-04-08' }))).toEqual([0, 2])
    expect(readmitted(claims(first, { ...back, diagnosis: 'Z51.11' }))).toEqual([0, 1])
  })

  it('do not follow interim claims, rehabilitation, or somebody who left against advice or died', () => {
    const interim = { ...first, from: '2019-03-06', to: '2019-03-10' }
    expect(readmitted(claims(first, interim, back))).toEqual([1, 2])
    expect(readmitted(claims({ ...first, lines: [{ revenue_code: '0118' }] }, back))).toEqual([0, 1])
    expect(readmitted(claims({ ...first, header: { discharge_status: '07' } }, back))).toEqual([0, 1])
    expect(readmitted(claims({ ...first, header: { discharge_status: '20' } }))).toEqual([0, 0])
  })

  it('have observation stays when they are asked for', () => {
    const observed = { from: '2019-03-01', to: '2019-03-02', bill: '0131', lines: [{ revenue_code: '0762' }] }
    expect(readmitted(claims(observed, back))).toEqual([0, 1])
    expect(readmitted(claims(observed, back), true)).toEqual([1, 2])
  })
})
