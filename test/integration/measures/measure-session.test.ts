import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { memberCount } from '#engine/measures/run/member-count.ts'
import type { Store } from '#engine/store/model/store.ts'
import {
  monthPeriods,
  rollingPeriod,
  trendPeriods,
  yearPeriod
} from '../../../src-renderer/state/measures/measure-periods.ts'
import { compareRuns } from '../../../src-renderer/workers/measures/compare-runs.ts'
import { InstalledContent } from '../../../src-renderer/workers/measures/installed-content.ts'
import { MeasureSession } from '../../../src-renderer/workers/measures/measure-session.ts'
import { loadFiles } from '../../support/load-store.ts'
import { exists, isDuring, record, retrieve, smallPack, type SmallMeasure } from '../../support/small-measures.ts'
import { withWebWorkers } from '../../support/web-workers.ts'
import { storeOf } from '#engine/store/build/create-store.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'

await withWebWorkers()
const kept = new Map<string, Buffer>()
let server: Server
let site = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.method === 'POST') kept.set(request.url!, Buffer.concat(parts))
      response.end(request.method === 'POST' ? undefined : kept.get(request.url!))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => void server.close())

const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000
const options = { policy: 'derive', zone: 'UTC' } as const
const year = yearPeriod(2025).period

/** A person and the days of their eye examinations. */
type People = Readonly<Record<string, readonly string[]>>

const firstPeople: People = { a: ['2025-03-15'], b: ['2025-11-30'], c: [], d: ['2024-12-15'] }
const secondPeople: People = { a: ['2025-03-15'], b: [], c: ['2025-06-01'], d: ['2024-12-15'], e: ['2025-01-01'] }

async function sessionOver(
  people: People,
  snapshot: string,
  content: InstalledContent,
  shardsOf: (store: Store) => readonly PopulationShard[] = (store) => [onlyShard(store)]
): Promise<MeasureSession> {
  const exams = Object.entries(people).flatMap(([id, days]) =>
    days.map((date) => record('Procedure', id, 'eye-exam', { id: `${id}-${date}`, performedDateTime: date }))
  )
  const diagnoses = Object.keys(people).map((id) => record('Condition', id, 'diabetes'))
  const patients = Object.keys(people).map((id) => ({ resourceType: 'Patient', id, birthDate: '1980-01-01' }))
  const files = Object.entries({ Patient: patients, Condition: diagnoses, Procedure: exams }).map(([type, lines]) => ({
    name: `${type}.ndjson`,
    content: lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  }))
  const loaded: Store = await loadFiles(files)
  const store: Store = { ...loaded, snapshot: { ...loaded.snapshot, id: snapshot, label: snapshot } }
  const sources = files.map((file) => ({ kind: 'blob' as const, blob: new Blob([file.content]), entry: undefined }))
  return new MeasureSession({ shards: shardsOf(store), sources }, content, {
    open: () => Promise.reject(new Error('Nothing is imported.')),
    measuring: () => undefined,
    results: async (id) => (kept.has(`/${id}`) ? `${site}/${id}` : undefined),
    openShards: () => Promise.reject(new Error('The records fit.')),
    closeShards: () => Promise.resolve(),
    keepResults: async (id) => `${site}/${id}`
  })
}

const valueSets = { Diabetes: ['diabetes'], Exam: ['eye-exam'] }
const diabetes = exists(retrieve('Condition', 'Diabetes'))
const examined: SmallMeasure = {
  name: 'Examined',
  denominator: diabetes,
  numerator: isDuring('performed', retrieve('Procedure', 'Exam'))
}
const ever: SmallMeasure = {
  name: 'EverExamined',
  denominator: diabetes,
  numerator: exists(retrieve('Procedure', 'Exam'))
}
/** The same as `examined`, but whoever was ever examined will do. */
const lenient: SmallMeasure = { ...examined, version: '2', numerator: ever.numerator }

/** Installed packs, of which some may be replaced later. */
async function installed(...packs: readonly ContentDocument[]): Promise<InstalledContent> {
  const content = new InstalledContent(async (id) => packs[Number(id)]!)
  await install(content, packs)
  return content
}

async function install(content: InstalledContent, packs: readonly ContentDocument[]): Promise<void> {
  await content.set(
    packs.map((pack, index) => ({ id: String(index), title: pack.title, builtIn: false, hash: JSON.stringify(pack) }))
  )
}

