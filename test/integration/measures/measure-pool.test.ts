import { describe, expect, it, vi } from 'vitest'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import {
  MeasurePool,
  type EvaluatingPool,
  type MeasuredPopulation
} from '../../../src-renderer/workers/measure-pool/measure-pool.ts'
import { SegmentedMeasurePool } from '../../../src-renderer/workers/measure-pool/segmented-measure-pool.ts'
import { noProgress } from '../../../src-renderer/workers/base/pool-progress.ts'
import { loadFiles } from '../../support/load-store.ts'
import {
  exists,
  has,
  measureResources,
  record,
  retrieve,
  type SmallMeasure,
  type SmallValueSets
} from '../../support/small-measures.ts'
import { withWebWorkers } from '../../support/web-workers.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'

await withWebWorkers()

const patients = Array.from({ length: 60 }, (_, index) => `p${index}`)
const lines = {
  Patient: patients.map((id) => ({ resourceType: 'Patient', id, gender: 'female' })),
  Condition: patients.flatMap((id, index) => [
    record('Condition', id, index % 3 === 0 ? 'diabetes' : 'asthma', {
      onsetDateTime: '2020-01-01',
      ...(index % 4 === 0 ? { abatementDateTime: '2021-01-01' } : {})
    })
  ]),
  Procedure: patients.flatMap((id, index) => (index % 2 === 0 ? [record('Procedure', id, 'eye-exam')] : [])),
  Observation: patients.flatMap((id, index) => [
    record('Observation', id, index % 5 === 0 ? 'hba1c' : 'weight', { valueInteger: index })
  ])
}
type Type = keyof typeof lines
const types = Object.keys(lines) as Type[]
const texts = types.map((type) => ({
  name: `${type}.ndjson`,
  content: lines[type].map((resource) => `${JSON.stringify(resource)}\n`).join('')
}))
const bytesOf = (...read: readonly Type[]): number =>
  texts.reduce((sum, { content }, index) => sum + (read.includes(types[index]!) ? content.length : 0), 0)

const population: MeasuredPopulation = {
  shards: [onlyShard(await loadFiles(texts))],
  sources: texts.map(({ content }) => ({ kind: 'blob', blob: new Blob([content]), entry: undefined }))
}

function contentOf(measure: Omit<SmallMeasure, 'name'>, valueSets: SmallValueSets = {}): MeasureContent {
  return readMeasureContent(measureResources([{ name: 'M', ...measure }], valueSets))
}

const diabetes = { Diabetes: ['diabetes'] }
const conditions = retrieve('Condition', 'Diabetes')
const base = contentOf({ denominator: exists(conditions), numerator: has('onset', conditions) }, diabetes)
const options = { policy: 'derive', zone: 'UTC' } as const

/** What a run comes to, without its time. */
function outcome(runs: readonly MeasureRun[]): unknown {
  return runs.map(({ groups, problems }) => ({
    problems,
    groups: groups.map(({ populations }) => populations.map(({ code, members }) => ({ code, members: [...members] })))
  }))
}

/** Prepares content in a pool and evaluates it. @returns bytes of files that were read, and what it came to */
async function evaluated(pool: EvaluatingPool, key: string, content: MeasureContent) {
  let read = 0
  let announced = 0
  const progress = {
    reading: (bytes: number) => void (announced += bytes),
    bytes: (count: number) => void (read += count),
    evaluated: () => undefined
  }
  await pool.prepare({ key, content }, progress)
  const periods = [{ start: '2025-01-01', end: '2025-12-31' }]
  const { runs } = await pool.run(key, { measures: [], periods, hashes: new Map(), options, gentle: false }, progress)
  expect(read).toBe(announced)
  return { read, outcome: outcome(runs) }
}

function newPool(): MeasurePool {
  return new MeasurePool(population, () => Promise.reject(new Error('Nothing is imported.')))
}

/** Content that is added after {@link base}, and the files that hold what it needs beyond that. */
const added: readonly (readonly [string, MeasureContent, readonly Type[]])[] = [
  ['the same', contentOf({ denominator: exists(conditions), numerator: has('onset', conditions) }, diabetes), []],
  ['fewer members', contentOf({ denominator: exists(conditions), numerator: exists(conditions) }, diabetes), []],
  [
    'a member that no record has',
    contentOf({ denominator: exists(conditions), numerator: has('recorder', conditions) }, diabetes),
    []
  ],
  [
    'a member that was left out',
    contentOf({ denominator: exists(conditions), numerator: has('abatement', conditions) }, diabetes),
    ['Condition']
  ],
  [
    'other codes',
    contentOf({ denominator: exists(conditions), numerator: has('onset', conditions) }, { Diabetes: ['asthma'] }),
    ['Condition']
  ],
  [
    'records whatever their codes',
    contentOf({ denominator: exists(retrieve('Condition')), numerator: exists(conditions) }, diabetes),
    ['Condition']
  ],
  [
    'another type beside it',
    contentOf(
      { denominator: exists(conditions), numerator: exists(retrieve('Procedure', 'Exam')) },
      { ...diabetes, Exam: ['eye-exam'] }
    ),
    ['Procedure']
  ],
  [
    'other types alone',
    contentOf(
      { denominator: exists(retrieve('Procedure', 'Exam')), numerator: has('value', retrieve('Observation', 'Lab')) },
      { Exam: ['eye-exam'], Lab: ['hba1c'] }
    ),
    ['Procedure', 'Observation']
  ]
]

