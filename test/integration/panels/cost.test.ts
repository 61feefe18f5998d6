import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CostPanel } from '#engine/population/panels/results/cost-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import type { SqlDatabase } from '#engine/tables/sql/open-database.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { testData } from '../../support/test-data.ts'
import { figuresIn, listedCount, openedNumber, promisedCount } from '../../unit/panels/opened-rows.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { loadFolder } from './loaded-folder.ts'
import { sampleStore } from './sample-store.ts'

const counted =
  "status not in ('cancelled', 'draft', 'entered-in-error') and use not in ('preauthorization', 'predetermination')"
const inpatient =
  "class_code in ('IMP', 'ACUTE', 'NONAC') and status not in ('planned', 'cancelled', 'entered-in-error')"

function costOf(store: Store, asOf: string): CostPanel {
  return runPanel(store, shippedRegistries, 'cost', { asOf: day(asOf), filters: [] }, {})
}

function keyFigure({ keyFigures }: Pick<CostPanel, 'keyFigures'>, id: string) {
  const found = keyFigures.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no key figure ${id}`)
  return found.figure
}

/** Every figure of cost and use opens as many rows as it says, and these amount to what it is made of. */
function expectRows(store: Store, asOf: string): void {
  const population = populationOf(store, shippedRegistries)
  const context = { asOf: day(asOf), filters: [] }
  const panels = (['cost', 'use'] as const).map((name) => runPanel(store, shippedRegistries, name, context, {}))
  let opened = 0
  for (const { path, figure } of figuresIn(panels)) {
    if (figure.rows === undefined) continue
    opened++
    expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
    expect(openedNumber(population, figure), path).toBeCloseTo(figure.numerator!, 4)
  }
  expect(opened).toBeGreaterThan(300)
}

describe('cost and use of the sample population', () => {
  const asOf = '2026-09-30'
  let store: Store
  let truths: GroundTruth
  let sql: SqlDatabase
  let panel: CostPanel

  /** First and last month of the twelve that the panel is about, `YYYY-MM`. */
  const periodMonths = (): readonly [string, string] => {
    const [first = '', last = ''] = panel
      .claims!.period.split(' to ')
      .map((label) => new Date(`1 ${label} UTC`).toISOString().slice(0, 7))
    return [first, last]
  }
  /** Claims that stand: each number in its last version, none that is replaced or denied. */
  const finalClaims = `(select * from (select *, row_number() over (partition by identifier order by created desc) version
      from explanation_of_benefit where ${counted}) where version = 1 and denial_reason is null and identifier not in
      (select prior_identifier from explanation_of_benefit where ${counted} and prior_identifier is not null))`
  const rows = (statement: string): unknown[][] => sql.query(statement).rows.map((row) => [...row])
  const number = (statement: string): number => Number(rows(statement)[0]?.[0])

  /** Member months of twelve months from `month` on: of all, and by payer. */
  function memberMonthsFrom(month: string): { readonly counts: ReadonlyMap<string, number>; readonly total: number } {
    const months = Array.from({ length: 12 }, (_, i) => {
      return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + i, 1)).toISOString().slice(0, 10)
    })
    const counts = new Map<string, number>()
    let total = 0
    for (const first of months) {
      const last = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0))
        .toISOString()
        .slice(0, 10)
      const covered = `from coverage join patient on patient.id = coverage.patient_id
           where contained_in = '' and substr(period_start, 1, 10) <= '${last}'
             and (period_end is null or substr(period_end, 1, 10) >= '${first}')
             and (deceased_at is null or substr(deceased_at, 1, 10) >= '${first}')`
      total += number(`select count(distinct coverage.patient_id) ${covered}`)
      for (const [payer, count] of rows(`select payor_name, count(distinct coverage.patient_id) ${covered} group by 1`))
        counts.set(String(payer), (counts.get(String(payer)) ?? 0) + Number(count))
    }
    return { counts, total }
  }

  beforeAll(async () => {
    const { store: read, generated } = await sampleStore(400)
    store = read
    truths = await generated.truths()
    sql = await sqlOver(store)
    panel = costOf(store, asOf)
    return () => sql.close()
  })

  it('is about the twelve months up to the last one with its claims', () => {
    const [first, last] = periodMonths()
    expect(Number(last.slice(0, 4)) * 12 + Number(last.slice(5))).toBe(
      Number(first.slice(0, 4)) * 12 + Number(first.slice(5)) + 11
    )
    expect(['2026-08', '2026-09']).toContain(last)
    expect(panel.claims!.enrollment).toBe('coverage')
    const later = costOf(store, '2026-10-31').claims!
    expect(later.period).toBe(panel.claims!.period)
    // Every month after the period is open, up to the last one of the data.
    const open = later.runOut.open.map(({ label }) => new Date(`1 ${label} UTC`).toISOString().slice(0, 7))
    expect(open).toEqual(truths.claims.months.map(({ month }) => month).filter((month) => month > last))
    const { arrived, late } = truths.claims.months.find(({ month }) => month === '2026-10')!
    expect(Math.abs(later.runOut.open.at(-1)!.share - arrived / (arrived + late))).toBeLessThan(0.2)
  })

  it('adds up the payments that SQL adds up, by type of service and by payer', () => {
    const [first, last] = periodMonths()
    const where = `substr(billable_start, 1, 7) between '${first}' and '${last}'`
    const { numerator, opens } = keyFigure(panel, 'paid')
    const [claims, paid] = rows(`select count(*), sum(payment_amount) from ${finalClaims} where ${where}`)[0]!
    expect([opens, numerator]).toEqual([claims, expect.closeTo(Number(paid), 4)])
    const byService = rows(
      `select case when b.type_code <> 'institutional' then b.type_code when e.class_code = 'IMP' then 'inpatient'
         when e.class_code = 'EMER' then 'emergency' else 'outpatient' end as service, sum(payment_amount)
       from (select * from ${finalClaims} where ${where}) b left join encounter e on e.id = b.encounter_id
       group by 1`
    )
    expect(panel.claims!.services.length).toBe(byService.length)
    for (const [service, amount] of byService)
      expect(panel.claims!.services.find(({ id }) => id === service)?.figure.numerator).toBeCloseTo(Number(amount), 4)
    for (const [payer, amount] of rows(
      `select insurer_name, sum(payment_amount) from ${finalClaims} where ${where} group by 1`
    ))
      expect(panel.claims!.payers.find(({ id }) => id === payer)?.figure.numerator).toBeCloseTo(Number(amount), 4)
  })

  it('counts the member months that SQL counts, once in the total and once for each payer', () => {
    const { counts, total } = memberMonthsFrom(periodMonths()[0])
    const payers = panel.claims!.payers.filter(({ memberMonths }) => memberMonths > 0)
    expect(Object.fromEntries(payers.map(({ id, memberMonths }) => [id, memberMonths]))).toEqual(
      Object.fromEntries(counts)
    )
    expect(panel.claims!.memberMonths).toBe(total)
  })

  it('tells the kinds of claims that were made', () => {
    const population = populationOf(store, shippedRegistries)
    const sum = (services: readonly string[]): number => {
      const where = [
        { column: '@service', in: services },
        { column: '@action', in: ['final'] }
      ]
      const found = resolveRows(population, { table: 'explanation_of_benefit', asOf: day(asOf), filters: [], where })
      const amounts = store.table('explanation_of_benefit').column('payment_amount', 'number').values
      return found.reduce((all, row) => all + amounts[row]!, 0)
    }
    const { paid } = truths.claims
    expect(sum(['pharmacy'])).toBeCloseTo(paid.pharmacy, 2)
    expect(sum(['professional'])).toBeCloseTo(paid.professional, 2)
    expect(sum(['inpatient', 'emergency', 'outpatient', 'post-acute'])).toBeCloseTo(paid.institutional, 2)
    expect(sum(['other', 'dental-vision'])).toBe(0)
  })

  it('counts visits, stays, their days and returns as SQL does', () => {
    const year = "substr(period_start, 1, 10) between '2025-10-01' and '2026-09-30'"
    const member = `exists (select 1 from coverage c where c.patient_id = e.patient_id and c.contained_in = ''
      and substr(c.period_start, 1, 7) <= substr(e.period_start, 1, 7)
      and (c.period_end is null or substr(c.period_end, 1, 7) >= substr(e.period_start, 1, 7)))`
    const stayed = `exists (select 1 from encounter s where s.patient_id = e.patient_id and s.class_code in ('IMP', 'ACUTE', 'NONAC')
      and s.status not in ('planned', 'cancelled', 'entered-in-error') and substr(s.period_start, 1, 10)
      between substr(e.period_start, 1, 10) and date(substr(coalesce(e.period_end, e.period_start), 1, 10), '+1 day'))`
    const visits = `from encounter e where class_code = 'EMER' and status not in ('planned', 'cancelled', 'entered-in-error')
      and ${year} and ${member}`
    const admitted = number(`select count(*) ${visits} and ${stayed}`)
    const released = number(`select count(*) ${visits} and not ${stayed}`)
    expect(keyFigure(panel, 'emergency').numerator).toBe(released)
    if (admitted > 0)
      expect(panel.keyFigures.find(({ id }) => id === 'emergency')!.note).toContain(`${admitted} more admitted`)
    expect(keyFigure(panel, 'emergency').denominator).toBeCloseTo(memberMonthsFrom('2025-10').total / 12, 9)
    expect(keyFigure(panel, 'inpatient').numerator).toBe(
      number(`select count(*) from encounter e where ${inpatient} and ${year} and ${member}`)
    )
    const ended = rows(
      `select count(*), sum(max(1, julianday(substr(period_end, 1, 10)) - julianday(substr(period_start, 1, 10))))
       from encounter where ${inpatient} and substr(period_end, 1, 10) between '2025-10-01' and '2026-09-30'`
    )[0]!
    const length = keyFigure(panel, 'length-of-stay')
    expect([length.denominator, length.numerator]).toEqual(ended)
    const births = (code: string) => `(${code} glob '[OP]*' or ${code} glob 'Z33.1*' or ${code} glob 'Z3[478A]*')`
    const others = (code: string) =>
      `(${code} glob 'F[2-9]*' or ${code} glob 'Z4[456]*' or ${code} glob 'C*' or ${code} glob 'Z51.[01]*')`
    const claimed = `from explanation_of_benefit b join explanation_of_benefit_diagnosis d on d.explanation_of_benefit_id = b.id
      where b.encounter_id = s.id and b.type_code = 'institutional'
      and (d.type_code = 'principal' or (d.type_code is null and d.sequence = 1))`
    const operated = `exists (select 1 from explanation_of_benefit_procedure q where q.explanation_of_benefit_id = b.id
      and q.code glob '0?[156BRTY]???[A-WYZ0-9]')`
    /** Stays without a claim are for what the encounter lists; each of the sample lists one diagnosis. */
    const listed = `not exists (select 1 ${claimed}) and exists (select 1 from encounter_diagnosis l
      join condition_coding k on k.condition_id = l.condition_id where l.encounter_id = s.id`
    const perinatal = `(exists (select 1 ${claimed} and ${births('d.code')}) or (${listed} and ${births('k.code')})))`
    const other = `(exists (select 1 ${claimed} and ${others('d.code')}
      and not (substr(d.code, 1, 1) in ('C', 'Z') and d.code not glob 'Z4*' and ${operated}))
      or (${listed} and ${others('k.code')})))`
    const stays = `(select s.id, s.patient_id, substr(period_start, 1, 10) a, substr(period_end, 1, 10) z, ${other} other,
        discharge_disposition, substr(deceased_at, 1, 10) dead, birth_date, ${perinatal} perinatal
        from encounter s join patient p on p.id = s.patient_id where s.class_code = 'IMP' and s.status <> 'planned')`
    const returned = rows(
      `select count(*), sum(exists (select 1 from ${stays} r where r.patient_id = i.patient_id and r.id <> i.id
           and not r.perinatal and julianday(r.a) - julianday(i.z) between 2 and 30)) from ${stays} i
       where i.z between date('2026-08-31', '-12 months', '+1 day') and '2026-08-31'
         and not i.perinatal and not i.other and i.birth_date <= date(i.z, '-18 years')
         and coalesce(i.discharge_disposition, '') not in ('exp', 'aadvice') and (i.dead is null or i.dead > i.z)
         and not exists (select 1 from ${stays} c where c.patient_id = i.patient_id and c.id <> i.id
           and (c.a between i.z and date(i.z, '+1 day') or (c.a < i.z and c.z > i.z)))`
    )[0]!
    const readmission = keyFigure(panel, 'readmission')
    expect([readmission.denominator, readmission.numerator]).toEqual(returned)
    expect(readmission.numerator).toBeGreaterThan(0)
  })

  it('opens what it counts', () => expectRows(store, asOf))
})

const folder = testData('data/synthea-100')

interface Truth {
  readonly encounter: { readonly by_class: Readonly<Record<string, number>> }
  readonly derivations: {
    readonly pmpm: {
      readonly by_year: Readonly<
        Record<string, { readonly member_months: number; readonly paid: number; readonly pmpm: number }>
      >
    }
    readonly ed_visits_per_1000: { readonly by_year: Readonly<Record<string, { readonly ed_visits: number }>> }
    readonly eob_payment_top_20: { readonly top: readonly { readonly sum_payment: number }[] }
    readonly readmission_30d: { readonly readmitted_calendar_30_days: number }
  }
}

describe.skipIf(folder === undefined)('cost and use of synthea-100', () => {
  let store: Store
  let truth: Truth

  beforeAll(async () => {
    store = await loadFolder(folder!)
    truth = JSON.parse(readFileSync(join(folder!, 'truth.json'), 'utf8')) as Truth
  })

  it.each(['2016', '2017', '2018', '2019'])('is what the truth says of %s', (year) => {
    const panel = costOf(store, `${year}-12-31`)
    const paid = keyFigure(panel, 'paid')
    const { member_months: months, paid: amount, pmpm } = truth.derivations.pmpm.by_year[year]!
    expect(panel.claims!.enrollment).toBe('living')
    expect([paid.denominator, panel.claims!.memberMonths]).toEqual([months, months])
    expect(paid.numerator).toBeCloseTo(amount, 2)
    expect(paid.value).toBeCloseTo(pmpm, 3)
    expect(keyFigure(panel, 'emergency').numerator).toBe(truth.derivations.ed_visits_per_1000.by_year[year]!.ed_visits)
    expect(keyFigure(panel, 'readmission').numerator).toBe(
      truth.derivations.readmission_30d.readmitted_calendar_30_days
    )
    expect(panel.claims!.runOut).toMatchObject({ unknown: true, open: [] })
  })

  it('takes an institutional claim for a stay only where its encounter is one', () => {
    const population = populationOf(store, shippedRegistries)
    const count = (table: string, column: string, values: readonly string[]): number =>
      resolveRows(population, { table, asOf: day('2020-05-06'), filters: [], where: [{ column, in: values }] }).length
    // Eleven times a person has two inpatient encounters of the same days, which are one stay.
    expect(count('encounter', '@stay', ['yes'])).toBe(truth.encounter.by_class['IMP']! - 11)
    expect(count('explanation_of_benefit', '@service', ['inpatient'])).toBe(truth.encounter.by_class['IMP'])
    expect(count('explanation_of_benefit', '@service', ['emergency'])).toBe(truth.encounter.by_class['EMER'])
  })

  it('opens what it counts', () => expectRows(store, '2018-12-31'))
})
