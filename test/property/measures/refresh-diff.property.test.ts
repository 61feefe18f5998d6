import { describe, expect, it } from 'vitest'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import type { DataFingerprint } from '#engine/measures/rates/data-fingerprint.ts'
import type { MeasureRun, PopulationMembers } from '#engine/measures/run/measure-run.ts'
import type { DiffCause, DiffMeasure, DiffSide } from '#engine/measures/changes/diff-steps.ts'
import { refreshDiff } from '#engine/measures/changes/refresh-diff.ts'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import { budgeted, fc } from '../../support/property.ts'
import { plainDefinition } from '../../support/plain-measures.ts'

const codes = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator'
] as const
const everyone = Array.from({ length: 12 }, (_, index) => `p${String(index).padStart(2, '0')}`)

/** Cases per population of people by id; those of proportions follow the order of populations. */
const memberships = (episodes: boolean): fc.Arbitrary<ReadonlyMap<string, readonly number[]>> =>
  fc
    .array(fc.array(fc.integer({ min: 0, max: episodes ? 3 : 1 }), { minLength: 5, maxLength: 5 }), {
      minLength: everyone.length,
      maxLength: everyone.length
    })
    .map(
      (list) =>
        new Map(
          list.map(([population, denominator, exclusion, exception, numerator], index) => {
            const d = Math.min(population!, denominator!)
            const x = Math.min(d, exclusion!)
            const n = Math.min(d - x, numerator!)
            const e = Math.min(d - x - n, exception!)
            return [everyone[index]!, [population!, d, x, e, n]]
          })
        )
    )

function runOf(
  ids: readonly string[],
  cases: ReadonlyMap<string, readonly number[]>,
  episodes: boolean,
  key: { snapshot: string; period: string; content: string }
): MeasureRun {
  const populations = codes.map((code, index): PopulationMembers => {
    const members = emptyBitset(ids.length)
    const counts = new Uint16Array(ids.length)
    ids.forEach((id, ordinal) => {
      counts[ordinal] = cases.get(id)![index]!
      if (counts[ordinal] > 0) setBit(members, ordinal)
    })
    return { id: code, code, members, counts: episodes ? counts : undefined, observations: undefined }
  })
  return {
    key: {
      snapshot: key.snapshot,
      measure: 'https://populus.example/Measure/m',
      version: '1',
      content: key.content,
      period: { start: `${key.period}-01-01`, end: `${key.period}-12-31` },
      policy: 'derive',
      zone: 'UTC'
    },
    title: 'M',
    ranAt: 0,
    seconds: 0,
    patients: ids.length,
    groups: [
      {
        id: 'rate',
        scoring: 'proportion',
        basis: episodes ? 'Encounter' : 'boolean',
        improvement: 'increase',
        populations,
        strata: []
      }
    ],
    problems: []
  }
}

function fingerprint(ids: readonly string[], salt: ReadonlyMap<string, number>): DataFingerprint {
  return {
    ids,
    births: new Int32Array(ids.length).fill(NO_DAY),
    counts: { Observation: Uint32Array.from(ids, (id) => (salt.get(id) ?? 0) % 4) },
    hashes: { Observation: Uint32Array.from(ids, (id) => salt.get(id) ?? 0) }
  }
}

/** What may be known of the measure, and what the period did to the records of each person. */
const measures: fc.Arbitrary<readonly DiffMeasure[]> = fc
  .record({
    limits: fc.boolean(),
    events: fc.boolean(),
    others: fc.boolean(),
    byRecords: fc.boolean(),
    moves: fc.array(fc.constantFrom('in' as const, 'out' as const, undefined), { minLength: 12, maxLength: 12 }),
    known: fc.boolean()
  })
  .map(({ limits, events, others, byRecords, moves, known }) => {
    const adults = { low: 18, high: 75 }
    const ages = { limits: limits ? [{ on: 'end' as const, ...adults }] : [], events: events ? [adults] : [], others }
    const about: DiffMeasure = {
      id: 'm',
      definition: plainDefinition('m'),
      ages,
      byRecords,
      evidence: (_, patient) => moves[patient]
    }
    return known ? [about] : []
  })

