import type { Cohort, CohortOperation } from '#engine/cohorts/members/cohorts.ts'
import type { Brushes, ExploreAnswer, ExploreFrame, PivotRequest } from '#engine/explore/explorer.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { App } from '../app.ts'
import { chosenValues, codesOfChoice, fittingPivot } from './explore-choices.ts'
import { readView, type SavedExploreView } from './view-file.ts'

const firstDimensions = [
  'age5',
  'measure:latest_hemoglobin_a1c',
  'measure:emergency_visits_12m',
  'sex',
  'payer',
  'practice',
  'conditions'
]

/** The charts, choices and cohorts of the Explore screen. Views are saved with the settings, cohorts sealed. */
export class ExploreState {
  readonly #app: App
  #dimensions = $state.raw<readonly string[]>([])
  #brushes = $state.raw<Brushes>({})
  #pivot = $state.raw<PivotRequest>({ rows: 'practice', columns: 'age5', measure: undefined })
  #frame = $state.raw<ExploreFrame | undefined>()
  #answer = $state.raw<ExploreAnswer | undefined>()
  /** Why the charts could not be prepared. */
  #openError = $state.raw<WireError | undefined>()
  /** Why the last choice has no answer. */
  #askError = $state.raw<WireError | undefined>()
  #opening = $state(false)
  #asking = false
  #wanted = false

  constructor(app: App) {
    this.#app = app
  }

  get dimensions(): readonly string[] {
    return this.#dimensions
  }

  get brushes(): Brushes {
    return this.#brushes
  }

  get pivot(): PivotRequest {
    return this.#pivot
  }

  get frame(): ExploreFrame | undefined {
    return this.#frame
  }

  /** What the charts show; undefined until the first answer. */
  get answer(): ExploreAnswer | undefined {
    return this.#answer
  }

  get cohorts(): readonly Cohort[] {
    return this.#app.cohorts.list
  }

  get views(): readonly SavedExploreView[] {
    // A `$derived` would end with the screen that asked for this state first.
    return this.#app.settings.value.exploreViews.flatMap(readView)
  }

  get error(): WireError | undefined {
    return this.#openError ?? this.#askError
  }

  get opening(): boolean {
    return this.#opening
  }

