import { cliDataMessages as m } from '#messages/cli/data.ts'
import type { DuplicatesOfTable } from '#engine/matching/duplicate-records.ts'
import { joinPeople } from '#engine/matching/join-people.ts'
import type { MatchDecision, MatchResult } from '#engine/matching/results/match-result.ts'
import { shownMatches } from '#engine/matching/shown-matches.ts'
import { areLimits, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { sizeOfLoad, type LoadSize } from '#engine/shards/load/load-size.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import { keepHeapSmall } from '../../host/threads/heap-size.ts'
import { systemRandom } from '../../ports/system.ts'
import type { ImportCatalog } from '../../services/imports/import-catalog.ts'
import { readFiles } from '../ingest/read-files.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'
import { share, statusLine, type StatusLine } from '../terminal/status-line.ts'
import { openClusterOutput } from './cluster-population.ts'
import { shardsShownTo, shownTo, tellLimits } from './command-limits.ts'
import type { FoundData } from './find-data.ts'
import { readDecisions } from './sealed-lists.ts'
import { openParts, openShards, shardsFolder } from './shards-on-disk.ts'

/** The people and records of what was found. */
export interface FoundPopulation {
  /** One that is in memory, or several on the disk. */
  readonly shards: readonly PopulationShard[]
  /** How the people of several sources were matched. */
  readonly matched?: MatchResult | undefined
  /** What several sources say about one person, and is counted once. */
  readonly duplicates?: readonly DuplicatesOfTable[] | undefined
  /** Removes what is on the disk. */
  readonly close: () => Promise<void>
}

/** What {@link openFound} opens, and how. */
export interface FoundOpening {
  readonly found: FoundData
  readonly catalog: ImportCatalog
  /** The files in the catalog. */
  readonly listing: ImportListing
  readonly views: ReleaseViews
  /** What the user may not see. */
  readonly limits: PeopleLimits
  /** Bytes of memory that may be used. */
  readonly budget: number
  /** Measures are evaluated next to it. */
  readonly leavesRoom: boolean | undefined
  /** Threads that read at most; by default as many as there are processors. */
  readonly threads: number | undefined
  readonly passphrase: PassphraseSource
  /** Absolute paths of the data folders whose decisions about people of several sources count. */
  readonly folders: readonly string[]
  /** By `performance.now()`. */
  readonly started: number
}

/** Opens what was found: saved columns, the output of a cluster, saved parts, or files, the first of these that there is. */
export async function openFound(opening: FoundOpening, io: CommandIo): Promise<FoundPopulation> {
  const { found, listing, limits, views, budget, leavesRoom } = opening
  const { snapshot, cluster } = found
  if (snapshot?.store !== undefined) return inMemory(await shownTo(snapshot.store, limits, io))
  if (cluster !== undefined) return openCluster(cluster.path, opening, io)
  const size = sizeOfLoad(listing.files, budget, leavesRoom)
  // Parts have everybody, so what the user may not see is left out while they are made.
  const parts =
    snapshot?.parts === undefined || areLimits(limits) ? undefined : await openParts(snapshot.parts, views, size)
  return parts ?? loadFiles(size, opening, io)
}

function inMemory(store: Store): FoundPopulation {
  return { shards: [onlyShard(store)], close: () => Promise.resolve() }
}

async function openCluster(
  path: string,
  { views, budget, limits }: FoundOpening,
  io: CommandIo
): Promise<FoundPopulation> {
  const status = statusLine(io)
  const { shards, close } = await openClusterOutput(path, {
    views,
    cacheBytes: budget / 3,
    folder: shardsFolder(io),
    limits: await shardsShownTo(limits, io),
    onPart: arranging(status)
  })
  status.clear()
  tellLimits(
    shards.map(({ store }) => store),
    limits,
    io
  )
  return { shards, close }
}

async function loadFiles(size: LoadSize, opening: FoundOpening, io: CommandIo): Promise<FoundPopulation> {
  const { catalog, listing, views, found, limits, threads, started } = opening
  const { label, files } = listing
  const status = statusLine(io)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let read = 0
  const onDisk = await openShards(size, found.joined !== undefined, io)
  const { builder, accounts } = await readFiles({
    catalog,
    listing,
    views,
    entry: io.entry,
    threads: threads ?? (size.shards === 1 ? undefined : size.readers),
    sources: found.joined?.population,
    shards: onDisk,
    onBytes(count) {
      read += count
      status.show(() => m.readingTheData(share(read / 1e6, total / 1e6, 'MB')))
    }
  })
  status.clear()
  const snapshot = { id: systemRandom.token(12), label, loadedAt: Date.now() }
  const seconds = (performance.now() - started) / 1000
  const facts = { files: files.map(({ name }) => name), accounts, snapshot, seconds }
  if (onDisk === undefined) {
    const [{ store }] = (await builder.finish(facts)) as readonly [PopulationShard]
    return joinSources(store, opening, io)
  }
  const shards = await builder.finish(facts, { ...(await shardsShownTo(limits, io)), onShard: arranging(status) })
  keepHeapSmall(size.cacheBytes)
  status.clear()
  tellLimits(
    shards.map(({ store }) => store),
    limits,
    io
  )
  return { shards, close: () => onDisk.files.close() }
}

/** Makes one person of those of several sources who are the same. */
async function joinSources(
  read: Store,
  { catalog, listing, found, limits, folders, passphrase }: FoundOpening,
  io: CommandIo
): Promise<FoundPopulation> {
  const decisions: MatchDecision[] = []
  if (found.joined !== undefined)
    for (const folder of folders) decisions.push(...(await readDecisions(folder, passphrase, io)))
  const open = (file: number) => () => catalog.read(listing.importId, file)
  const { store, matched, duplicates } = await joinPeople(read, open, decisions)
  const shown = await shownTo(store, limits, io)
  return { ...inMemory(shown), matched: matched && shownMatches(shown, matched), duplicates }
}

/** Shows how many parts have been arranged. */
function arranging(status: StatusLine): (done: number, count: number) => void {
  return (done, count) => status.show(() => m.arrangingTheData(share(done, count, 'parts')))
}
