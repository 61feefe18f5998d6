import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import { openRunColumns } from '#engine/shards/separate/open-run-columns.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { elmOf, textOfBase64 } from '#engine/cql/translate/library-text.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { partMeasuresPath, partPath, recordPlacesPath, recordsPath } from '#shared/cluster/cluster-run.ts'
import { RECORD_BLOCK_BYTES, readRecordPlaces } from '#shared/cluster/record-places.ts'
import { readDocument } from '../../../src-main/cli/measure/read-content.ts'
import { InstalledContent } from '../../../src-renderer/workers/measures/installed-content.ts'
import { MeasureSession, type MeasureSessionHost } from '../../../src-renderer/workers/measures/measure-session.ts'
import { readRaw } from '../../../src-renderer/workers/store/read-raw.ts'
import { RunRecords, type PartRecords } from '../../../src-renderer/workers/store/run-records.ts'
import { streamOf } from '../../support/byte-stream.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { sampleRecords, writeClusterOutput } from '../../support/cluster-output.ts'
import { loadFiles, shippedPlan } from '../../support/load-store.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'
import { unmanaged } from '../../support/policies.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { withWebWorkers } from '../../support/web-workers.ts'

await withWebWorkers()

const root = mkdtempSync(join(tmpdir(), 'populus-opened-cluster-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const data = join(root, 'data')
const plain = join(root, 'plain')
const statements = [
  'select system, code, count(*) as n from condition group by 1, 2 order by n desc, code limit 20',
  "select count(*) as people, sum(gender = 'female') as women from patient",
  'select registry, count(*) as n from registry_member group by 1 order by 1'
]

/** The line of each resource. */
const received = new Map<string, string>()

/** What a run leaves that ended well. */
async function writeRun(): Promise<string> {
  const output = join(root, 'run')
  const files = await sampleRecords(12)
  for (const { lines } of files)
    for (const line of lines) {
      const { resourceType, id } = JSON.parse(line) as { readonly resourceType: string; readonly id: string }
      received.set(`${resourceType}/${id}`, line)
    }
  mkdirSync(plain, { recursive: true })
  for (const { name: file, lines } of files) writeFileSync(join(plain, file), `${lines.join('\n')}\n`)
  await writeClusterOutput(files, 3, { output, folder: root })
  return output
}

const resources = join(import.meta.dirname, '../../../resources')
const content = join(resources, 'measures/core')
const onData = { POPULUS_DATA: data }
let output = ''
beforeAll(async () => {
  output = await writeRun()
})

describe('the output of a cluster', () => {
  it('answers statements as the files of the export do, part by part', async () => {
    for (const statement of statements) {
      const words = (path: string) => ['sql', path, statement, '--json', '--as-of', '2026-10-31', '--memory', '256MB']
      const [found, expected] = [await runPopulus(words(output), onData), await runPopulus(words(plain), onData)]
      expect(found.code).toBe(0)
      const { rows } = JSON.parse(found.out) as { readonly rows: readonly unknown[] }
      expect(rows.length).toBeGreaterThan(0)
      expect(rows).toEqual((JSON.parse(expected.out) as { readonly rows: unknown }).rows)
    }
  })

  it('is not opened for what needs the records themselves', async () => {
    const { code, err } = await runPopulus(
      ['measure', join(content, 'hba1c-control'), '--data', output, '--period', '2026'],
      onData
    )
    expect(code).toBe(2)
    expect(err).toContain('not the records or the memory that this command needs')
  })

  it('is not opened with a part missing, cut or of a run that has not ended, by one sentence', async () => {
    const broken = join(root, 'broken')
    cpSync(output, broken, { recursive: true })
    const part = join(broken, 'shards', '00001.columns')
    const ask = () => runPopulus(['load', broken, '--json', '--memory', '256MB'], onData)
    writeFileSync(part, 'no columns')
    expect((await ask()).out).toContain('Part 2 of 3 of the cluster’s output is damaged')
    rmSync(part)
    const missing = await ask()
    expect(missing.code).toBe(2)
    expect(missing.out).toContain('Part 2 of 3 of the cluster’s output is missing')
    writeFileSync(join(broken, 'status.json'), JSON.stringify({ state: 'merging', shards: 3, label: 'Sample' }))
    expect((await ask()).out).toContain('has not ended well')
  })
})

describe('the records of a cluster population', () => {
  const parts = [0, 1, 2]
  let shards: readonly PopulationShard[] = []
  beforeAll(async () => {
    const views = await viewMarks({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
    const open = async (part: number) => streamOf([new Uint8Array(readFileSync(join(output, partPath(part))))])
    const how = { plan: shippedPlan(), views, open, onPart: () => undefined }
    shards = await openRunColumns(how, { count: 3, files: memoryShardFiles(), cache: new ArrayCache(1 << 26) })
  })

  /** The files of a folder as storage gives them, with the length of each range that was asked for. */
  function storage(folder = output) {
    const asked: number[] = []
    const names = parts.flatMap((part) => [recordsPath(part), recordPlacesPath(part)])
    const source = (name: string) =>
      ({ kind: 'import', name, bytes: 0, importId: 'run', file: names.indexOf(name) }) as const
    const sources = parts.map((part): PartRecords => ({
      records: source(recordsPath(part)),
      places: source(recordPlacesPath(part))
    }))
    const open = async ({ file, offset = 0, length = 0 }: { file: number; offset?: number; length?: number }) => {
      const bytes = readFileSync(join(folder, names[file]!)).subarray(offset, offset + length)
      asked.push(bytes.length)
      return `data:application/octet-stream;base64,${bytes.toString('base64')}`
    }
    return { asked, sources, open }
  }

  const rawFrom = (runRecords: RunRecords, resourceType: string, index: number): Promise<string> =>
    readRaw({ shards, sources: [], recordsElsewhere: true, runRecords }, { resourceType, index }, () => {
      throw new Error('no file is read')
    })

  it('are read one by one as they were received, in blocks', async () => {
    const { asked, sources, open } = storage()
    const records = new RunRecords(sources, open, 1 << 28)
    let read = 0
    for (const shard of shards)
      for (const [type, { count, ids }] of shard.store.resources)
        for (let row = 0; row < count; row++) {
          const resourceNumber = shard.resourceNumber(type, row)
          expect(await rawFrom(records, type, resourceNumber)).toBe(received.get(`${type}/${idAt(ids, row)!}`))
          read++
        }
    expect(read).toBeGreaterThan(received.size)
    const blocks = parts.flatMap((part) => {
      const places = readRecordPlaces(readFileSync(join(output, recordPlacesPath(part)), 'utf8'))!
      expect(places.blocks.slice(0, -1).every(([, text]) => text === RECORD_BLOCK_BYTES)).toBe(true)
      return places.blocks
    })
    expect(blocks.length).toBeGreaterThan(3)
    // With room for all of them each is asked for once.
    expect(asked.length).toBeLessThanOrEqual(blocks.length + parts.length)
    expect(Math.max(...blocks.map(([bytes]) => bytes))).toBeLessThan(RECORD_BLOCK_BYTES)
  })

  it('are asked for again where there is no room for blocks, and of a folder that was dropped', async () => {
    const { asked, sources, open } = storage()
    const records = new RunRecords(sources, open, 0)
    const first = await rawFrom(records, 'Patient', 0)
    const before = asked.length
    expect(await rawFrom(records, 'Patient', 0)).toBe(first)
    expect(asked.length).toBeGreaterThan(before)
    const blob = async (name: string) => ({ kind: 'blob', name, blob: await openAsBlob(join(output, name)) }) as const
    const dropped = parts.map(async (part) => ({
      records: await blob(recordsPath(part)),
      places: await blob(recordPlacesPath(part))
    }))
    expect(await rawFrom(new RunRecords(await Promise.all(dropped), open, 1 << 28), 'Patient', 0)).toBe(first)
  })

  it('are not shown where they were changed, cut off or are of another part, and are where storage is back', async () => {
    const damaged = join(root, 'damaged')
    const numbers = Array.from({ length: 12 }, (_, index) => index)
    const readAll = async (records: RunRecords) =>
      Promise.allSettled(numbers.map((number) => rawFrom(records, 'Patient', number)))
    const change = async (how: (folder: string) => void) => {
      rmSync(damaged, { recursive: true, force: true })
      cpSync(output, damaged, { recursive: true })
      how(damaged)
      const { sources, open } = storage(damaged)
      return readAll(new RunRecords(sources, open, 1 << 28))
    }
    const refused = (results: readonly PromiseSettledResult<string>[]) =>
      results.filter((each) => each.status === 'rejected').map(({ reason }) => String(reason))
    const blocksOf = (folder: string) => parts.map((part) => join(folder, recordsPath(part)))
    const flipped = await change((folder) =>
      blocksOf(folder).forEach((path) => {
        const bytes = readFileSync(path)
        for (let index = 0; index < bytes.length; index += 1000) bytes[index]! ^= 1
        writeFileSync(path, bytes)
      })
    )
    const cut = await change((folder) => blocksOf(folder).forEach((path) => writeFileSync(path, 'x')))
    const otherParts = await change((folder) => {
      for (const path of [recordsPath, recordPlacesPath]) {
        cpSync(join(output, path(1)), join(folder, path(0)))
        cpSync(join(output, path(2)), join(folder, path(1)))
        cpSync(join(output, path(0)), join(folder, path(2)))
      }
    })
    const withHash = await change((folder) =>
      parts.forEach((part) => {
        const path = join(folder, recordPlacesPath(part))
        const places = readRecordPlaces(readFileSync(path, 'utf8'))!
        const junk = new Uint8Array(100).fill(255)
        writeFileSync(join(folder, recordsPath(part)), Buffer.concat(places.blocks.map(() => junk)))
        const hash = createHash('sha256').update(junk).digest('hex')
        writeFileSync(path, JSON.stringify({ ...places, blocks: places.blocks.map(([, text]) => [100, text, hash]) }))
      })
    )
    const short = await change((folder) =>
      parts.forEach((part) => {
        const path = join(folder, recordPlacesPath(part))
        const places = readRecordPlaces(readFileSync(path, 'utf8'))!
        writeFileSync(path, JSON.stringify({ ...places, blocks: [] }))
      })
    )
    for (const results of [flipped, cut, otherParts, withHash, short]) {
      expect(refused(results)).toHaveLength(numbers.length)
      expect(refused(results).every((reason) => reason.includes('not those that the run wrote'))).toBe(true)
    }
    const { sources, open } = storage()
    let isAway = true
    const away = async (request: Parameters<typeof open>[0]) => {
      if (isAway) throw new Error('the storage is away')
      return open(request)
    }
    const records = new RunRecords(sources, away, 1 << 28)
    expect(refused(await readAll(records))).toEqual(numbers.map(() => 'Error: the storage is away'))
    isAway = false
    expect(refused(await readAll(records))).toEqual([])
  })

  it('are no longer asked for when whoever wanted them is gone', async () => {
    const { asked, sources, open } = storage()
    const records = new RunRecords(sources, open, 1 << 28)
    const gone = new AbortController()
    const late = async (request: Parameters<typeof open>[0]) => {
      gone.abort(new Error('closed'))
      return open(request)
    }
    const closed = new RunRecords(sources, late, 1 << 28)
    await expect(closed.read(0, 0, 0, 10, gone.signal)).rejects.toThrow('closed')
    const before = asked.length
    await expect(records.read(0, 0, 0, 10, gone.signal)).rejects.toThrow('closed')
    // Where blocks are was read, for whoever comes next, and no block.
    expect(asked.length).toBe(before + 1)
    expect(await records.read(0, 0, 0, 10)).toHaveLength(10)
  })

  it('tell why a person is in or out of a measure as all of them do, with the results that the run wrote', async () => {
    const io = { err: () => undefined, out: () => undefined, terminal: false, policies: unmanaged, resources }
    const { resources: all, ...core } = await readDocument([content], { codes: [], lists: [] }, io)
    // One of the measures, as the run evaluated, without what the others alone take.
    const isOther = ({ resourceType, id }: FhirObject) => resourceType === 'Measure' && id !== 'hba1c-control'
    // Logic that comes as ELM has the name of its library alone.
    const nameOf = (address: string) => address.split('|')[0]!.split('/').at(-1)!
    const otherLogic = new Set(all.filter(isOther).flatMap(({ library }) => (library as readonly string[]).map(nameOf)))
    const isOthers = ({ resourceType, name }: FhirObject) =>
      resourceType === 'Library' && otherLogic.has(name as string)
    const logic = all.filter((resource) => !isOther(resource) && !isOthers(resource))
    const text = logic.map((resource) => textOfBase64(elmOf(resource) ?? '')).join()
    const evaluatedResources = logic.filter(
      ({ resourceType, url }) => resourceType !== 'ValueSet' || text.includes(JSON.stringify(url))
    )
    const countOf = (type: string) => evaluatedResources.filter(({ resourceType }) => resourceType === type).length
    expect([countOf('Measure'), countOf('Library') < 20, countOf('ValueSet') > 3]).toEqual([1, true, true])
    expect(otherLogic.size).toBeGreaterThan(20)
    const installed = new InstalledContent(async () => ({ ...core, resources: evaluatedResources }))
    await installed.set([{ id: 'core', title: 'Core', builtIn: true, hash: 'core' }])
    const measure = installed.measureCalled('hba1c-control')
    const { asked, sources, open } = storage()
    const host = (ask: MeasureSessionHost['open']): MeasureSessionHost => ({
      open: ask,
      measuring: () => undefined,
      results: async () => undefined,
      keepResults: () => Promise.reject(new Error('Nothing is kept.')),
      openShards: () => Promise.reject(new Error('The records fit.')),
      closeShards: () => Promise.resolve()
    })
    const stored = (part: number) => streamOf([new Uint8Array(readFileSync(join(output, partMeasuresPath(part))))])
    const population = {
      shards,
      sources: [],
      recordsElsewhere: true,
      runRecords: new RunRecords(sources, open, 1 << 28),
      runMeasures: parts.map((part) => async () => stored(part))
    }
    const ofRun = new MeasureSession(population, installed, host(open))
    const files = await sampleRecords(12)
    const blobs = files.map(({ name, lines }) => ({ name, content: lines.map((line) => `${line}\n`).join('') }))
    const whole = await loadFiles(blobs)
    const ofFiles = new MeasureSession(
      {
        shards: [onlyShard(whole)],
        sources: blobs.map((file) => ({ kind: 'blob', blob: new Blob([file.content]), entry: undefined }))
      },
      installed,
      host(() => Promise.reject(new Error('Nothing is imported.')))
    )
    const period = { start: '2026-01-01', end: '2026-12-31' }
    const options = { policy: 'trust-profiles', zone: 'UTC' } as const
    expect(await ofRun.openRunMeasures()).toEqual([period])
    await ofFiles.run({ measures: ['hba1c-control'], periods: [period], ...options })
    const groupsOf = (session: MeasureSession) => session.runs.of(measure, period)?.groups
    expect(groupsOf(ofFiles)?.length).toBeGreaterThan(0)
    expect(groupsOf(ofRun)).toEqual(groupsOf(ofFiles))

    const group = groupsOf(ofRun)![0]!.id
    let read = 0
    for (let person = 0; person < whole.patients; person++) {
      const trace = await ofRun.why(measure, group, person, period, options)
      expect(trace).toEqual(await ofFiles.why(measure, group, person, period, options))
      read += Object.keys(trace.refs).length
    }
    expect(read).toBeGreaterThan(0)
    expect(asked.length).toBeGreaterThan(0)
    // Nothing else is evaluated over records that are elsewhere.
    await expect(ofRun.run({ measures: ['hba1c-control'], periods: [period], ...options })).rejects.toThrow('cluster')

    // Whoever looks at somebody else meanwhile waits for nothing of the first person.
    const looking = new AbortController()
    let reads = 0
    const interrupted = new RunRecords(
      sources,
      async (request) => {
        if (++reads === 2) looking.abort(new Error('closed'))
        return open(request)
      },
      0
    )
    const hurried = new MeasureSession({ ...population, runRecords: interrupted }, installed, host(open))
    await expect(hurried.why(measure, group, 0, period, options, looking.signal)).rejects.toThrow('closed')
    expect(reads).toBe(2)
    expect(await hurried.why(measure, group, 1, period, options)).toEqual(
      await ofFiles.why(measure, group, 1, period, options)
    )

    const leftOut = { ...shards[1]!, store: { ...shards[1]!.store, leftOut: 1 } }
    const limited = new MeasureSession({ ...population, shards: shards.with(1, leftOut) }, installed, host(open))
    expect(await limited.openRunMeasures()).toEqual([])
    for (const session of [ofRun, ofFiles, hurried, limited]) session.stop()
  })
})
