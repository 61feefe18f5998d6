import { describe, expect, it } from 'vitest'
import { paidClaims } from '#engine/population/claims/paid-claims.ts'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const asOf = day('2025-12-31')

/** A claim of a month of 2025. */
const claim = (month: string, payment_amount: number, currency?: string): PlainRow => ({
  id: `e${month}`,
  patient_id: 'p',
  status: 'active',
  use: 'claim',
  type: 'http://terminology.hl7.org/CodeSystem/claim-type|professional',
  billable_start: `2025-${month}-05`,
  insurer_name: 'North',
  payment_amount,
  currency
})

function costOf(claims: readonly PlainRow[]) {
  const store = plainStore({
    patient: [{ id: 'p', birth_date: '1960-01-01', gender: 'female' }],
    encounter: [{ id: 'v', patient_id: 'p', status: 'finished', period_start: '2024-06-01' }],
    coverage: [{ id: 'c', patient_id: 'p', status: 'active', payor_name: 'North', period_start: '2024-01-01' }],
    explanation_of_benefit: claims
  })
  const panel = runPanel(store, shippedRegistries, 'cost', { asOf, filters: [] }, {})
  return { store, key: panel.keyFigures.find(({ id }) => id === 'paid')!, sets: panel.claims!.sets }
}

describe('amounts in several currencies', () => {
  const claims = [
    claim('01', 100, 'USD'),
    claim('02', 20),
    claim('03', 5000, 'EUR'),
    claim('04', 7000, 'CAD'),
    claim('05', 9000, 'EUR'),
    claim('06', 3, 'usd')
  ]

  it('are added up for US dollars alone; the others are counted', () => {
    const { store, key, sets } = costOf(claims)
    // A year of membership and 123 dollars, of which 20 name no currency.
    expect(key.figure).toMatchObject({ numerator: 123, denominator: 12, value: 123 / 12 })
    expect(key.note).toContain('at least: 3 amounts unknown or in CAD, EUR')
    const other = sets.find(({ id }) => id === 'currency')!
    expect([other.label, other.figure.value, other.amount]).toEqual(['of these, in another currency', 3, 0])
    expect(sets.some(({ id }) => id === 'unknown')).toBe(false)
    expect(resolveRows(populationOf(store, shippedRegistries), other.figure.rows!).length).toBe(3)
  })

  it('are told from amounts that are not known', () => {
    const { store, sets } = costOf([...claims, claim('07', Number.NaN)])
    const counts = Object.fromEntries(sets.map(({ id, figure }) => [id, figure]))
    expect([counts['unknown']?.value, counts['currency']?.value]).toEqual([1, 3])
    expect(resolveRows(populationOf(store, shippedRegistries), counts['unknown']!.rows!).length).toBe(1)
  })

  it('fail a data check, which is not there for data in US dollars', () => {
    const checkOf = (of: readonly PlainRow[]) =>
      [...runChecks([onlyShard(costOf(of).store)])].find(
        ({ check }) => check.id === 'value/explanation_of_benefit.currency'
      )
    expect(checkOf(claims)).toMatchObject({ checked: 5, failed: 3 })
    expect(checkOf(claims.slice(0, 2))).toBeUndefined()
  })

  it('give no cost where none is in US dollars, with the reason', () => {
    const { key } = costOf([claim('01', 100, 'EUR'), claim('02', 100, 'EUR')])
    expect(key.figure).toMatchObject({
      value: undefined,
      missing: 'only US dollars are added up, and the amounts are in EUR'
    })
  })

  it('are shown in their currency in the chart of a person', () => {
    const { store } = costOf([...claims, claim('07', 12.5, 'euros')])
    const person = runPanel(store, shippedRegistries, 'patient', { asOf, filters: [] }, { patient: 0, revealed: true })
    const shown = person.events.flatMap(({ lane, detail }) => (lane === 'claims' ? [detail] : []))
    expect(shown.join('; ')).toMatch(/\$100\.00.*\$20\.00.*€5,000\.00.*12\.50 euros/)
  })

  it('tell versions of a claim apart in whatever currency they are', () => {
    const { store } = costOf([claim('03', 50, 'EUR'), { ...claim('03', -50, 'EUR'), id: 'back' }])
    expect(Array.from(paidClaims(store)!.counts)).toEqual([0, 0])
  })
})

describe('the currency of a claim', () => {
  const money = (currency?: string) => ({ amount: { value: 1, ...(currency === undefined ? {} : { currency }) } })
  const adjudication = (currency?: string) => [{ category: { text: 'benefit' }, ...money(currency) }]

  it.each([
    ['the payment', { payment: money('EUR'), total: [money('USD')] }, 'EUR'],
    ['a total', { payment: money(), total: [{ amount: { value: 1 } }, money('EUR')] }, 'EUR'],
    ['a line', { item: [{ sequence: 1, adjudication: adjudication('CAD') }] }, 'CAD'],
    ['nothing', { payment: money(), item: [{ sequence: 1, adjudication: adjudication() }] }, null]
  ])('is that of %s', async (_, amounts, currency) => {
    const eob = { resourceType: 'ExplanationOfBenefit', id: 'e', patient: { reference: 'Patient/p' }, ...amounts }
    const store = await loadFiles([{ name: 'e.ndjson', content: [{ resourceType: 'Patient', id: 'p' }, eob] }])
    expect(rowsOf(store, 'explanation_of_benefit').map((row) => row['currency'])).toEqual([currency])
  })
})
