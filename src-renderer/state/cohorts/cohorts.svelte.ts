import { activeLocale } from '#shared/messages/locale.ts'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { Cohort } from '#engine/cohorts/members/cohorts.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Drafts } from '../drafts/drafts.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import type { Session } from '../session/session.svelte.ts'
import { SavedCohorts } from './saved-cohorts.ts'

/** Dependencies of {@link CohortsState}. */
export interface CohortsDependencies {
  readonly drafts: Drafts
  readonly store: StoreApi
  readonly session: Session
  readonly context: PopulationContext
  readonly panels: PanelQueries
  readonly toasts: Toasts
}

/** The cohorts of the whole page: one list for the builder, Explore, filters, SQL and the navigation. */
export class CohortsState {
  readonly #dependencies: CohortsDependencies
  readonly #saved: SavedCohorts
  #list = $state.raw<readonly Cohort[]>([])
  #version = $state(0)
  /** Counts up with each time that the list was asked for. */
  #asked = 0

  constructor(dependencies: CohortsDependencies) {
    this.#dependencies = dependencies
    this.#saved = new SavedCohorts({
      drafts: dependencies.drafts,
      store: dependencies.store,
      session: dependencies.session,
      onRestored: () => void this.#changed(),
      onUnreadable: (message) => dependencies.toasts.show(message, { kind: 'failed' })
    })
  }

  /** As they are on the as-of date. */
  get list(): readonly Cohort[] {
    return this.#list
  }

  /** Those that are listed next to the registries. */
  get registries(): readonly Cohort[] {
    return this.#list.filter(({ definition }) => definition.registry === true)
  }

  /** Goes up whenever there are other cohorts. */
  get version(): number {
    return this.#version
  }

  find(id: string): Cohort | undefined {
    return this.#list.find((cohort) => cohort.id === id)
  }

  /** Brings the saved cohorts into data that were loaded. */
  restore(): Promise<void> {
    return this.#saved.restore()
  }

  /** Counts again: the data or the date changed. The last time that it is asked for counts, whichever ends last. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked
    const { store, session, context } = this.#dependencies
    if (session.loaded === undefined) {
      this.#list = []
      return
    }
    const list = await store.cohorts(context.asOf)
    if (asked !== this.#asked) return
    this.#list = list.toSorted((left, right) => left.title.localeCompare(right.title, activeLocale))
  }

  /** Takes a cohort that was made, and saves it. */
  async added(cohort: Cohort): Promise<Cohort> {
    this.#saved.save(cohort)
    await this.#changed()
    return cohort
  }

  /** Adds a cohort or changes it. @throws AppError `invalid-input` */
  async put(cohort: SavedCohort): Promise<Cohort> {
    return this.added(await this.#dependencies.store.cohortPut(cohort, this.#dependencies.context.asOf))
  }

  /** Adds a cohort of a definition, under an id of its own. @throws AppError `invalid-input` */
  create(definition: CohortDefinition): Promise<Cohort> {
    return this.put({ id: crypto.randomUUID().slice(0, 8), definition })
  }

  async rename({ id, definition }: Cohort, title: string): Promise<Cohort> {
    return this.put({ id, definition: { ...definition, title } })
  }

  /** Forgets a cohort, and the filter that names it. @throws AppError `not-allowed` while another cohort uses it */
  async remove(id: string): Promise<void> {
    const { store, context } = this.#dependencies
    await store.cohortRemove(id)
    context.remove(`cohort:${id}`)
    this.#saved.remove(id)
    await this.#changed()
  }

  /** Filters, charts, lists and SQL name cohorts. */
  async #changed(): Promise<void> {
    const { panels, session } = this.#dependencies
    this.#version++
    panels.refresh()
    await this.refresh()
    // What was asked for since then found the definitions of before in the list.
    this.#version++
    await session.refreshSummary()
  }
}
