import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { closeReasons, WorklistEvent } from '#shared/worklist-event.ts'
import { foldGap, gapHistory } from '#engine/measures/gaps/work-events.ts'
import { fc } from '../../support/property.ts'

const period = { start: '2026-01-01', end: '2026-12-31' }
const day = fc
  .integer({ min: 1, max: 28 })
  .chain((date) =>
    fc
      .integer({ min: 1, max: 12 })
      .map((month) => `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`)
  )
/** Days of three years, so that some lie before and some after the period. */
const anyDay = fc
  .integer({ min: 0, max: 3 * 365 })
  .map((ahead) => new Date(Date.UTC(2025, 0, 1 + ahead)).toISOString().slice(0, 10))
const id = fc.integer({ min: 0, max: 15 }).map((number) => `event-${String(number).padStart(3, '0')}`)
const base = {
  id,
  at: fc.integer({ min: 0, max: 30 }).map((minute) => `2026-06-01T10:${String(minute).padStart(2, '0')}:00Z`),
  by: fc.constantFrom('Ada', 'Ben'),
  patient: fc.constant('p1'),
  measure: fc.constant('https://populus.example/Measure/m'),
  group: fc.constant('rate'),
  period: fc.constantFrom(period, { start: '2025-01-01', end: '2025-12-31' })
}
const event: fc.Arbitrary<WorklistEvent> = fc.oneof(
  fc.record({ ...base, kind: fc.constant('assign' as const), to: fc.constantFrom('Ada', 'Ben') }),
  fc.record({ ...base, kind: fc.constant('assign' as const) }),
  fc.record({ ...base, kind: fc.constant('note' as const), text: fc.constantFrom('a', 'b') }),
  fc.record({ ...base, kind: fc.constant('close' as const), reason: fc.constantFrom(...closeReasons) }),
  fc.record({ ...base, kind: fc.constant('reopen' as const) }),
  fc.record({
    ...base,
    kind: fc.constant('evidence' as const),
    what: fc.constant('Eye examination'),
    on: anyDay,
    source: fc.constant('A letter'),
    until: anyDay
  }),
  fc.record({ ...base, kind: fc.constant('revoke' as const), event: id })
)
// An id is given once; copies of an event are the same event.
const events = fc.uniqueArray(event, { selector: (event) => event.id, maxLength: 14 })

describe('the events of a gap', () => {
  it('are all of the form that is kept', () => {
    fc.assert(fc.property(event, (event) => void v.parse(WorklistEvent, event)))
  })

  it('fold to the same whatever their order, and however often each comes', () => {
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }))
        ),
        day,
        ([list, shuffled], today) => {
          expect(foldGap(shuffled, period, today)).toEqual(foldGap(list, period, today))
          expect(gapHistory(shuffled, period, today)).toEqual(gapHistory(list, period, today))
        }
      )
    )
  })

  it('hold again when a revocation is revoked, and are as if never made when revoked', () => {
    fc.assert(
      fc.property(events, event, day, (list, event, today) => {
        const added = { ...event, id: 'own-event-1', at: '2026-06-01T11:00:00Z' }
        const { kind: _, ...common } = added
        const revoke = { id: 'revoke-0001', by: 'Ada', kind: 'revoke' as const, event: added.id }
        const about = { patient: common.patient, measure: common.measure, group: common.group, period: common.period }
        const revoked: WorklistEvent = { ...about, ...revoke, at: '2026-06-01T12:00:00Z' }
        const again: WorklistEvent = {
          ...about,
          ...revoke,
          id: 'revoke-0002',
          event: revoked.id,
          at: '2026-06-01T13:00:00Z'
        }
        // A revocation among the others keeps its own effect: it is not undone here.
        fc.pre(added.kind !== 'revoke')
        expect(foldGap([...list, added, revoked], period, today)).toEqual(foldGap(list, period, today))
        expect(foldGap([...list, added, revoked, again], period, today)).toEqual(
          foldGap([...list, added], period, today)
        )
      })
    )
  })

  it('let evidence count from its day to its last one, whatever the period', () => {
    fc.assert(
      fc.property(events, anyDay, (list, today) => {
        const { evidence } = foldGap(list, period, today)
        for (const event of evidence) {
          expect(event.on <= today && today <= event.until && event.on <= period.end).toBe(true)
        }
        const ids = evidence.map((event) => event.id)
        expect(new Set(ids).size).toBe(ids.length)
      })
    )
  })

  it('leave out evidence of a day after the period', () => {
    const evidence = (on: string): WorklistEvent => ({
      id: `evidence-${on}`,
      at: '2026-06-01T10:00:00Z',
      by: 'Ada',
      patient: 'p1',
      measure: 'm',
      group: 'rate',
      period,
      kind: 'evidence',
      what: 'Eye examination',
      on,
      source: 'A letter',
      until: '2027-12-31'
    })
    const counted = (on: string) => foldGap([evidence(on)], period, '2027-06-01').evidence.length
    expect([counted('2026-12-31'), counted('2027-01-01')]).toEqual([1, 0])
  })

  it('close by hand in their own period alone, until opened again', () => {
    const close: WorklistEvent = {
      id: 'close-0001',
      at: '2026-06-01T10:00:00Z',
      by: 'Ada',
      patient: 'p1',
      measure: 'm',
      group: 'rate',
      period,
      kind: 'close',
      reason: 'declined'
    }
    const { reason: _, ...rest } = close
    const reopen: WorklistEvent = { ...rest, id: 'reopen-0001', at: '2026-06-02T10:00:00Z', kind: 'reopen' }
    expect(foldGap([close], period, '2026-07-01').close).toEqual(close)
    expect(foldGap([close], { start: '2027-01-01', end: '2027-12-31' }, '2027-07-01').close).toBeUndefined()
    expect(foldGap([reopen, close], period, '2026-07-01').close).toBeUndefined()
  })
})