  get isBrushed(): boolean {
    return Object.values(this.#brushes).some((codes) => codes.length > 0)
  }

  /** Prepares the charts for the present context; choices stay where their values still exist. */
  async open(): Promise<void> {
    const { store, context, cohorts } = this.#app
    this.#opening = true
    this.#openError = undefined
    const asked = { key: context.key, dimensions: this.#dimensions }
    try {
      await cohorts.refresh()
      if (this.#dimensions.length === 0) {
        const { available } = await store.exploreOpen({ context: context.value, dimensions: [] })
        const known = available.map(({ id }) => id)
        this.#dimensions = asked.dimensions = firstDimensions.filter((id) => known.includes(id))
      }
      const frame = await store.exploreOpen({ context: context.value, dimensions: this.#dimensions })
      if (asked.key !== context.key || asked.dimensions !== this.#dimensions) return
      // What was chosen while the charts were prepared counts.
      const chosen = chosenValues(this.#frame, this.#brushes)
      this.#frame = frame
      this.#brushes = codesOfChoice(this.#frame, chosen)
      this.#pivot = fittingPivot(this.#pivot, this.#dimensions)
      await this.#ask()
    } catch (error) {
      this.#openError = toWireError(error)
    } finally {
      this.#opening = false
    }
  }

  /** Chooses codes of a dimension; none removes the choice. */
  brush(dimension: string, codes: readonly number[]): void {
    this.#brushes = { ...this.#brushes, [dimension]: codes }
    void this.#ask()
  }

  reset(): void {
    this.#brushes = {}
    void this.#ask()
  }

  setPivot(part: Partial<PivotRequest>): void {
    this.#pivot = { ...this.#pivot, ...part }
    void this.#ask()
  }

  async addDimension(id: string): Promise<void> {
    if (this.#dimensions.includes(id)) return
    this.#dimensions = [...this.#dimensions, id]
    await this.open()
  }

  async removeDimension(id: string): Promise<void> {
    this.#dimensions = this.#dimensions.filter((each) => each !== id)
    this.#brushes = Object.fromEntries(Object.entries(this.#brushes).filter(([each]) => each !== id))
    await this.open()
  }

  /** @returns whether it was saved; a failure is shown in a toast */
  async saveView(title: string): Promise<boolean> {
    const view = {
      title,
      dimensions: this.#dimensions,
      chosen: chosenValues(this.#frame, this.#brushes),
      pivot: this.#pivot
    }
    return this.addViews([view])
  }

  /** @returns whether they were saved; a failure is shown in a toast */
  async addViews(views: readonly SavedExploreView[]): Promise<boolean> {
    const titles = views.map(({ title }) => title)
    return this.#saveViews([...this.views.filter(({ title }) => !titles.includes(title)), ...views])
  }

  /** @returns whether it was removed; a failure is shown in a toast */
  async removeView(title: string): Promise<boolean> {
    return this.#saveViews(this.views.filter((view) => view.title !== title))
  }

  async openView(view: SavedExploreView): Promise<void> {
    const known = this.#frame?.available.map(({ id }) => id) ?? []
    this.#dimensions = view.dimensions.filter((id) => known.includes(id))
    this.#brushes = {}
    this.#pivot = view.pivot
    await this.open()
    this.#brushes = codesOfChoice(this.#frame, view.chosen)
    await this.#ask()
  }

  /** Saves what is chosen as the definition of a cohort. */
  async saveCohort(title: string): Promise<Cohort> {
    return this.#app.cohorts.added(await this.#app.store.cohortOfBrushes(title, this.#brushes))
  }

  async combine(title: string, operation: CohortOperation, left: string, right: string): Promise<Cohort> {
    const { store, context, cohorts } = this.#app
    return cohorts.added(await store.cohortCombine(title, operation, left, right, context.value))
  }

  /** Makes a cohort of people by the ids of their Patient resources. */
  async cohortOfIds(
    title: string,
    ids: readonly string[]
  ): Promise<{ readonly cohort: Cohort; readonly unknown: number }> {
    const { store, context, cohorts } = this.#app
    const { cohort, unknown } = await store.cohortOfIds(title, ids, context.asOf)
    return { cohort: await cohorts.added(cohort), unknown }
  }

  /** Forgets a cohort, and the filter and chart that name it. */
  async removeCohort(id: string): Promise<void> {
    await this.#app.cohorts.remove(id)
    const dimension = `cohort:${id}`
    this.#dimensions = this.#dimensions.filter((each) => each !== dimension)
    this.#brushes = Object.fromEntries(Object.entries(this.#brushes).filter(([each]) => each !== dimension))
    await this.open()
  }

  async #saveViews(views: readonly SavedExploreView[]): Promise<boolean> {
    return this.#app.settings.set({ exploreViews: views.map((view) => JSON.stringify(view)) })
  }

  /** One question at a time; the last choice always gets its answer. */
  async #ask(): Promise<void> {
    this.#wanted = true
    if (this.#asking) return
    this.#asking = true
    while (this.#wanted) {
      this.#wanted = false
      try {
        this.#answer = await this.#app.store.exploreAsk(this.#brushes, this.#pivot)
        this.#askError = undefined
      } catch (error) {
        this.#askError = toWireError(error)
      }
    }
    this.#asking = false
  }
}

const states = new WeakMap<App, ExploreState>()

/** The state of the screen; it outlives the screen. */
export function exploreOf(app: App): ExploreState {
  const state = states.get(app) ?? new ExploreState(app)
  states.set(app, state)
  return state
}
