import { stateSessionMessages as m } from '#messages/state/session.ts'
import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import type { DimensionInfo } from '#engine/population/selection/dimension-info.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import { completenessSentence } from '#shared/completeness.ts'
import { AppError, toWireError, type WireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import type { OpenedSnapshot } from '#shared/contract/snapshots.ts'
import { populationKey, type SnapshotSource } from '#shared/snapshot.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { LoadProgress } from '../../workers/store/protocol/load-protocol.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { Picked } from './dropped-files.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import { loadedOf, type Loaded, type Loading } from './loaded.ts'
import { filesOf, importsOf, planListing, planPicked, type LoadPlan } from './load-plan.ts'
import { loadingTask } from './loading-task.ts'
import { OpenImports } from './open-imports.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import { showsPopulation } from '../navigation/route.ts'
import type { Router } from '../navigation/router.svelte.ts'
import { today } from '../navigation/today.ts'
import { planByFolder, planTogether, type SnapshotOfSource } from './several-sources.ts'
import { EverybodySummary } from './everybody.svelte.ts'
import { dataExtent, firstSummary } from './first-summary.ts'
import { supportedFilters } from './supported-filters.ts'

/** Dependencies of {@link Session}. */
export interface SessionDependencies {
  readonly transport: Transport
  readonly store: StoreApi
  readonly onProgress: (listener: (progress: LoadProgress) => void) => void
  readonly router: Router
  readonly context: PopulationContext
  readonly panels: PanelQueries
  readonly tasks: BackgroundTasks
  /** The as-of date that was chosen for these data before. */
  readonly recallAsOf: (loaded: Loaded) => Day | undefined
}

/** What is loaded. A failed or cancelled load leaves the population before it in place. */
export class Session {
  readonly #dependencies: SessionDependencies
  #loaded = $state.raw<Loaded | undefined>()
  readonly #everybody: EverybodySummary
  #replaced = $state(0)
  #loading = $state.raw<Loading | undefined>()
  #failure = $state.raw<{ readonly label: string; readonly error: WireError } | undefined>()
  #named = $state.raw<readonly DimensionInfo[]>([])
  #cancelled = false
  readonly #imports: OpenImports
  #plan: LoadPlan | undefined
  /** Set by the page's own file inputs where the host has no file dialogs. */
  filePicker: ((what: 'folder' | 'files') => void) | undefined

  constructor(dependencies: SessionDependencies) {
    this.#dependencies = dependencies
    this.#everybody = new EverybodySummary(dependencies.store, dependencies.panels)
    dependencies.onProgress((progress) => this.#progressed(progress))
    this.#imports = new OpenImports(dependencies.transport)
    dependencies.transport.subscribe('imports.arrived', () => void this.#openArrived())
  }

  get phase(): 'empty' | 'loading' | 'ready' | 'failed' {
    if (this.#loading !== undefined) return 'loading'
    if (this.#failure !== undefined) return 'failed'
    return this.#loaded === undefined ? 'empty' : 'ready'
  }

  /** The population on the screens; also present while another one is loading. */
  get loaded(): Loaded | undefined {
    return this.#loaded
  }

  /**
   * Everybody in the data, without filters: registries, what filters offer, fitness. `undefined` until it is calculated, which takes columns
   * that the first screen does not wait for.
   */
  get summary(): Summary | undefined {
    return this.#everybody.value
  }

  /** Goes up whenever other data come to the screens, or none: people have other numbers then. */
  get replaced(): number {
    return this.#replaced
  }

  /** Names the source of the population; `undefined` when nothing is loaded. */
  get population(): string | undefined {
    return populationKey(this.#loaded)
  }

  get loading(): Loading | undefined {
    return this.#loading
  }

  /** What is wrong with the data on the screens, in a sentence; `undefined` while they are complete. */
  get incomplete(): string | undefined {
    return completenessSentence(this.#loaded?.origin.completeness)
  }

  /** Why the last load came to nothing. */
  get failure(): { readonly label: string; readonly error: WireError } | undefined {
    return this.#failure
  }

  dismissFailure(): void {
    this.#failure = undefined
  }

  /** Lets the user choose with the host's dialog, or with the page's own where there is none. */
  async choose(what: 'folder' | 'files', nativeDialogs: boolean): Promise<void> {
    if (!nativeDialogs) {
      this.filePicker?.(what)
      return
    }
    await this.openListing(m.theChosenData, () => this.#dependencies.transport.call('imports.choose', { what }))
  }

  /** Opens what the program was started with, if anything. */
  async openPending(): Promise<void> {
    await this.openListing(m.theData, () => this.#dependencies.transport.call('imports.pending', undefined))
  }

  /** Opens what the system handed over, as soon as nothing else is being loaded. */
  async #openArrived(): Promise<void> {
    while (this.#loading !== undefined) await this.#loading.ended
    await this.openPending()
  }

  /** Loads files that were dropped or picked in the page. @throws AppError `not-allowed` while other data are being loaded */
  async openPicked(picked: Picked): Promise<void> {
    if (this.#loading !== undefined) throw new AppError('not-allowed', m.otherDataAreBeingLoaded)
    await this.#load(planPicked(picked))
  }

  /**
   * Opens a snapshot.
   * @param held whether it stays on this computer; otherwise it is removed when the program ends, and the data count as not saved
   * @param kind where the data came from, when the snapshot itself says less
   */
  async openSaved(
    id: string,
    label: string,
    { held = true, kind }: { readonly held?: boolean; readonly kind?: SnapshotSource } = {}
  ): Promise<void> {
    if (this.#loading !== undefined) return
    let opened: OpenedSnapshot
    try {
      opened = await this.#dependencies.transport.call('snapshots.open', { id })
    } catch (error) {
      this.#failure = { label, error: toWireError(error) }
      return
    }
    const { listing, facts, cacheUrl } = opened
    await this.#load({ ...planListing(listing, kind ?? facts.source), snapshot: { id, cacheUrl, held, facts } })
  }

  /** Opens several snapshots as one population. */
  async openTogether(parts: readonly SnapshotOfSource[]): Promise<void> {
    await this.#load(planTogether(parts))
  }

  /** Loads the data on the screens again, with each folder a source. */
  async separateFolders(): Promise<void> {
    const plan = this.#plan
    if (plan !== undefined) await this.#load(planByFolder(plan))
  }

  /** Matches the people of several sources again, by the decisions as they are now. */
  async rematch(): Promise<void> {
    const { report } = await this.#dependencies.store.rematch()
    if (this.#loaded !== undefined)
      this.#loaded = { ...this.#loaded, report: { ...this.#loaded.report, patients: report.patients } }
    await this.refreshSummary()
  }

  /** Notes that the data on the screens are saved, or no longer; nothing when others are on the screens by now. */
  markSaved(loaded: Loaded, savedAs: string | undefined): void {
    if (this.#loaded === loaded) this.#loaded = { ...loaded, savedAs }
  }

  async cancel(): Promise<void> {
    this.#cancelled = true
    await this.#dependencies.store.cancelLoad()
  }

  /** Reads again what there is as a whole, because a dimension was added. */
  async refreshSummary(): Promise<void> {
    await this.#everybody.refresh()
    if (this.#loaded !== undefined) this.#dependencies.panels.reset(true)
  }

  /** Forgets the population. */
  async close(): Promise<void> {
    await this.#dependencies.store.close()
    this.#loaded = undefined
    this.#everybody.forget()
    this.#replaced++
    this.#failure = undefined
    this.#dependencies.panels.reset(false)
    this.#dependencies.router.visit({ route: { screen: 'start' }, asOf: undefined, filters: [] })
    this.#plan = undefined
    await this.#imports.release()
  }

  /** Opens what the services list; nothing where they list nothing. @param label names it where it cannot be opened */
  async openListing(label: string, ask: () => Promise<ImportListing | undefined>): Promise<void> {
    if (this.#loading !== undefined) return
    let listing: ImportListing | undefined
    try {
      listing = await ask()
    } catch (error) {
      this.#failure = { label, error: toWireError(error) }
      return
    }
    if (listing === undefined) return
    await this.#load(planListing(listing, listing.kind === 'snapshot' ? 'files' : listing.kind))
  }

  async #load(plan: LoadPlan): Promise<void> {
    if (this.#loading !== undefined) {
      // It was asked for twice, and what was listed first is being loaded.
      await this.#imports.closeUnused(importsOf(plan))
      return
    }
    const { store, panels, context, router, tasks } = this.#dependencies
    const { label, kind, sources, snapshot } = plan
    this.#imports.begin(importsOf(plan))
    this.#failure = undefined
    this.#cancelled = false
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    this.#loading = { label, files: filesOf(plan), progress: undefined, ended }
    try {
      if (sources.length === 0) throw new AppError('invalid-input', m.noFHIRDataWereFoundIn)
      const request = { label, sources, isClusterRun: kind === 'cluster' }
      const read =
        snapshot === undefined
          ? await store.load(request)
          : await store.restore({
              ...request,
              kept: snapshot.id,
              isOfExport: snapshot.facts.export !== undefined,
              cacheUrl: snapshot.cacheUrl,
              absent: snapshot.facts.completeness?.absent ?? []
            })
      const extent = await dataExtent(store)
      const filters = await supportedFilters(context, () => firstSummary(store, extent), store)
      // An address that was opened before any data leads to its screen; otherwise the overview comes first.
      const followsLink = this.#loaded === undefined && showsPopulation(router.route.screen)
      this.#plan = plan
      const loaded = loadedOf(plan, read, extent)
      this.#loaded = loaded
      this.#everybody.forget()
      this.#replaced++
      context.reset(extent.lastDay ?? today(), filters, this.#dependencies.recallAsOf(loaded))
      panels.reset(true)
      await this.#imports.show()
      tasks.finish({
        outcome: 'done',
        text: loaded.savedAs === undefined ? m.loadedLabel(label) : m.openedLabel(label)
      })
      if (!followsLink) router.go({ screen: 'overview' })
      this.#everybody.follow(extent, ended).catch((error: unknown) => {
        this.#failure = { label, error: toWireError(error) }
      })
    } catch (error) {
      if (this.#cancelled) tasks.finish({ outcome: 'cancelled', text: m.loadingWasCancelled(label) })
      else {
        this.#failure = { label, error: toWireError(error) }
        tasks.finish({ outcome: 'failed', text: m.couldNotBeLoaded(label) })
      }
      await this.#imports.giveUp()
    } finally {
      this.#loading = undefined
      resolve()
      await this.#dependencies.transport.call('progress.show', {})
    }
  }

  /** Takes over the names of what filters are on, also where no list offers it. */
  learn(dimensions: readonly DimensionInfo[]): void {
    this.#named = dimensions
  }

  /** What filters can be on, by name: everything that is offered, and what the present filters are on. */
  get dimensions(): readonly DimensionInfo[] {
    const listed = this.summary?.dimensions ?? []
    return [...listed, ...this.#named.filter(({ id }) => !listed.some((each) => each.id === id))]
  }

  #progressed(progress: LoadProgress): void {
    if (this.#loading === undefined) return
    this.#loading = { ...this.#loading, progress }
    const task = loadingTask(this.#loading.label, progress)
    this.#dependencies.tasks.update({ ...task, cancel: () => void this.cancel() })
    const { fraction } = task
    void this.#dependencies.transport.call('progress.show', fraction === undefined ? {} : { fraction })
  }
}