describe('records that were taken for some measures', () => {
  it.each(added)('serve others that need %s: only what is missing is read', async (_, content, missing) => {
    const pool = newPool()
    expect((await evaluated(pool, 'base', base)).read).toBe(bytesOf('Patient', 'Condition'))
    const after = await evaluated(pool, 'added', content)
    expect(after.read).toBe(bytesOf(...missing))
    const fresh = newPool()
    expect(after.outcome).toEqual((await evaluated(fresh, 'added', content)).outcome)
    // What was there is as it was.
    const again = await evaluated(pool, 'base', base)
    expect(again).toEqual({ read: 0, outcome: (await evaluated(fresh, 'base', base)).outcome })
    pool.stop()
    fresh.stop()
  })

  it('are all read by one pool for all of these, one after another, and every result is as if it were alone', async () => {
    const pool = newPool()
    const all = [['base', base, []], ...added] as const
    let read = 0
    for (const [name, content] of all) read += (await evaluated(pool, name, content)).read
    // Conditions for the first, then with more members, then of other codes, then all; everything else once.
    expect(read).toBe(bytesOf('Patient', 'Procedure', 'Observation') + 4 * bytesOf('Condition'))
    for (const [name, content] of all) {
      const fresh = newPool()
      const alone = await evaluated(fresh, name, content)
      expect(await evaluated(pool, name, content), name).toEqual({ read: 0, outcome: alone.outcome })
      fresh.stop()
    }
    pool.stop()
  })

  it('are not mixed when two ask for them at once', async () => {
    const pool = newPool()
    const [, content] = added[7]!
    const [first, second] = await Promise.all([evaluatedQuietly(pool, base), evaluatedQuietly(pool, content)])
    const fresh = newPool()
    expect(first).toEqual((await evaluated(fresh, 'base', base)).outcome)
    expect(second).toEqual((await evaluated(fresh, 'added', content)).outcome)
    pool.stop()
    fresh.stop()
  })

  it('are those of new content under an old name', async () => {
    const pool = newPool()
    await evaluated(pool, 'name', base)
    const [, content] = added[4]!
    const fresh = newPool()
    expect((await evaluated(pool, 'name', content)).outcome).toEqual((await evaluated(fresh, 'name', content)).outcome)
    pool.stop()
    fresh.stop()
  })
})

describe('a population whose records do not fit into memory', () => {
  it('is evaluated in segments of its people, with the same results and traces', async () => {
    const whole = newPool()
    const expected = await evaluated(whole, 'base', base)
    const ask = () => Promise.reject(new Error('Nothing is imported.'))
    const files = watched(memoryShardFiles())
    const pool = new SegmentedMeasurePool({ ...population, memory: 600 }, ask, () => Promise.resolve(files))
    // Files are read once for all segments, and not again for the same content.
    expect(await evaluated(pool, 'base', base)).toEqual(expected)
    expect(files.segments()).toBeGreaterThan(1)
    expect(await evaluated(pool, 'base', base)).toEqual({ ...expected, read: 0 })
    // Other content of the same name has its own records, and those of before are removed.
    const [, other] = added[4]!
    const fresh = newPool()
    expect((await evaluated(pool, 'base', other)).outcome).toEqual((await evaluated(fresh, 'base', other)).outcome)
    fresh.stop()
    expect(files.dropped()).toBeGreaterThan(1)
    await evaluated(pool, 'base', base)
    const period = { start: '2025-01-01', end: '2025-12-31' }
    const { url } = base.measures[0]!
    for (const person of [59, 0])
      expect((await pool.trace('base', options, url, person, period)).result).toEqual(
        (await whole.trace('base', options, url, person, period)).result
      )
    await expect(pool.trace('base', options, url, 60, period)).rejects.toThrow('not in the loaded data')
    const request = { measures: [], periods: [period], hashes: new Map(), options, gentle: false }
    const running = pool.run('base', request, noProgress)
    pool.cancel()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    pool.stop()
    whole.stop()
    expect(pool.ended).toBe(true)
    await vi.waitFor(() => expect(files.isClosed()).toBe(true))
  })
})

/** Files that tell what was done with them. */
function watched(files: ShardFiles) {
  const lists = new Set<string>()
  let dropped = 0
  let isClosed = false
  return {
    ...files,
    append(list: string, item: Uint8Array) {
      lists.add(list)
      return files.append(list, item)
    },
    drop(list: string) {
      dropped++
      return files.drop(list)
    },
    close() {
      isClosed = true
      return files.close()
    },
    segments: () => new Set([...lists].map((list) => list.split('-')[2])).size,
    dropped: () => dropped,
    isClosed: () => isClosed
  }
}

const keys = new Map<MeasureContent, string>()

async function evaluatedQuietly(pool: MeasurePool, content: MeasureContent): Promise<unknown> {
  const key = keys.get(content) ?? `content-${keys.size}`
  keys.set(content, key)
  const quiet = { reading: () => undefined, bytes: () => undefined, evaluated: () => undefined }
  await pool.prepare({ key, content }, quiet)
  const periods = [{ start: '2025-01-01', end: '2025-12-31' }]
  const request = { measures: [], periods, hashes: new Map(), options, gentle: false }
  return outcome((await pool.run(key, request, quiet)).runs)
}
