import { describe, expect, it } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { reportedStatus } from '#engine/reports/gaps-bundle.ts'
import { peopleToTarget } from '#engine/measures/rates/people-to-target.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { GapStatus } from '#engine/measures/results/gap-status.ts'
import { budgeted, fc } from '../../support/property.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'

const people = 9
const store = plainStore({
  patient: Array.from({ length: people }, (_, index) => ({
    id: `p${index}`,
    birth_date: '1960-03-01',
    gender: index % 2 === 0 ? 'female' : 'male',
    ...(index === 8 ? { deceased_at: '2026-02-01' } : {})
  })),
  observation: [0, 1, 2, 3, 4].map((index) => ({
    id: `o${index}`,
    patient_id: `p${index}`,
    code: 'http://loinc.org|4548-4|HbA1c',
    effective: '2026-02-01'
  }))
})
const all: readonly GapStatus[] = ['open', 'due-soon', 'no-data', 'closed', 'set-aside', 'excluded', 'not-applicable']

/** Cases in the order of populations, as measures give them. */
const cases = (episodes: boolean): fc.Arbitrary<PlainCases[]> =>
  fc.array(
    fc
      .tuple(...([0, 1, 2, 3, 4] as const).map(() => fc.integer({ min: 0, max: episodes ? 3 : 1 })))
      .map(([population, denominator, exclusion, exception, numerator]): PlainCases => {
        const d = Math.min(population!, denominator!)
        const x = Math.min(d, exclusion!)
        const n = Math.min(d - x, numerator!)
        return [population!, d, x, Math.min(d - x - n, exception!), n]
      }),
    { minLength: people, maxLength: people }
  )

let runs = 0
/** A run of a content of its own: equal keys stand for equal results. */
function freshRun(...parts: Parameters<typeof plainRun>): ReturnType<typeof plainRun> {
  const run = plainRun(...parts)
  return { ...run, key: { ...run.key, content: String(++runs) } }
}

const about = {
  at: '2026-10-01T10:00:00Z',
  by: 'Ada',
  measure: 'https://populus.example/Measure/m',
  group: 'rate',
  period: year2026
}
const events: fc.Arbitrary<WorklistEvent[]> = fc
  .array(
    fc.record({
      patient: fc.integer({ min: 0, max: people - 1 }).map((index) => `p${index}`),
      kind: fc.constantFrom('close', 'evidence', 'note')
    }),
    { maxLength: 8 }
  )
  .map((list) =>
    list.map(({ patient, kind }, index): WorklistEvent => {
      const base = { ...about, id: `event-${String(index).padStart(3, '0')}`, patient }
      if (kind === 'close') return { ...base, kind, reason: 'declined' }
      if (kind === 'note') return { ...base, kind, text: 'x' }
      return { ...base, kind: 'evidence', what: 'x', on: '2026-05-01', source: 'y', until: '2026-12-31' }
    })
  )

describe('statuses of people', () => {
  it.each([false, true])(
    'are never open for who is not eligible, and count everybody once (episodes: %s)',
    (episodes) => {
      fc.assert(
        fc.property(
          cases(episodes),
          events,
          fc.constantFrom('increase' as const, 'decrease' as const),
          fc.integer({ min: day('2026-01-01'), max: day('2027-03-01') }),
          (list, recorded, improvement, asOf) => {
            const definition = plainDefinition('m', improvement, episodes ? 'Encounter' : 'boolean')
            const input = qualityInput(store, [plainMeasure(definition, freshRun(definition, list))], {
              events: recorded
            })
            const context = { asOf, filters: [] }
            const { rows } = runMeasurePanel(input, 'worklist', context, {
              query: { rates: [], statuses: all, owners: [], search: '', nextVisit: 'any', actBy: undefined },
              sort: { column: 'patient', descending: false },
              offset: 0,
              limit: 100,
              revealed: true
            })
            // The living, each once.
            expect(rows.map(({ patient }) => patient)).toEqual(
              asOf < day('2026-02-01') ? [0, 1, 2, 3, 4, 5, 6, 7, 8] : [0, 1, 2, 3, 4, 5, 6, 7]
            )
            for (const { patient, status, basis } of rows) {
              const [, denominator, exclusion, exception] = list[patient]!
              const eligible = denominator - exclusion - exception
              const toDo = status === 'open' || status === 'due-soon' || status === 'no-data'
              if (denominator === 0) expect([status, basis]).toEqual(['not-applicable', 'source'])
              else if (eligible === 0) expect([status, basis]).toEqual(['excluded', 'source'])
              else expect(toDo || status === 'closed' || status === 'set-aside').toBe(true)
              // The report of who is not eligible is never open either.
              const reported = reportedStatus(status, day('2026-12-31'), asOf)
              if (eligible === 0) expect(reported).toBe('not-applicable')
              if (status === 'no-data') expect(patient).toBeGreaterThanOrEqual(5)
            }
            const [row] = runMeasurePanel(input, 'scorecard', context, {}).rows
            for (const figure of [row!.rate, row!.eligible, row!.numerator, row!.exclusions, row!.denominator]) {
              if (figure.rows === undefined) expect(figure.value).toBe(0)
              else expect(resolveRows(input.population.shards[0]!, figure.rows)).toHaveLength(figure.opens!)
              if (!episodes && figure !== row!.rate) expect(figure.opens ?? 0).toBe(figure.value)
            }
            const toDo = rows.filter(({ status }) => ['open', 'due-soon', 'no-data'].includes(status))
            expect(row!.toClose.value).toBe(toDo.length)
            // Evidence moves the numerator by what it closes, and never beyond what is eligible.
            const { adjusted, rate } = row!
            if (adjusted !== undefined) {
              expect(adjusted.denominator).toBe(rate.denominator)
              expect(adjusted.numerator! >= 0 && adjusted.numerator! <= adjusted.denominator!).toBe(true)
              expect(adjusted.numerator! > rate.numerator!).toBe(improvement === 'increase')
            }
          }
        ),
        { numRuns: budgeted(150) }
      )
    }
  )
})

describe('people to a target', () => {
  it('are exactly as many as it takes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (eligible, part, target, up) => {
          const numerator = Math.floor(part * eligible)
          const line = peopleToTarget(numerator, eligible, target, up ? 'increase' : 'decrease')
          const meets = (people: number): boolean =>
            up ? (numerator + people) / eligible >= target : (numerator - people) / eligible <= target
          expect(line.met).toBe(meets(0))
          expect(line.people).toBeDefined()
          expect(meets(line.people!)).toBe(true)
          if (line.people! > 0) expect(meets(line.people! - 1)).toBe(false)
        }
      )
    )
  })
})
