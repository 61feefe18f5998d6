import { openCache, type OpenedCache } from '#engine/store/cache/cache-read.ts'
import type { FileAccount, StoreChunk } from '#engine/store/model/chunk.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import { planRebuild, type Rebuild } from '#engine/store/cache/rebuild.ts'
import type { DuplicatesOfTable } from '#engine/matching/duplicate-records.ts'
import { joinRecords } from '#engine/matching/join-people.ts'
import { readPersonRecords } from '#engine/matching/read-person-records.ts'
import type { PersonRecord } from '#engine/matching/records/person-record.ts'
import type { MatchDecision, MatchResult } from '#engine/matching/results/match-result.ts'
import { openSource } from '../ingest/open-source.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import { createTableRebuilder } from '#engine/store/cache/table-rebuilder.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { areLimits, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import { startIngestPool } from '../ingest/ingest-pool.ts'
import type { IngestSource, StoreIntake } from '../ingest/ingest-protocol.ts'
import { saveColumns, type SaveHost } from './save-store.ts'
import { loadProgress, type ProgressTold } from './load-progress.ts'
import { planLoad, sourcesOfFiles, type PlannedFile } from '../ingest/load-sources.ts'
import type { LoadOutcome, LoadRequest, PageApi, RestoreRequest } from './protocol.ts'

/** A population and where its files can be read again. */
export interface LoadedStore {
  readonly store: Store
  /** The population in its parts; all of them together have the people of the store. */
  readonly shards: readonly PopulationShard[]
  readonly sources: readonly IngestSource[]
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  /** The store with everybody, to be saved, where the role of the user shows some of the people only. */
  readonly complete?: Store
  /** How the people of several sources were matched. */
  readonly matching?: {
    readonly before: Store
    readonly result: MatchResult
    readonly duplicates: readonly DuplicatesOfTable[]
  }
  /** Settles when all columns have been read; the first screen can be asked before. */
  readonly whole: Promise<void>
}

/** Dependencies of {@link createPopulationLoader}. */
export interface PopulationLoaderDependencies {
  readonly host: SaveHost & Pick<PageApi, 'progress'> & { open: StoreIntake['open'] }
  readonly views: ReleaseViews
  /** What users decided about which records are of one person. @throws AppError when that cannot be known */
  decisions(): Promise<readonly MatchDecision[]>
  /** Who is left out, as the services say. @throws AppError when that cannot be known */
  limits(): Promise<PeopleLimits>
  /** The store without these people; the same where there are none. */
  limit(store: Store, limits: PeopleLimits): Store
  loaded(): LoadedStore | undefined
  /** Puts a population in the place of the present one. */
  replace(next: LoadedStore): void
  /** Calculates what the first screen asks for, so that it is there at once when the load reports that it is ready. */
  prepare(store: Store): Promise<void>
}

/** Opens populations, one at a time. */
export interface PopulationLoader {
  load(request: LoadRequest): Promise<LoadOutcome>
  restore(request: RestoreRequest): Promise<LoadOutcome>
  /** Matches people anew by the decisions as they are now. */
  rematch(): Promise<LoadOutcome>
  /** Ends what is under way, which rejects with `cancelled`; the population stays as it was. */
  cancel(): void
}