/** Numerators by measure and the start of the period. */
function numerators(session: MeasureSession): Record<string, number> {
  return Object.fromEntries(
    session.runs.all.map(({ key, groups }) => [
      `${key.measure.slice(key.measure.lastIndexOf('/') + 1)} ${key.version} ${key.period.start}`,
      memberCount(groups[0]!.populations.find(({ code }) => code === 'numerator')!)
    ])
  )
}

const both = { measures: ['Examined', 'EverExamined'], ...options }

describe('stored results', () => {
  it('are there again when their snapshot is opened: nothing is evaluated', async () => {
    const content = await installed(smallPack('Pack', [examined, ever], valueSets))
    const session = await sessionOver(firstPeople, 'one', content)
    expect(await session.run({ ...both, periods: [year] })).toMatchObject({ evaluated: 2, reused: 0, failed: [] })
    expect(numerators(session)).toEqual({ 'Examined 1 2025-01-01': 2, 'EverExamined 1 2025-01-01': 3 })
    expect(await session.storeResults('one')).toBe(2)
    session.stop()
    const later = await sessionOver(firstPeople, 'one', content)
    expect(await later.openResults('one')).toBe(2)
    expect(numerators(later)).toEqual({ 'Examined 1 2025-01-01': 2, 'EverExamined 1 2025-01-01': 3 })
    expect(await later.run({ ...both, periods: [year] })).toMatchObject({ evaluated: 0, reused: 2 })
    later.stop()
  })

  it('are about everybody, and neither taken nor stored where any part of the population lacks records', async () => {
    const content = await installed(smallPack('Pack', [examined], valueSets))
    const session = await sessionOver(firstPeople, 'whole', content)
    await session.run({ measures: ['Examined'], periods: [year], ...options })
    expect(await session.storeResults('whole')).toBe(1)
    session.stop()
    // As rules about labels leave a part whose people have no labeled record as it is.
    const lacking = (store: Store): readonly PopulationShard[] =>
      divideStore(store, 2).map((shard, index) =>
        index === 0 ? shard : { ...shard, store: storeOf({ ...shard.store, leftOut: 0 }) }
      )
    const limited = await sessionOver(firstPeople, 'whole', content, lacking)
    expect(await limited.openResults('whole')).toBe(0)
    expect(await limited.storeResults('whole')).toBe(0)
    await expect(limited.resultsOf('whole')).rejects.toMatchObject({ code: 'not-allowed' })
    limited.stop()
  })

  it('are not taken over by another snapshot: everything runs there', async () => {
    const content = await installed(smallPack('Pack', [examined, ever], valueSets))
    const session = await sessionOver(secondPeople, 'two', content)
    // Stored with the snapshot by mistake, or copied: they are about other people.
    kept.set('/two', kept.get('/one')!)
    expect(await session.openResults('two')).toBe(0)
    expect(await session.run({ ...both, periods: [year] })).toMatchObject({ evaluated: 2, reused: 0 })
    expect(numerators(session)).toEqual({ 'Examined 1 2025-01-01': 3, 'EverExamined 1 2025-01-01': 4 })
    await session.storeResults('two')
    session.stop()
  })

  it('of a measure whose content changed run again, those of its neighbor do not', async () => {
    const content = await installed(smallPack('Pack', [examined, ever], valueSets))
    const session = await sessionOver(firstPeople, 'one', content)
    await session.run({ ...both, periods: [year] })
    const changed = { ...examined, numerator: ever.numerator }
    const packs = [smallPack('Changed', [changed, ever], valueSets)]
    const replaced = new InstalledContent(async (id) => packs[Number(id)]!)
    await install(replaced, packs)
    const next = await sessionOver(firstPeople, 'one', replaced)
    next.runs.add(session.runs.all)
    expect(next.runs.of(replaced.measureCalled('Examined'), year)).toBeUndefined()
    expect(await next.run({ ...both, periods: [year] })).toMatchObject({ evaluated: 1, reused: 1 })
    const run = next.runs.of(replaced.measureCalled('Examined'), year)
    expect(memberCount(run!.groups[0]!.populations[2]!)).toBe(3)
    session.stop()
    next.stop()
  })

  it('begin when another pack brings the value sets that were lacking', async () => {
    const packs = [smallPack('Measure', [examined], { Diabetes: ['diabetes'], Exam: [] })]
    const content = new InstalledContent(async (id) => packs[Number(id)]!)
    await install(content, packs)
    const session = await sessionOver(firstPeople, 'one', content)
    const order = { measures: ['Examined'], periods: [year], ...options }
    const { failed } = await session.run(order)
    expect(failed).toMatchObject([{ reason: expect.stringContaining('“Exam”') as unknown }])
    expect(numerators(session)).toEqual({})
    packs.push(smallPack('Value sets', [], { Exam: ['eye-exam'] }))
    await install(content, packs)
    expect(await session.run(order)).toMatchObject({ evaluated: 1, reused: 0, failed: [] })
    const run = session.runs.of(content.measureCalled('Examined'), year)
    expect(memberCount(run!.groups[0]!.populations[2]!)).toBe(2)
    session.stop()
  })

  it('are made for each period once: years, rolling twelve months, and month by month', async () => {
    const content = await installed(smallPack('Pack', [examined], valueSets))
    const session = await sessionOver(firstPeople, 'one', content)
    const run = (periods: readonly { readonly period: typeof year }[]) =>
      session.run({ measures: ['Examined'], periods: periods.map(({ period }) => period), ...options })
    const asOf = day('2025-12-31')
    expect(await run([yearPeriod(2025)])).toMatchObject({ evaluated: 1, reused: 0 })
    const months = monthPeriods(asOf, 12)
    expect(await run(months)).toMatchObject({ evaluated: 12, reused: 0 })
    expect(await run(months)).toMatchObject({ evaluated: 0, reused: 12 })
    // The twelve months that end with December are the year.
    expect(await run(trendPeriods(asOf, 3))).toMatchObject({ evaluated: 2, reused: 1 })
    expect(await run([rollingPeriod(day('2025-12-15'))])).toMatchObject({ evaluated: 1, reused: 0 })
    const of = (start: string, end: string): number | undefined => {
      const found = session.runs.all.find(({ key }) => key.period.start === start && key.period.end === end)
      return found && memberCount(found.groups[0]!.populations[2]!)
    }
    expect([of('2025-03-01', '2025-03-31'), of('2025-11-01', '2025-11-30'), of('2025-04-01', '2025-04-30')]).toEqual([
      1, 1, 0
    ])
    // From December 16, 2024 on, the examination of the day before is too early.
    expect(of('2024-12-16', '2025-12-15')).toBe(2)
    expect(of('2024-12-01', '2025-11-30')).toBe(3)
    session.stop()
  })
})

