import { describe, expect, it } from 'vitest'
import { fingerprintOf, type DataFingerprint } from '#engine/measures/rates/data-fingerprint.ts'
import type { MeasureRun, PopulationMembers } from '#engine/measures/run/measure-run.ts'
import { readForeignRuns, readRuns, writeRun, writeRunsHead } from '#engine/measures/run-files/run-file.ts'
import type { Store } from '#engine/store/model/store.ts'
import { budgeted, fc } from '../../support/property.ts'
import { loadFiles } from '../../support/load-store.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const patients = 37
const lines = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `{"resourceType":"Patient","id":"p${index}","birthDate":"19${50 + index}-01-01"}`
  ).join('\n')
const storeOf = (text: string): Promise<Store> => loadFiles([{ name: 'Patient.ndjson', content: text }])

const population = fc
  .record({
    members: fc.array(fc.integer({ min: 0, max: patients - 1 })),
    counts: fc.option(fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: patients, maxLength: patients })),
    observed: fc.option(fc.array(fc.tuple(fc.integer({ min: 0, max: patients - 1 }), fc.double({ noNaN: true }))))
  })
  .map(({ members, counts, observed }): PopulationMembers => {
    const bits = new Uint32Array((patients + 31) >>> 5)
    for (const ordinal of members) bits[ordinal >>> 5]! |= 1 << (ordinal & 31)
    return {
      id: 'p',
      code: 'numerator',
      members: bits,
      counts: counts === null ? undefined : Uint16Array.from(counts),
      observations:
        observed === null
          ? undefined
          : {
              patient: Int32Array.from(observed, ([patient]) => patient),
              value: Float64Array.from(observed, ([, value]) => value)
            }
    }
  })

function runOf(store: Store, populations: readonly PopulationMembers[]): MeasureRun {
  return {
    key: {
      snapshot: store.snapshot.id,
      measure: 'http://example.org/Measure/m',
      version: '1',
      content: 'c',
      period: { start: '2026-01-01', end: '2026-12-31' },
      policy: 'derive',
      zone: 'UTC'
    },
    title: 'M',
    ranAt: 1,
    seconds: 0.5,
    patients,
    groups: [
      {
        id: 'g',
        scoring: 'proportion',
        basis: 'boolean',
        improvement: undefined,
        populations,
        strata: [{ id: 's', value: 'x', populations }]
      }
    ],
    // Of some runs, so that both kinds are read back.
    ...(populations.length % 2 === 0
      ? {}
      : {
          numbers: [
            { id: 'none', patient: new Int32Array(), value: new Float64Array() },
            { id: 'days', patient: Int32Array.of(3, 3, 7), value: Float64Array.of(0, 364, 1.5) }
          ]
        }),
    problems: [{ patient: 'p1', expression: 'E', resource: undefined, message: 'm' }]
  }
}

function peopleOf(store: Store): DataFingerprint {
  return fingerprintOf([onlyShard(store)])
}

function fileOf(store: Store, runs: readonly MeasureRun[]): Blob {
  return new Blob([writeRunsHead(store.snapshot, peopleOf(store)), ...runs.map(writeRun)])
}

describe('stored results', () => {
  it('come back as they were', async () => {
    const store = await storeOf(lines(patients))
    await fc.assert(
      fc.asyncProperty(fc.array(population, { maxLength: 3 }), async (populations) => {
        const run = runOf(store, populations)
        const [read] = await readRuns(fileOf(store, [run]).stream(), {
          snapshot: store.snapshot,
          ids: peopleOf(store).ids
        })
        // JSON has no undefined; what is absent reads as undefined all the same.
        expect(read).toEqual(run)
      }),
      { numRuns: budgeted(40) }
    )
  })

  it('are of the snapshot that is loaded now', async () => {
    const first = await storeOf(lines(patients))
    const again = await storeOf(lines(patients))
    const [read] = await readRuns(fileOf(first, [runOf(first, [])]).stream(), {
      snapshot: again.snapshot,
      ids: peopleOf(again).ids
    })
    expect(read?.key.snapshot).toBe(again.snapshot.id)
  })

  it('are none for other patients, and are told apart with their people', async () => {
    const store = await storeOf(lines(patients))
    const other = await storeOf(lines(patients + 1).replace('"p3"', '"q3"'))
    const file = fileOf(store, [runOf(store, [])])
    expect(await readRuns(file.stream(), { snapshot: other.snapshot, ids: peopleOf(other).ids })).toEqual([])
    const foreign = await readForeignRuns(file.stream())
    expect(foreign?.people).toEqual(peopleOf(store))
    expect(foreign?.runs).toHaveLength(1)
  })

  it('that are cut off are refused with a sentence', async () => {
    const store = await storeOf(lines(patients))
    const members = new Uint32Array(2)
    const file = fileOf(store, [
      runOf(store, [{ id: 'p', code: 'numerator', members, counts: undefined, observations: undefined }])
    ])
    await expect(
      readRuns(file.slice(0, file.size - 5).stream(), { snapshot: store.snapshot, ids: peopleOf(store).ids })
    ).rejects.toThrow(/\.$/)
    await expect(
      readRuns(new Blob(['no results at all']).stream(), { snapshot: store.snapshot, ids: peopleOf(store).ids })
    ).rejects.toThrow(/\.$/)
  })
})
