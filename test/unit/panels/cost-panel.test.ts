import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { PanelResult } from '#engine/population/panels/results/panel.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const claimType = 'http://terminology.hl7.org/CodeSystem/claim-type'

const patient = (id: string, more: PlainRow = {}): PlainRow => ({
  id,
  birth_date: '1970-01-01',
  gender: 'female',
  ...more
})
const visit = (
  id: string,
  patient_id: string,
  kind: string,
  period_start: string,
  period_end = period_start
): PlainRow => ({
  id,
  patient_id,
  status: 'finished',
  class: `${act}|${kind}`,
  period_start,
  period_end
})
const claim = (
  id: string,
  patient_id: string,
  billable_start: string,
  payment_amount: number,
  more: PlainRow = {}
): PlainRow => ({
  id,
  patient_id,
  status: 'active',
  use: 'claim',
  type: `${claimType}|professional`,
  billable_start,
  payment_amount,
  ...more
})
const coverage = (
  id: string,
  patient_id: string,
  payor_name: string,
  period_start: string,
  period_end?: string
): PlainRow => ({
  id,
  patient_id,
  status: period_end === undefined ? 'active' : 'cancelled',
  payor_name,
  type_text: `${payor_name} plan`,
  period_start,
  period_end,
  contained_in: ''
})

function cost(tables: PlainTables, asOf = '2019-12-31', filters: readonly Filter[] = []): PanelResult<'cost'> {
  return runPanel(plainStore(tables), shippedRegistries, 'cost', { asOf: day(asOf), filters }, {})
}