/** Makes the loader of the store worker. */
export function createPopulationLoader(dependencies: PopulationLoaderDependencies): PopulationLoader {
  const { host, views } = dependencies
  const plan = planTables(views)
  let opening: AbortController | undefined

  /** Does one thing at a time, until it is done or cancelled. */
  async function alone<T>(open: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (opening !== undefined) throw new AppError('not-allowed', 'Another load is under way. Wait for it or cancel it.')
    opening = new AbortController()
    try {
      return await open(opening.signal)
    } finally {
      opening = undefined
    }
  }

  /** Reads files into an intake. @param wanted indexes of the files */
  async function read(
    files: readonly PlannedFile[],
    wanted: readonly number[],
    add: (chunk: StoreChunk) => void,
    progress: ProgressTold,
    signal: AbortSignal
  ): Promise<FileAccount[]> {
    signal.throwIfAborted()
    const pool = startIngestPool(files, wanted, {
      chunk(chunk) {
        add(chunk)
        progress.add({ resources: chunk.resources.count, rejects: chunk.findings.count })
      },
      bytes: (count) => progress.add({ bytes: count }),
      open: (request) => host.open(request)
    })
    const stop = (): void => pool.stop()
    signal.addEventListener('abort', stop)
    try {
      return await pool.readAll(() => progress.add({ files: 1 }))
    } finally {
      signal.removeEventListener('abort', stop)
      stop()
    }
  }

  /** Puts a store in the place of the present one: with the people whom the role of the user shows. */
  async function show(store: Store, rest: Pick<LoadedStore, 'sources' | 'absent' | 'matching'>): Promise<Store> {
    const shown = dependencies.limit(store, await dependencies.limits())
    await dependencies.prepare(shown)
    const complete = shown === store ? {} : { complete: store }
    dependencies.replace({ ...rest, ...complete, store: shown, shards: [onlyShard(shown)], whole: Promise.resolve() })
    return shown
  }

  async function load(
    { label, sources }: LoadRequest,
    signal: AbortSignal,
    absent: readonly string[] = []
  ): Promise<LoadOutcome> {
    const { files, skipped } = await planLoad(sources)
    if (files.length === 0)
      throw new AppError('unreadable-file', skipped[0]?.reason ?? 'There is nothing to read in what you chose.')
    const progress = loadProgress(files, host)
    const builder = createStoreBuilder(plan, sourcesOfFiles(files))
    const accounts = await read(files, Array.from(files.keys()), (chunk) => builder.add(chunk), progress, signal)
    progress.add({ phase: 'arranging' })
    const store = builder.finish({
      files: files.map(({ name }) => name),
      accounts,
      snapshot: { id: crypto.randomUUID(), label, loadedAt: Date.now() },
      seconds: progress.seconds()
    })
    if (store.report.files.every(({ stored }) => stored === 0))
      throw new AppError(
        'unreadable-file',
        'No FHIR resource was found in what you chose. Choose NDJSON, Bundles or archives of them.'
      )
    const opened = { sources: files.map(({ source }) => source), absent }
    if (store.sources === undefined) return { report: (await show(store, opened)).report, skipped }
    const open = (file: number) => openSource(files[file]!.source, (request) => host.open(request))
    return showMatched(store, await readPersonRecords(store, open, signal), { ...opened, skipped })
  }

  /** Shows several sources with their people joined. */
  async function showMatched(
    before: Store,
    records: readonly PersonRecord[],
    { skipped, ...opened }: Pick<LoadedStore, 'sources' | 'absent'> & Pick<LoadOutcome, 'skipped'>
  ): Promise<LoadOutcome> {
    const { store, matched, duplicates } = joinRecords(before, records, await dependencies.decisions())
    const shown = await show(store, { ...opened, matching: { before, result: matched, duplicates } })
    return { report: shown.report, skipped, sources: before.sources!.sources.map(({ name }) => name) }
  }

  async function rematch(): Promise<LoadOutcome> {
    const present = dependencies.loaded()
    if (present?.matching === undefined)
      throw new AppError('not-allowed', 'People are matched between several sources, and these data have one.')
    const { matching, sources, absent } = present
    return showMatched(matching.before, matching.result.records, { sources, absent, skipped: [] })
  }

  /** The columns of a snapshot; undefined when they are of another version, damaged or gone, and have to be made anew. */
  async function columnsOf(request: RestoreRequest, signal: AbortSignal): Promise<OpenedCache | undefined> {
    const { cacheUrl, sources } = request
    if (cacheUrl === undefined) return undefined
    const progress = loadProgress(
      sources.map(() => ({ bytes: 0 })),
      host
    )
    return usable(
      async () => openCache(await fetchBytes(cacheUrl, signal), plan, (bytes) => progress.add({ bytes })),
      signal
    )
  }

  /** Makes those tables anew whose views have changed; undefined when the files are not those of the columns. */
  async function rebuilt(
    opened: OpenedCache,
    rebuild: Rebuild,
    { sources }: RestoreRequest,
    signal: AbortSignal
  ): Promise<Store | undefined> {
    return usable(async () => {
      await opened.whole
      const { files } = await planLoad(sources)
      const wanted = Array.from(rebuild.files)
      const progress = loadProgress(
        wanted.map((file) => files[file]!),
        host
      )
      const rebuilder = createTableRebuilder(plan, opened.store, rebuild)
      const accounts = await read(files, wanted, (chunk) => rebuilder.add(chunk), progress, signal)
      progress.add({ phase: 'arranging' })
      return rebuilder.finish(accounts)
    }, signal)
  }

  async function restore(request: RestoreRequest, signal: AbortSignal): Promise<LoadOutcome> {
    const { absent } = request
    const marks = await viewMarks(views)
    /** Without room for the columns the data are open all the same; the services log it, and the next opening makes them again. */
    const keep = async (): Promise<void> => {
      // Whose role shows some of the people only must not replace columns about everybody.
      if ((await dependencies.limits()).scopes !== undefined) return
      await saveColumns(request.kept, completeOf(dependencies.loaded()!), marks, host).catch(() => undefined)
    }
    const reload = async (until: AbortSignal): Promise<LoadOutcome> => {
      const outcome = await load(request, until, request.absent)
      await keep()
      return outcome
    }
    const sources = request.sources.filter((source) => source.kind === 'import')
    const opened = await columnsOf(request, signal)
    const rebuild = opened && planRebuild(plan, opened.views, marks, opened.store.report)
    if (opened === undefined || rebuild === undefined) return reload(signal)
    if (rebuild.types.size > 0) {
      const store = await rebuilt(opened, rebuild, request, signal)
      if (store === undefined) return reload(signal)
      const shown = await show(store, { sources, absent })
      await keep()
      return { report: shown.report, skipped: [] }
    }
    // Who may be seen is known from all columns only.
    if (areLimits(await dependencies.limits())) {
      const isComplete = await opened.whole.then(
        () => true,
        () => false
      )
      signal.throwIfAborted()
      if (!isComplete) return reload(signal)
      const shown = await show(opened.store, { sources, absent })
      return { report: shown.report, skipped: [] }
    }
    const own: LoadedStore = {
      store: opened.store,
      shards: [onlyShard(opened.store)],
      sources,
      absent,
      // Columns that turn out to be damaged are made anew, unless something else was opened meanwhile.
      whole: opened.whole.catch(async () => {
        if (dependencies.loaded() === own) await alone(reload)
      })
    }
    own.whole.catch(() => undefined)
    dependencies.replace(own)
    return { report: own.store.report, skipped: [] }
  }

  return {
    load: (request) => alone((signal) => load(request, signal)),
    restore: (request) => alone((signal) => restore(request, signal)),
    rematch: () => alone(() => rematch()),
    cancel() {
      opening?.abort(new AppError('cancelled', 'Loading was cancelled. What was loaded before is unchanged.'))
    }
  }
}

/** The store with everybody. */
export function completeOf({ store, complete }: LoadedStore): Store {
  return complete ?? store
}

/** What was read from columns and files; undefined when they turn out to be damaged or gone. */
async function usable<T>(make: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AppError || error instanceof TypeError) return undefined
    throw error
  }
}
