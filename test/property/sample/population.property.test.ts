import { describe, expect, it } from 'vitest'
import { budgeted, fc } from '../../support/property.ts'
import { dayOf, formatSampleDay } from '../../../src-main/sample/population/base/calendar.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { createReference } from '../../../src-main/sample/population/reference/reference.ts'
import { personalTypes } from '../../../src-main/sample/population/base/resource-types.ts'
import { simulate } from '../../../src-main/sample/population/simulate.ts'
import { parseAsOf } from '../../../src-main/sample/population/base/timeline.ts'
import { readAll } from '../../unit/sample/ndjson.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 40 })
const people = fc.integer({ min: 0, max: 999_999 })

/** A row as it is written, and when it was stored. */
interface Row {
  readonly line: string
  readonly updated: string
}

/** All rows of one person by id. */
function rowsOf(seed: number, index: number, asOf: string): ReadonlyMap<string, Row> {
  const { chart } = simulate(seed, index, parseAsOf(asOf), createReference(seed))
  const rows = personalTypes.flatMap((type) => chart.lines[type])
  return new Map(
    rows.map((line) => {
      const { id, meta } = JSON.parse(line) as { readonly id: string; readonly meta: { readonly lastUpdated: string } }
      return [id, { line, updated: meta.lastUpdated }]
    })
  )
}

describe('a sample population', () => {
  it('is the same again, and another one for another seed', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const read = async (of: number): Promise<string> => {
          const population = createSamplePopulation({ patients: 3, seed: of })
          const parts: string[] = []
          for (const { name } of population.files)
            parts.push(new TextDecoder().decode(await readAll(population.stream(name))))
          return parts.join('')
        }
        const first = await read(seed)
        expect(await read(seed)).toBe(first)
        expect(await read(seed + 1)).not.toBe(first)
      }),
      { numRuns: budgeted(15) }
    )
  })

  it('makes each person from the seed and the index alone', async () => {
    const seed = 99
    const population = createSamplePopulation({ patients: 520, seed })
    const asOf = parseAsOf(population.asOf)
    const alone = [519, 0, 137, 500, 499].map((index) => simulate(seed, index, asOf, createReference(seed)).chart)
    for (const type of personalTypes) {
      const files = population.files.filter((file) => file.type === type)
      const whole = await Promise.all(
        files.map(async ({ name }) => new TextDecoder().decode(await readAll(population.stream(name))))
      )
      const lines = new Set(whole.join('').split('\n'))
      expect(alone.flatMap((chart) => chart.lines[type]).filter((line) => !lines.has(line))).toEqual([])
    }
  })

  it('writes some types as it writes them beside the others, and counts all of them', async () => {
    const all = createSamplePopulation({ patients: 10, seed: 7 })
    const some = createSamplePopulation({ patients: 10, seed: 7, types: ['Organization', 'Patient', 'Procedure'] })
    const names = some.files.map(({ name }) => name)
    expect(names).toEqual(['Organization.ndjson', 'Patient.0001.ndjson', 'Procedure.0001.ndjson'])
    for (const name of names)
      expect(Buffer.compare(await readAll(some.stream(name)), await readAll(all.stream(name)))).toBe(0)
    expect(some.bytes).toBe(names.reduce((sum, name) => sum + all.files.find((file) => file.name === name)!.bytes, 0))
    expect(await some.truths()).toEqual(await all.truths())
  })

  it('gives the same bytes from any offset, in any range, before and after its shard was let go', async () => {
    const population = createSamplePopulation({ patients: 1001, seed: 5, types: ['Patient', 'MedicationRequest'] })
    const name = 'MedicationRequest.0001.ndjson'
    const whole = await readAll(population.stream(name))
    expect(await population.length(name)).toBe(whole.length)
    // Two more shards push the first one out of memory, so that ranges are made again from the people inside them.
    await population.length('Patient.0002.ndjson')
    await population.length('Patient.0003.ndjson')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length + 10 }), fc.nat({ max: 40_000 }), async (offset, length) => {
        expect(
          Buffer.compare(await population.range(name, offset, length), whole.subarray(offset, offset + length))
        ).toBe(0)
      }),
      { numRuns: budgeted(60) }
    )
    for (const offset of [0, 1, 262_143, 262_144, 300_001, whole.length - 1, whole.length, whole.length + 5]) {
      expect(Buffer.compare(await readAll(population.stream(name, { offset })), whole.subarray(offset))).toBe(0)
    }
  })

  it('never changes the past: what a later day shows otherwise was stored after the earlier one', () => {
    const first = dayOf('2023-06-30')
    const last = dayOf('2027-12-31')
    fc.assert(
      fc.property(
        seeds,
        people,
        fc.integer({ min: first, max: last - 1 }),
        fc.integer({ min: 1, max: 400 }),
        (seed, index, day, step) => {
          const early = formatSampleDay(day)
          const late = formatSampleDay(Math.min(last, day + step))
          const before = rowsOf(seed, index, early)
          const after = rowsOf(seed, index, late)
          expect([...before.keys()].filter((id) => !after.has(id))).toEqual([])
          const changed = [...after].filter(
            ([id, { line, updated }]) => updated <= `${early}T23:59:59Z` && line !== before.get(id)?.line
          )
          expect(changed).toEqual([])
        }
      ),
      { numRuns: budgeted(1200) }
    )
  })

  it('shows nothing that was stored after the as-of day', () => {
    fc.assert(
      fc.property(seeds, people, (seed, index) => {
        const late = [...rowsOf(seed, index, '2025-03-15').values()].filter(
          ({ updated }) => updated > '2025-03-15T23:59:59Z'
        )
        expect(late).toEqual([])
      }),
      { numRuns: budgeted(100) }
    )
  })
})
