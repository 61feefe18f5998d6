import { workersStoreMessages as m } from '#messages/workers/store.ts'
import type { StoreChunk } from '#engine/store/model/chunk.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { planRebuild } from '#engine/store/cache/rebuild.ts'
import { joinRecords } from '#engine/matching/join-people.ts'
import { readPersonRecords } from '#engine/matching/read-person-records.ts'
import { standingIds } from '#engine/matching/standing-ids.ts'
import type { PersonRecord } from '#engine/matching/records/person-record.ts'
import { openSource } from '../ingest/open-source.ts'
import { sizeOfLoad, type LoadSize } from '#engine/shards/load/load-size.ts'
import type { PopulationBuilder } from '#engine/shards/load/population-builder.ts'
import { createStoreBuilder, type LoadedFacts } from '#engine/store/build/store-builder.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { areLimits, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { StoreIntake } from '../ingest/ingest-protocol.ts'
import { createPresentation, refuseEmpty } from './presentation.ts'
import { loadSnapshotParts, type SnapshotLoad } from './refreshed-parts.ts'
import { openSavedParts, partsToKeep, saveParts } from './saved-parts.ts'
import { saveColumns } from './save-store.ts'
import { completeOf, type LoadedStore } from './loaded-store.ts'
import { loadProgress } from './load-progress.ts'
import { columnsOf, rebuiltStore, usable } from './restore-columns.ts'
import { readPlanned } from './read-planned.ts'
import { planLoad, sourcesOfFiles } from '../ingest/load-sources.ts'
import { loadRun } from './load-run.ts'
import type { PopulationLoader, PopulationLoaderDependencies } from './loader-dependencies.ts'
import type { LoadOutcome, LoadRequest, RestoreRequest } from './protocol/load-protocol.ts'

