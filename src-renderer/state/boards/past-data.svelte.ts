import { stateBoardsMessages as m } from '#messages/state/boards.ts'
import type { Context, Day, Filter } from '#engine/base/figures/filter.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import { figureKey, panelQuestion, type FigureSource } from '#engine/boards/figure-source.ts'
import { memberChange, type MemberChange } from '#engine/boards/member-change.ts'
import { AppError, toWireError, type WireError } from '#shared/app-error.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { CohortsState } from '../cohorts/cohorts.svelte.ts'
import { cohortAnswer } from './cohort-answer.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import { dataExtent } from '../session/first-summary.ts'
import type { Loaded } from '../session/loaded.ts'
import { planListing } from '../session/load-plan.ts'
import { ResultCache } from '../query/result-cache.ts'
import type { ComputingRules, SecondStore, ToldStore } from './second-store.ts'

const TASK = 'past-data'
const CACHED_ANSWERS = 64
/** Rows of one page of ids. */
const PAGE = 20_000

/** An earlier snapshot that is open next to the data on the screens. */
export interface OpenedPast {
  readonly id: string
  readonly label: string
  readonly lastDay: Day
}

/** Dependencies of {@link PastData}. */
export interface PastDataDependencies {
  readonly transport: Transport
  readonly store: StoreApi
  readonly panels: Pick<PanelQueries, 'onReset'>
  readonly cohorts: Pick<CohortsState, 'list' | 'find' | 'version'>
  /** By which both stores compute. */
  readonly rules: ComputingRules
  readonly tasks: BackgroundTasks
  /** @param onEnd is called when the worker ends by itself */
  readonly startStore: (onEnd: () => void) => SecondStore
}

/** An earlier snapshot next to the present data, in a worker of its own, which takes as much memory again. */
export class PastData {
  readonly #dependencies: PastDataDependencies
  #second: ToldStore | undefined
  #importId: string | undefined
  readonly #cache = new ResultCache(CACHED_ANSWERS)
  #opened = $state.raw<OpenedPast | undefined>()
  /** What is being opened, or waits until what was being opened before it has ended. */
  #wanted = $state.raw<{ readonly id: string } | undefined>()
  readonly #inTurn = oneAtATime()
  #comparing = $state(false)
  #cancel: ((reason: AppError) => void) | undefined
  #error = $state.raw<WireError | undefined>()

  constructor(dependencies: PastDataDependencies) {
    this.#dependencies = dependencies
    // Also when the data are locked: nothing of a person may stay in memory then.
    dependencies.panels.onReset(() => void this.endComparing())
  }

  get opened(): OpenedPast | undefined {
    return this.#opened
  }

  /** Id of the snapshot that is being opened. */
  get opening(): string | undefined {
    return this.#wanted?.id
  }

  /** The screen is shown as an earlier snapshot had it, next to what is known now. */
  get comparing(): boolean {
    return this.#comparing
  }

  /** Snapshots that can be opened next to the present data: all but the one on the screens. */
  choices(entries: readonly SnapshotEntry[], loaded: Pick<Loaded, 'opened' | 'savedAs'> | undefined): SnapshotEntry[] {
    return entries.filter(({ id }) => id !== loaded?.opened && id !== loaded?.savedAs)
  }