function keyFigure(panel: PanelResult<'cost'>, id: string) {
  const found = panel.keyFigures.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no key figure ${id}`)
  return found.figure
}

describe('member months', () => {
  it('count every month with a day of coverage for its payer', () => {
    const { claims } = cost({
      patient: [patient('a'), patient('b')],
      encounter: [visit('v', 'a', 'AMB', '2018-06-01')],
      coverage: [
        coverage('1', 'a', 'North', '2018-01-01', '2019-03-15'),
        coverage('2', 'a', 'South', '2019-05-31'),
        coverage('3', 'b', 'South', '2019-12-31'),
        coverage('4', 'b', 'North', '2019-07-03', '2019-07-20')
      ],
      explanation_of_benefit: [claim('k', 'a', '2019-02-01', 90, { insurer_name: 'North' })]
    })
    const months = Object.fromEntries(claims!.payers.map(({ id, memberMonths }) => [id, memberMonths]))
    expect(claims!.enrollment).toBe('coverage')
    expect(months).toEqual({ North: 4, South: 9 })
    expect(claims!.memberMonths).toBe(13)
    expect(claims!.payers.map(({ id, figure }) => [id, figure.value])).toEqual([
      ['North', 22.5],
      ['South', 0]
    ])
    expect(claims!.plans.map(({ id }) => id)).toEqual(['North plan', 'South plan'])
  })
  it('are months of life where no coverage has a period, from birth to death', () => {
    const { claims } = cost({
      patient: [patient('a', { deceased_at: '2019-03-01' }), patient('b', { birth_date: '2019-11-30' })],
      encounter: [visit('v', 'a', 'AMB', '2018-06-01')],
      explanation_of_benefit: [claim('k', 'a', '2019-02-01', 50, { insurer_name: 'North' })]
    })
    expect(claims!.enrollment).toBe('living')
    expect(claims!.memberMonths).toBe(3 + 2)
    expect(
      keyFigure(cost({ patient: [patient('a')], explanation_of_benefit: [claim('k', 'a', '2019-02-01', 50)] }), 'paid')
        .denominator
    ).toBe(11)
  })
})

describe('the cost', () => {
  const tables: PlainTables = {
    patient: [patient('a'), patient('b', { gender: 'male' })],
    encounter: [visit('in', 'a', 'IMP', '2019-04-01', '2019-04-05'), visit('er', 'b', 'EMER', '2019-05-01')],
    explanation_of_benefit: [
      claim('1', 'a', '2019-04-01', 8000, { type: `${claimType}|institutional`, encounter_id: 'in' }),
      claim('2', 'a', '2019-04-02', 500),
      claim('3', 'b', '2019-05-01', 1200, { type: `${claimType}|institutional`, encounter_id: 'er' }),
      claim('4', 'b', '2019-06-01', 40, { type: `${claimType}|pharmacy` }),
      claim('5', 'b', '2019-07-01', 200, { type: `${claimType}|institutional` }),
      claim('6', 'b', '2019-08-01', 90_000, { status: 'cancelled' }),
      claim('7', 'b', '2019-08-01', 90_000, { use: 'predetermination' }),
      claim('8', 'b', '2018-08-01', 24, { type: `${claimType}|pharmacy` })
    ],
    explanation_of_benefit_item: [
      { explanation_of_benefit_id: '5', patient_id: 'b', place_code: '22', revenue_code: '0120' }
    ]
  }
  it('is told by the type of service, and its parts add up to the whole', () => {
    const panel = cost(tables)
    const { services, memberMonths } = panel.claims!
    expect(memberMonths).toBe(24)
    expect(services.map(({ id, figure }) => [id, figure.numerator])).toEqual([
      ['inpatient', 8200],
      ['emergency', 1200],
      ['professional', 500],
      ['pharmacy', 40]
    ])
    expect(services.reduce((sum, { figure }) => sum + figure.value!, 0)).toBeCloseTo(keyFigure(panel, 'paid').value!, 9)
  })
  it('is set against that of the same months a year before', () => {
    const { services } = cost(tables).claims!
    expect(services.find(({ id }) => id === 'pharmacy')?.yearAgo.value).toBeUndefined()
    const longer = cost({ ...tables, encounter: [...tables['encounter']!, visit('old', 'a', 'AMB', '2017-01-01')] })
    const pharmacy = longer.claims!.services.find(({ id }) => id === 'pharmacy')!
    expect([pharmacy.yearAgo.numerator, pharmacy.yearAgo.denominator]).toEqual([24, 24])
  })
  it('follows the filters', () => {
    const men = [{ dimension: 'sex', values: ['male'] }]
    const figure = keyFigure(cost(tables, '2019-12-31', men), 'paid')
    expect([figure.numerator, figure.denominator]).toEqual([1440, 12])
  })
  it('is said to lie with few, at the border with all who cost the same', () => {
    const people = Array.from({ length: 40 }, (_, i) => patient(`p${i}`))
    const bills = people.map(({ id }, i) => claim(`c${i}`, String(id), '2019-06-01', i < 3 ? 1000 : i < 10 ? 100 : 0))
    const { concentration } = cost({ patient: people, explanation_of_benefit: bills }).claims!
    expect(concentration.members).toBe(40)
    const rows = concentration.shares.map(({ share, people: count, least, cost: part }) => [
      share,
      count.value,
      least,
      part.value
    ])
    expect(rows).toEqual([
      [0.01, 3, 1000, 3000 / 3700],
      [0.05, 3, 1000, 3000 / 3700],
      [0.1, 10, 100, 1],
      [0.2, 10, 100, 1]
    ])
    expect(concentration.curve.at(-1)).toEqual([1, 1])
  })
  it('is told by month where a claim tells an amount, and not as none where no claim does', () => {
    const months = Array.from(
      { length: 24 },
      (_, month) => `${2018 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-10`
    )
    const claims = (known: (month: number) => boolean): PlainTables => ({
      patient: [patient('a'), patient('b')],
      explanation_of_benefit: months.flatMap((on, month) =>
        ['a', 'b'].map((who) => ({
          ...claim(`${who}${on}`, who, on, 50),
          ...(known(month) ? {} : { payment_amount: undefined })
        }))
      )
    })
    const paid = (tables: PlainTables) => cost(tables).claims!.trends[0]!.paid.points.map(({ figure }) => figure.value)
    const some = claims((month) => month !== 20)
    const expected = months.map((_, month) => (month === 20 ? undefined : 50))
    expect(paid(some)).toEqual(expected)
    const none = claims(() => false)
    expect(paid(none)).toEqual(months.map(() => undefined))
    const context = { asOf: day('2019-12-31'), filters: [] }
    const forecast = (tables: PlainTables) =>
      runPanel(plainStore(tables), shippedRegistries, 'forecast', context, { subject: 'cost' })
    expect(forecast(none).refused).toMatch(/needs 12 complete months/)
    // A series has no hole: the months after it.
    const early = claims((month) => month !== 6)
    expect(forecast(early).actual.points.map(({ label }) => label)).toHaveLength(17)
    expect(forecast(early).ahead!.points.map(({ figure }) => Math.round(figure.value!))).toEqual(Array(12).fill(50))
  })

  it('has nothing to say without claims, but the use of hospitals remains', () => {
    const panel = cost({ patient: [patient('a')], encounter: [visit('er', 'a', 'EMER', '2019-05-01')] })
    expect(panel.claims).toBeUndefined()
    expect(keyFigure(panel, 'emergency').numerator).toBe(1)
  })
})

describe('claims that are still to come', () => {
  // Half of what is paid is known after 10 days, the rest after 40.
  const bills = Array.from({ length: 1460 }, (_, i) => {
    const service = day('2018-01-01') + Math.floor(i / 2)
    const known = service + (i % 2 === 0 ? 10 : 40)
    return { service, known }
  })
  const through = day('2019-12-31')
  const iso = (value: number): string => new Date(value * 86_400_000).toISOString().slice(0, 10)
  const { claims } = cost({
    patient: [patient('a')],
    explanation_of_benefit: bills
      .filter(({ known }) => known <= through)
      .map(({ service, known }, i) => claim(`c${i}`, 'a', iso(service), 100, { payment_date: iso(known) }))
  })
  it('are told from the lags of earlier ones', () => {
    const [november, december] = claims!.runOut.open
    expect(claims!.runOut.unknown).toBe(false)
    expect(claims!.runOut.through).toBe(through)
    expect(claims!.valuation).toBe('Dec 2019')
    expect(['Nov 2019', 'Dec 2019']).toEqual([november?.label, december?.label])
    // Counted apart: what is known at the end of the month of service and of the next one, of all that came in later.
    const monthOf = (index: number): number =>
      new Date(index * 86_400_000).getUTCMonth() + 12 * new Date(index * 86_400_000).getUTCFullYear()
    const valuation = monthOf(through)
    const link = (lag: number): number => {
      const reached = bills.filter(({ service, known }) => monthOf(service) + lag + 1 <= valuation && known <= through)
      const within = (most: number): number =>
        reached.filter(({ service, known }) => monthOf(known) - monthOf(service) <= most).length
      return within(lag) / within(lag + 1)
    }
    expect(november?.share).toBeCloseTo(link(1), 9)
    expect(december?.share).toBeCloseTo(link(0) * link(1), 9)
  })
  it('leave their months out of the year, and show what these will come to', () => {
    expect(claims!.period).toBe('Nov 2018 to Oct 2019')
    const { paid, expected } = claims!.trends[0]!
    expect(paid.points.filter(({ incomplete }) => incomplete).map(({ label }) => label)).toEqual([
      'Nov 2019',
      'Dec 2019'
    ])
    expect(expected.points.map(({ label }) => label)).toEqual(['Oct 2019', 'Nov 2019', 'Dec 2019'])
    // 60 claims of $100 are to be expected of November, 62 of December; 51 and 21 are in.
    const [november, december] = claims!.runOut.open
    expect(expected.points[1]?.figure.value).toBeCloseTo(5100 / november!.share, 6)
    expect(expected.points[2]?.figure.value).toBeCloseTo(2100 / december!.share, 6)
    expect(expected.points[1]?.figure.value).toBeGreaterThan(5800)
    expect(expected.points[1]?.figure.value).toBeLessThan(6200)
  })
  it('can be looked at as a triangle', () => {
    const [all] = claims!.triangles
    expect(all).toMatchObject({ label: 'All payers, all claims', claims: expect.any(Number) as number })
    const december = all!.rows.at(-1)!
    expect([december.label, december.known]).toEqual(['Dec 2019', [2100]])
    const november = all!.rows.at(-2)!
    expect(november.known).toEqual([2000, 5100])
  })
  it('have one completion in the table of all payers and where the latest months are told', () => {
    // Claims of pharmacies begin late and are known at once, those of visits are not: together they had other lags than now.
    const medical = bills
      .filter(({ known }) => known <= through)
      .map(({ service, known }, i) => claim(`c${i}`, 'a', iso(service), 100, { payment_date: iso(known) }))
    const drugs = bills
      .filter(({ service }) => service >= day('2019-08-01') && service <= through)
      .map(({ service }, i) =>
        claim(`d${i}`, 'a', iso(service), 100, { type: `${claimType}|pharmacy`, payment_date: iso(service) })
      )
    const panel = cost({ patient: [patient('a')], explanation_of_benefit: [...medical, ...drugs] })
    const { runOut, triangles } = panel.claims!
    const all = triangles.find(({ id }) => id === 'all:all')!
    for (const { label, share } of runOut.open) {
      const row = all.rows.find((each) => each.label === label)!
      expect(row.known.at(-1)! / row.completed!).toBeCloseTo(share, 12)
      expect(all.completion[row.known.length - 1]).toBeCloseTo(share, 12)
    }
    expect(runOut.open.length).toBeGreaterThan(0)
  })
  it('are unknown where every claim was made out on its day', () => {
    const same = bills.map(({ service }, i) => claim(`c${i}`, 'a', iso(service), 1, { created: iso(service) }))
    expect(cost({ patient: [patient('a')], explanation_of_benefit: same }).claims!.runOut).toMatchObject({
      unknown: true,
      open: []
    })
  })
})

describe('stays in hospital', () => {
  const panel = cost({
    patient: [patient('a'), patient('b', { deceased_at: '2019-06-09' }), patient('c')],
    encounter: [
      // A stay, a transfer on the day after, and a return 30 days after that.
      visit('1', 'a', 'IMP', '2019-02-01', '2019-02-03'),
      visit('2', 'a', 'IMP', '2019-02-04', '2019-02-10'),
      visit('3', 'a', 'ACUTE', '2019-03-12', '2019-03-12'),
      // 31 days later: no return any more.
      visit('4', 'a', 'IMP', '2019-04-12', '2019-04-20'),
      // Died in hospital.
      visit('5', 'b', 'IMP', '2019-06-01', '2019-06-09'),
      // Too late to be followed up.
      visit('6', 'c', 'IMP', '2019-12-10', '2019-12-20')
    ]
  })
  it('last from admission to discharge, at least a day', () => {
    const { numerator, denominator } = keyFigure(panel, 'length-of-stay')
    expect([numerator, denominator]).toEqual([2 + 6 + 1 + 8 + 8 + 10, 6])
  })
  it('are followed up for 30 days after they ended', () => {
    const { numerator, denominator } = keyFigure(panel, 'readmission')
    // Stays 2, 3 and 4 count; the second one was followed.
    expect([numerator, denominator]).toEqual([1, 3])
  })
  it('are counted per 1,000 years of life', () => {
    expect(keyFigure(panel, 'inpatient').numerator).toBe(6)
  })
})