const byPeriod = [
  'aged-in',
  'aged-out',
  'eligible-in',
  'eligible-out',
  'exclusion-began',
  'exclusion-ended',
  'evidence-in',
  'evidence-out',
  'period-moved'
]

const causes: readonly DiffCause[] = ['data', 'period', 'code-list', 'logic']

describe('what changed between two runs', () => {
  it.each([false, true])('adds up to the change of every population and of the rate (episodes: %s)', (episodes) => {
    const salts = fc
      .array(fc.nat(9), { minLength: 12, maxLength: 12 })
      .map((list) => new Map(list.map((salt, index) => [everyone[index]!, salt])))
    fc.assert(
      fc.property(
        fc.subarray(everyone, { minLength: 1 }),
        fc.subarray(everyone, { minLength: 1 }),
        fc.array(memberships(episodes), { minLength: 5, maxLength: 5 }),
        fc.subarray([...causes], { minLength: 0 }),
        salts,
        salts,
        measures,
        (idsBefore, idsAfter, cases, chosen, saltBefore, saltAfter, known) => {
          const first = runOf(idsBefore, cases[0]!, episodes, { snapshot: 'a', period: '2025', content: 'x' })
          const steps = chosen.map((cause, index) => ({
            cause,
            runs: [runOf(idsAfter, cases[index + 1]!, episodes, { snapshot: 'b', period: '2026', content: 'y' })]
          }))
          const last =
            steps.at(-1)?.runs[0] ??
            runOf(idsAfter, cases[4]!, episodes, { snapshot: 'b', period: '2026', content: 'y' })
          const before: DiffSide = { label: 'Before', runs: [first], people: fingerprint(idsBefore, saltBefore) }
          const after: DiffSide = { label: 'After', runs: [last], people: fingerprint(idsAfter, saltAfter) }
          const [diff] = refreshDiff(before, after, steps, known).rates
          const total = (run: MeasureRun, ids: readonly string[], index: number): number =>
            ids.reduce((sum, _, ordinal) => {
              const { counts, members } = run.groups[0]!.populations[index]!
              return sum + (counts?.[ordinal] ?? (members[ordinal >>> 5]! >>> (ordinal & 31)) & 1)
            }, 0)
          diff!.populations.forEach((population, index) => {
            expect(population.population).toBe(codes[index])
            expect(population.before).toBe(total(first, idsBefore, index))
            expect(population.after).toBe(total(last, idsAfter, index))
            const change = population.reasons.reduce((sum, { entered, left }) => sum + entered - left, 0)
            expect(change).toBe(population.after - population.before)
            const listed = diff!.people
              .filter((person) => person.population === codes[index])
              .reduce((sum, person) => sum + (person.change === 'entered' ? person.cases : -person.cases), 0)
            expect(listed).toBe(change)
          })
          if (diff!.rateBefore !== undefined && diff!.rateAfter !== undefined) {
            const effect = diff!.effects.reduce((sum, { change }) => sum + change, 0)
            expect(effect).toBeCloseTo(diff!.rateAfter - diff!.rateBefore, 10)
          }
          // People who are not on both sides have no other reason.
          for (const person of diff!.people) {
            const [was, is] = [idsBefore.includes(person.id), idsAfter.includes(person.id)]
            if (!was) expect(person.reason).toBe('person-new')
            else if (!is) expect(person.reason).toBe('person-gone')
            else if (chosen.length === 0) expect(person.reason).toBe('several-changes')
            else if (chosen.length === 1 && chosen[0] === 'period') expect(byPeriod).toContain(person.reason)
            else expect(['person-new', 'person-gone', 'several-changes']).not.toContain(person.reason)
          }
        }
      ),
      { numRuns: budgeted(300) }
    )
  })
})