  /** Shows every screen next to an earlier snapshot, which is opened where one is named. */
  compare(entry?: { readonly id: string; readonly label: string }): void {
    this.#comparing = true
    if (entry !== undefined && entry.id !== this.#opened?.id) void this.open(entry.id, entry.label)
  }

  /** Shows the screens as they are again, and gives the memory of the earlier snapshot back. */
  async endComparing(): Promise<void> {
    this.#comparing = false
    await this.close()
  }

  get error(): WireError | undefined {
    return this.#error
  }

  /** Opens a snapshot in the place of the one before, and of one that is being opened. @param label how the list names it */
  async open(id: string, label: string): Promise<void> {
    if (this.#wanted?.id === id) return
    this.#forget()
    const wanted = (this.#wanted = { id })
    // What was being opened ends its own worker first.
    await this.#inTurn(() => this.#open(wanted, label))
  }

  async #open(wanted: { readonly id: string }, label: string): Promise<void> {
    const { id } = wanted
    const isWanted = (): boolean => this.#wanted === wanted
    if (!isWanted()) return
    await this.#release()
    const { transport, tasks, startStore } = this.#dependencies
    tasks.update(
      { title: m.openingLabel(label), fraction: undefined, detail: '', cancel: () => void this.close() },
      TASK
    )
    const { promise: cancelled, reject } = Promise.withResolvers<never>()
    // Where it is closed before anybody waits.
    cancelled.catch(() => undefined)
    this.#cancel = reject
    try {
      const { listing, facts, cacheUrl } = await transport.call('snapshots.open', { id })
      this.#importId = listing.importId
      const ended = (): void => void this.#ended(second)
      const second: ToldStore = (this.#second = { ...startStore(ended), told: undefined, inTurn: oneAtATime() })
      const { sources } = planListing(listing, facts.source)
      const absent = facts.completeness?.absent ?? []
      const { api } = second
      const isOfExport = facts.export !== undefined
      const restored = api.restore({ label: listing.label, sources, kept: id, isOfExport, cacheUrl, absent })
      // A worker that was ended answers no more.
      await Promise.race([restored, cancelled])
      await Promise.race([this.#tell(second, id), cancelled])
      const { lastDay } = await Promise.race([dataExtent(api), cancelled])
      if (!isWanted()) await cancelled
      if (lastDay === undefined) throw new AppError('not-found', m.theSnapshotHasNoDatedRecord)
      this.#opened = { id, label, lastDay }
      tasks.finish({ outcome: 'done', text: m.openedToCompare(label) }, TASK)
    } catch (error) {
      const wire = toWireError(error)
      const isCancelled = wire.code === 'cancelled'
      // What failed after something else was asked for is no error of that.
      if (isWanted() && !isCancelled) this.#error = wire
      const outcome = isCancelled ? 'cancelled' : 'failed'
      tasks.finish({ outcome, text: m.labelWasNotOpened(label, isCancelled) }, TASK)
      await this.#release()
    } finally {
      if (isWanted()) this.#wanted = undefined
      this.#cancel = undefined
    }
  }

  /** The worker of the earlier snapshot is gone, with everything that it had; the snapshot can be chosen again. */
  async #ended(second: ToldStore): Promise<void> {
    // What is being opened hears of it by its call.
    if (this.#second !== second || this.#opened === undefined) return
    await this.close()
    this.#error = toWireError(new AppError('internal', m.theWorkerOfTheSnapshotEnded, { retryable: true }))
  }

  /** Gives the memory of the earlier snapshot back. */
  async close(): Promise<void> {
    this.#wanted = undefined
    this.#forget()
    await this.#release()
  }

  /** Cancels what is being opened, and shows nothing of what was open. */
  #forget(): void {
    this.#cancel?.(new AppError('cancelled', m.theSnapshotWasClosed))
    this.#opened = undefined
    this.#error = undefined
    this.#cache.clear()
  }

  /** Computes a figure on the earlier snapshot. @throws AppError that says why it cannot be computed there */
  ask(source: FigureSource, context: Context): Promise<FigureAnswer> {
    return this.#cache.get(`${figureKey(source)}|${JSON.stringify(context)}|${this.#version}`, async () => {
      const api = await this.#api()
      switch (source.of) {
        case 'population': {
          const { name, params } = panelQuestion(source)
          return api.panel(name, context, params) as Promise<FigureAnswer>
        }
        case 'risk':
          return api.riskPanel(source.panel, context, source.params) as Promise<FigureAnswer>
        case 'measures':
          throw new AppError('invalid-input', m.ratesOfMeasuresAreComparedOn)
        case 'cohort': {
          const cohort = this.#dependencies.cohorts.find(source.cohort)
          if (cohort === undefined) throw new AppError('not-found', m.theCohortOfThisFigureIsNot)
          return cohortAnswer(api, cohort, context, this.#opened?.label ?? '')
        }
        case 'sql':
        case 'worklist':
        case 'rows':
          throw new AppError('invalid-input', m.statementsAndListsCannotBeAsked)
      }
    })
  }

  /**
   * Who entered and left a registry or cohort, with late data apart from change.
   * @param dimension of the membership, `registry:<id>` or `cohort:<id>`
   * @param filters the people in view
   */
  async members(dimension: string, filters: readonly Filter[], then: Day, later: Day): Promise<MemberChange> {
    const { store } = this.#dependencies
    const past = await this.#api()
    const members = memberFilters(dimension, filters)
    return memberChange({
      then: await idsOf(past, members, then),
      now: await idsOf(store, members, then),
      later: await idsOf(store, members, later),
      peopleThen: await idsOf(past, [], then),
      peopleNow: await idsOf(store, [], then)
    })
  }

  /** Changes with whatever decides what a figure of the earlier snapshot comes to. */
  get #version(): string {
    const { rules, cohorts } = this.#dependencies
    return `${rules.version}|${cohorts.version}`
  }

  /** The worker of the earlier snapshot, which computes by the rules and with the cohorts as they are now. */
  async #api(): Promise<StoreApi> {
    const second = this.#second
    const opened = this.#opened
    if (second === undefined || opened === undefined) throw new AppError('not-found', m.noEarlierSnapshotIsOpen)
    await this.#tell(second, opened.id)
    return second.api
  }

  #tell(second: ToldStore, snapshot: string): Promise<void> {
    return second.inTurn(async () => {
      const version = this.#version
      if (second.told === version) return
      const { rules, cohorts } = this.#dependencies
      await rules.tell(second.api, snapshot)
      await second.api.setCohorts(cohorts.list.map(({ id, definition }) => ({ id, definition })))
      second.told = version
    })
  }

  async #release(): Promise<void> {
    this.#second?.end()
    this.#second = undefined
    const importId = this.#importId
    this.#importId = undefined
    if (importId !== undefined) await this.#dependencies.transport.call('imports.close', { importId })
  }
}

/** Who counts as a member, as the registry screen counts: the living, of whom something was known by the day. */
/** Filters that the members of a registry or cohort fit. @param dimension of the membership */
export function memberFilters(dimension: string, filters: readonly Filter[]): readonly Filter[] {
  // A cohort says itself whether it begins with the living.
  const living: readonly Filter[] =
    dimension.startsWith('cohort:') || filters.some((filter) => filter.dimension === 'living')
      ? []
      : [{ dimension: 'living', values: ['living'] }]
  return [
    ...filters,
    ...living,
    ...(dimension.startsWith('registry:') ? [{ dimension: 'known', values: ['yes'] }] : []),
    { dimension, values: ['yes'] }
  ]
}

/** Ids of the Patient resources of who matches, on a day. */
async function idsOf(store: StoreApi, filters: readonly Filter[], asOf: Day): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  const selector = { table: 'patient', asOf, filters, where: [] }
  for (let offset = 0; ; offset += PAGE) {
    const page = await store.panel('rows', { asOf, filters }, { selector, offset, limit: PAGE, revealed: false })
    const index = page.columns.findIndex(({ name }) => name === 'id')
    if (index < 0) throw new AppError('internal', m.thePeopleOfTheSnapshotHave)
    for (const { cells } of page.rows) ids.add(cells[index] ?? '')
    if (offset + page.rows.length >= page.total || page.rows.length === 0) return ids
  }
}