describe('the comparison of results', () => {
  it('of two versions of a measure says that the logic changed, for whom', async () => {
    const content = await installed(smallPack('Old', [examined], valueSets), smallPack('New', [lenient], valueSets))
    const session = await sessionOver(firstPeople, 'one', content)
    await session.run({ measures: ['Examined', 'Examined@2'], periods: [year], ...options })
    const side = { snapshot: undefined, period: year }
    const after = { ...side, measures: { Examined: 'Examined@2' } }
    const { rates } = await compareRuns({ before: side, after }, session, content, options)
    expect(rates.map(({ rateBefore, rateAfter }) => [rateBefore, rateAfter])).toEqual([[0.5, 0.75]])
    expect(rates[0]!.populations.find(({ population }) => population === 'numerator')).toEqual({
      population: 'numerator',
      before: 2,
      after: 3,
      reasons: [{ reason: 'logic-changed', entered: 1, left: 0 }]
    })
    expect(rates[0]!.people).toMatchObject([{ id: 'd', change: 'entered', reason: 'logic-changed' }])
    session.stop()
  })

  it('of two snapshots tells new people from new and missing records', async () => {
    const content = await installed(smallPack('Pack', [examined], valueSets))
    const before = await sessionOver(firstPeople, 'before', content)
    await before.run({ measures: ['Examined'], periods: [year], ...options })
    await before.storeResults('before')
    before.stop()
    const session = await sessionOver(secondPeople, 'after', content)
    await session.run({ measures: ['Examined'], periods: [year], ...options })
    const { rates } = await compareRuns(
      { before: { snapshot: 'before', period: year }, after: { snapshot: undefined, period: year } },
      session,
      content,
      options
    )
    const numerator = rates[0]!.people.filter(({ population }) => population === 'numerator')
    expect(numerator.map(({ id, change, reason }) => [id, change, reason]).sort()).toEqual([
      ['b', 'left', 'deleted-data'],
      ['c', 'entered', 'new-data'],
      ['e', 'entered', 'person-new']
    ])
    session.stop()
  })

  it('says so when the other snapshot has no results for the period', async () => {
    const content = await installed(smallPack('Pack', [examined], valueSets))
    const session = await sessionOver(secondPeople, 'after', content)
    const before = { snapshot: 'before', period: yearPeriod(2020).period }
    const after = { snapshot: undefined, period: before.period }
    await expect(compareRuns({ before, after }, session, content, options)).rejects.toThrow(/no results for the period/)
    session.stop()
  })
})