/** Makes the loader of the store worker. */
export function createPopulationLoader(dependencies: PopulationLoaderDependencies): PopulationLoader {
  const { host, views } = dependencies
  const plan = planTables(views)
  let opening: AbortController | undefined

  /** Does one thing at a time, until it is done or cancelled. */
  async function alone<T>(open: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (opening !== undefined) throw new AppError('not-allowed', m.anotherLoadIsUnderWayWait)
    opening = new AbortController()
    try {
      return await open(opening.signal)
    } finally {
      opening = undefined
    }
  }

  const open: StoreIntake['open'] = (request) => host.open(request)
  const reader = { host, plan, open }
  const presentation = createPresentation(dependencies)

  /** Loads what does not fit into memory into parts on the disk, and shows it. */
  async function showDivided(
    how: Pick<SnapshotLoad, 'size' | 'planned' | 'read' | 'onPart'>,
    limits: PeopleLimits,
    savedAs: string | undefined,
    rest: Pick<LoadedStore, 'sources' | 'absent'>
  ): Promise<Pick<LoadOutcome, 'report' | 'parts'>> {
    // Parts of some people only are made of the files each time.
    const snapshot = areLimits(limits) ? undefined : savedAs
    const keepsPieces = snapshot !== undefined
    const marks = await viewMarks(views)
    const options = {
      ...how,
      plan,
      views: marks,
      host,
      snapshot,
      keepsPieces,
      limits: dependencies.limitShards(limits)
    }
    const loading = await loadSnapshotParts(options)
    const parts = areLimits(limits) ? undefined : partsToKeep(loading.shards, loading.files)
    const { store } = await presentation.showParts(loading, parts, rest)
    return { report: store.report, parts: loading.shards.length }
  }

  /** Opens a snapshot that does not fit into memory: from the parts that it holds, or else from its files, whose parts it then gets. */
  async function restoreParts(
    request: RestoreRequest,
    { cacheBytes }: LoadSize,
    signal: AbortSignal
  ): Promise<LoadOutcome> {
    const { kept, absent } = request
    const marks = await viewMarks(views)
    const fromFiles = async (until: AbortSignal): Promise<LoadOutcome> => {
      const outcome = await load(request, until, absent, request.isOfExport === true ? kept : undefined)
      const parts = dependencies.loaded()?.parts
      // Without room for the parts the data are open all the same; the services log it, and the next opening makes them again.
      if (parts !== undefined) await saveParts(kept, parts, marks, host).catch(() => undefined)
      return outcome
    }
    // Parts have everybody, so what a user may not see is left out while they are made.
    const saved = areLimits(await dependencies.limits())
      ? undefined
      : await openSavedParts(kept, marks, cacheBytes, host)
    if (saved === undefined) return fromFiles(signal)
    if (signal.aborted) await saved.close()
    signal.throwIfAborted()
    const sources = request.sources.filter((source) => source.kind === 'import')
    const savedStore = await usable(() => presentation.showParts(saved, saved.parts, { sources, absent }), signal)
    if (savedStore === undefined) return fromFiles(signal)
    // Parts that turn out to be damaged are rebuilt, unless something else was opened meanwhile.
    const repair = async (): Promise<void> => {
      if (dependencies.loaded() === savedStore) await alone(fromFiles)
    }
    host.checkShards(saved.parts.id).catch((error: unknown) => {
      // What fails then is told by the panels.
      if (error instanceof AppError && error.code === 'unreadable-file') repair().catch(() => undefined)
    })
    return { report: savedStore.store.report, skipped: [], parts: savedStore.shards.length }
  }

  /** Shows what a run of `populus cluster` wrote. */
  async function showRun(sources: LoadRequest['sources'], signal: AbortSignal): Promise<LoadOutcome> {
    const progress = loadProgress(
      sources.map((source) => ({ bytes: source.kind === 'blob' ? source.blob.size : source.bytes })),
      host
    )
    progress.add({ phase: 'arranging' })
    const onPart = (done: number, count: number): void => {
      signal.throwIfAborted()
      progress.add({ parts: { done, count } })
    }
    const limits = dependencies.limitShards(await dependencies.limits())
    const how = { sources, open, host, plan, views: await viewMarks(views), cacheBytes: dependencies.memory() / 3 }
    const { run, population, place } = await loadRun({ ...how, limits, onPart })
    const { store } = await presentation.showParts(population, undefined, { sources: [], absent: [], ...place })
    return { report: store.report, skipped: [], parts: population.shards.length, run }
  }

  async function load(
    { label, sources, isClusterRun = false }: LoadRequest,
    signal: AbortSignal,
    absent: readonly string[] = [],
    savedAs?: string
  ): Promise<LoadOutcome> {
    if (isClusterRun) return showRun(sources, signal)
    const { files, skipped } = await planLoad(sources)
    if (files.length === 0) throw new AppError('unreadable-file', skipped[0]?.reason ?? m.thereIsNothingToReadIn)
    const progress = loadProgress(files, host)
    const opened = { sources: files.map(({ source }) => source), absent }
    const several = sourcesOfFiles(files)
    const size = sizeOfLoad(files, dependencies.memory())
    const readAll = async (
      add: (chunk: StoreChunk) => Promise<void> | void,
      maxReaders?: number,
      first = 0
    ): Promise<LoadedFacts> => {
      const wanted = Array.from(files.keys()).slice(first)
      const accounts = await readPlanned(files, wanted, { open, add, progress, signal, maxReaders })
      progress.add({ phase: 'arranging' })
      return {
        files: files.map(({ name }) => name),
        accounts,
        snapshot: { id: crypto.randomUUID(), label, loadedAt: Date.now() },
        seconds: progress.seconds()
      }
    }
    if (size.shards > 1) {
      const limits = await dependencies.limits()
      if (several !== undefined) throw new AppError('not-supported', m.matchingThePeopleOfSeveralSources)
      const read = (parts: PopulationBuilder, first: number) =>
        readAll((chunk) => parts.add(chunk), size.readers, first)
      const onPart = (done: number, count: number): void => {
        signal.throwIfAborted()
        progress.add({ parts: { done, count } })
      }
      return { ...(await showDivided({ size, planned: files, read, onPart }, limits, savedAs, opened)), skipped }
    }
    const builder = createStoreBuilder(plan, several)
    const store = builder.finish(await readAll((chunk) => builder.add(chunk)))
    refuseEmpty(store.report)
    if (store.sources === undefined)
      return { report: (await presentation.show(store, opened)).report, skipped, parts: 1 }
    const openFile = (file: number) => openSource(files[file]!.source, open)
    return showMatched(store, await readPersonRecords(store, openFile, signal), { ...opened, skipped })
  }

  /** Shows several sources with their people joined. */
  async function showMatched(
    before: Store,
    records: readonly PersonRecord[],
    { skipped, ...opened }: Pick<LoadedStore, 'sources' | 'absent'> & Pick<LoadOutcome, 'skipped'>
  ): Promise<LoadOutcome> {
    const { store, matched, duplicates } = joinRecords(before, records, await dependencies.decisions())
    const matching = { before, result: matched, duplicates, standsFor: standingIds(matched) }
    const shown = await presentation.show(store, { ...opened, matching })
    return { report: shown.report, skipped, parts: 1, sources: defined(before.sources).sources.map(({ name }) => name) }
  }

  async function rematch(): Promise<LoadOutcome> {
    const present = dependencies.loaded()
    if (present?.matching === undefined) throw new AppError('not-allowed', m.peopleAreMatchedBetweenSeveralSources)
    const { matching, sources, absent } = present
    return showMatched(matching.before, matching.result.records, { sources, absent, skipped: [] })
  }

  async function restore(request: RestoreRequest, signal: AbortSignal): Promise<LoadOutcome> {
    const { absent } = request
    const marks = await viewMarks(views)
    /** Without room for the columns the data are open all the same; the services log it, and the next opening makes them again. */
    const keep = async (): Promise<void> => {
      // Whose role shows some of the people only must not replace columns about everybody.
      if ((await dependencies.limits()).scopes !== undefined) return
      // The services log it.
      await saveColumns(request.kept, completeOf(defined(dependencies.loaded())), marks, host).catch(() => undefined)
    }
    const reload = async (until: AbortSignal): Promise<LoadOutcome> => {
      const outcome = await load(request, until, request.absent)
      await keep()
      return outcome
    }
    const sources = request.sources.filter((source) => source.kind === 'import')
    const size = sizeOfLoad(sources, dependencies.memory())
    if (size.shards > 1) return restoreParts(request, size, signal)
    const opened = await columnsOf(request, reader, signal)
    const rebuild = opened && planRebuild(plan, opened.views, marks, opened.store.report)
    if (opened === undefined || rebuild === undefined) return reload(signal)
    if (rebuild.types.size > 0) {
      const store = await rebuiltStore(opened, rebuild, request, reader, signal)
      if (store === undefined) return reload(signal)
      const shown = await presentation.show(store, { sources, absent })
      await keep()
      return { report: shown.report, skipped: [], parts: 1 }
    }
    // Who may be seen is known from all columns only.
    if (areLimits(await dependencies.limits())) {
      const isComplete = await opened.whole.then(
        () => true,
        () => false
      )
      signal.throwIfAborted()
      if (!isComplete) return reload(signal)
      const shown = await presentation.show(opened.store, { sources, absent })
      return { report: shown.report, skipped: [], parts: 1 }
    }
    const replacement: LoadedStore = {
      store: opened.store,
      shards: [onlyShard(opened.store)],
      sources,
      absent,
      // Columns that turn out to be damaged are rebuilt, unless something else was opened meanwhile.
      whole: opened.whole.catch(async () => {
        if (dependencies.loaded() === replacement) await alone(reload)
      })
    }
    // Whoever needs the rest of the columns waits for it, and hears of the failure.
    replacement.whole.catch(() => undefined)
    dependencies.replace(replacement)
    return { report: replacement.store.report, skipped: [], parts: 1 }
  }

  return {
    load: (request) => alone((signal) => load(request, signal)),
    restore: (request) => alone((signal) => restore(request, signal)),
    rematch: () => alone(() => rematch()),
    cancel() {
      opening?.abort(new AppError('cancelled', m.loadingWasCancelledWhatWasLoaded))
    }
  }
}
