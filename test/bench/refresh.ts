/**
 * What a refresh takes next to loading all files: `npm run --silent bench:refresh [-- --people 2000 --shards 8 --changed 20]`.
 * Processor seconds of one process, with shards in memory; bytes of the sealed files on the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openShardFiles } from '../../src-main/cli/shards/local-shard-files.ts'
import { changed, filesOf, linedFiles, type TestResource } from '../support/changing-population.ts'
import { loadShards, readChunks, sampleFiles } from '../support/loaded-population.ts'
import { partsOf, refreshedParts } from '../support/refreshed-population.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '2000' },
    shards: { type: 'string', default: '8' },
    changed: { type: 'string', default: '20' }
  }
})
const [people, shards, touched] = [Number(values.people), Number(values.shards), Number(values.changed)]

async function seconds<T>(run: () => Promise<T>): Promise<readonly [number, T]> {
  const before = process.cpuUsage()
  const result = await run()
  const { user, system } = process.cpuUsage(before)
  return [Number(((user + system) / 1e6).toFixed(1)), result]
}

const population = await linedFiles(sampleFiles(people))
const [load, parts] = await seconds(() => partsOf(filesOf(population), shards))

/** New versions of the conditions of some people. */
function changesOf(count: number): readonly TestResource[] {
  const conditions = population.files.find(({ name }) => name.includes('Condition'))!.lines
  const records = conditions.map(
    ({ text }) => JSON.parse(text) as TestResource & { readonly subject: { readonly reference: string } }
  )
  const chosen = new Set(records.map(({ subject }) => subject.reference).slice(0, 1))
  for (const { subject } of records) if (chosen.size < count) chosen.add(subject.reference)
  return records
    .filter(({ subject }) => chosen.has(subject.reference))
    .map((record) => ({ ...record, recordedDate: '2026-10-30' }))
}

const refreshes = []
for (const count of [1, touched, people]) {
  const next = changed(population, 'new-1.ndjson', changesOf(count), [])
  const [taken, made] = await seconds(() => refreshedParts(parts, filesOf(next), next.removed))
  const linked = [...made.files.taken].filter((name) => name.startsWith('shard')).length
  refreshes.push({ people: count, shardsMade: shards - linked, processorSeconds: taken })
}

const folder = mkdtempSync(join(tmpdir(), 'populus-refresh-'))
const files = await openShardFiles(folder)
await loadShards(await readChunks(filesOf(population)), shards, { files, keepsPieces: true })
const address = files.address()
const bytes: Record<string, number> = {}
if (address.of === 'process')
  for (const [name, { sealedBytes }] of address.files) {
    const kind = name.startsWith('list.') ? 'pieces' : name.replace(/[-.].*/, '')
    bytes[kind] = (bytes[kind] ?? 0) + sealedBytes
  }
await files.close()
rmSync(folder, { recursive: true })
console.log(
  JSON.stringify({ people, shards, load: { processorSeconds: load }, refreshes, sealedBytes: bytes }, null, 2)
)
