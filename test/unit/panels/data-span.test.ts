import { describe, expect, it } from 'vitest'
import { fitnessInputs } from '#engine/population/panels/data/fitness.ts'
import { dataSpan, type DataSpan } from '#engine/population/panels/base/data-span.ts'
import { viewOf } from '#engine/population/panels/base/view.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { askShards } from '#engine/shards/mergeable.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const iso = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10)
const patients: readonly PlainRow[] = [{ id: 'a', birth_date: '1950-01-01' }]

/** Rows with a date, so many a day, from one day to another. */
function daily(from: string, to: string, perDay: number, row: (id: string, date: string) => PlainRow): PlainRow[] {
  const rows: PlainRow[] = []
  for (let date = day(from); date <= day(to); date++) {
    for (let index = 0; index < perDay; index++) rows.push(row(`${date}-${index}`, iso(date)))
  }
  return rows
}

const visit = (id: string, period_start: string, status = 'finished'): PlainRow => ({
  id: `e${id}`,
  patient_id: 'a',
  status,
  period_start
})
const result = (id: string, effective: string): PlainRow => ({
  id: `o${id}`,
  patient_id: 'a',
  status: 'final',
  effective
})
const claim = (id: string, billable_start: string, status = 'active'): PlainRow => ({
  id: `c${id}`,
  patient_id: 'a',
  status,
  billable_start
})

function storeOf(tables: PlainTables): ReturnType<typeof plainStore> {
  return plainStore({ patient: patients, ...tables }, Date.UTC(2026, 10, 30))
}

function spanOf(tables: PlainTables): DataSpan {
  return askShards([{ store: storeOf(tables) }], dataSpan)
}

describe('how far the data reach', () => {
  it.each(['planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued'])(
    'is not moved by %s visits',
    (status) => {
      const regular = daily('2026-01-01', '2026-10-31', 4, visit)
      const stray = daily('2026-11-01', '2026-11-24', 4, (id, date) => visit(id, date, status))
      const span = spanOf({ encounter: [...regular, ...stray] })
      expect(iso(span.last!)).toBe('2026-10-31')
      expect(span.laterRecords).toBe(status === 'planned' ? 0 : 96)
    }
  )

  it('is not moved by draft claims', () => {
    const rows = [...daily('2026-01-01', '2026-10-31', 2, claim), claim('late', '2026-11-20', 'draft')]
    expect(iso(spanOf({ explanation_of_benefit: rows }).last!)).toBe('2026-10-31')
  })

  it('is not moved by single late records, one a day later or some weeks later', () => {
    const regular = daily('2025-10-01', '2026-10-31', 30, result)
    const late = [result('x', '2026-11-01'), result('y', '2026-11-17'), result('z', '2026-11-17')]
    const span = spanOf({ observation: [...regular, ...late] })
    expect([iso(span.last!), span.laterRecords]).toEqual(['2026-10-31', 3])
  })

  it('ends before a day that an export cut off', () => {
    const rows = [...daily('2026-01-01', '2026-10-31', 50, visit), visit('1', '2026-11-01'), visit('2', '2026-11-01')]
    expect(iso(spanOf({ encounter: rows }).last!)).toBe('2026-10-31')
  })

  it('keeps quiet weekends', () => {
    const weekday = daily('2026-01-01', '2026-11-01', 20, visit).filter(
      ({ period_start: date }, index) => ![0, 6].includes(new Date(String(date)).getUTCDay()) || index % 8 === 0
    )
    // November 1, 2026 is a Sunday.
    expect(iso(spanOf({ encounter: weekday }).last!)).toBe('2026-11-01')
  })

  it('goes to the end of a month of which only a weekend is left', () => {
    const upTo = (last: string) => iso(spanOf({ encounter: daily('2026-01-01', last, 20, visit) }).last!)
    // October 31, 2026 is a Saturday, November 30 a Monday.
    expect(upTo('2026-10-30')).toBe('2026-10-31')
    expect(upTo('2026-10-29')).toBe('2026-10-29')
    expect(upTo('2026-11-27')).toBe('2026-11-27')
  })

  it('is where at least half of the feeds reach, although another one ends earlier', () => {
    const span = spanOf({
      encounter: daily('2025-10-01', '2026-10-31', 5, visit),
      observation: daily('2025-10-01', '2026-10-31', 5, result),
      explanation_of_benefit: daily('2025-10-01', '2026-08-31', 5, claim)
    })
    expect(iso(span.last!)).toBe('2026-10-31')
  })

  it('takes the last day of a few records as it is', () => {
    const rows = [visit('1', '2025-01-05'), visit('2', '2026-02-01'), visit('3', '2026-09-30')]
    expect(iso(spanOf({ encounter: rows }).last!)).toBe('2026-09-30')
  })

  it('says nothing without dated records', () => {
    expect(spanOf({})).toEqual({ first: undefined, last: undefined, laterRecords: 0 })
  })
})

describe('months with data', () => {
  const months = (last: string): readonly [number, number] => {
    const store = storeOf({
      encounter: daily('2025-01-01', last, 2, visit),
      observation: daily('2025-01-01', iso(day(last) - 1), 2, result)
    })
    const view = viewOf(populationOf(store, []), { asOf: day(last), filters: [] })
    const found = fitnessInputs([view]).find(({ id }) => id === 'months')!
    return [found.good, found.all]
  }

  it('do not count a month that has only begun as missing', () => {
    expect(months('2026-04-01')).toEqual([24, 24])
  })

  it('count the last month when the data reach its end', () => {
    expect(months('2026-03-31')).toEqual([24, 24])
  })
})
