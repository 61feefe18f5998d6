import type { Context, Day, Filter } from '#engine/base/figures/filter.ts'
import type { Router } from './router.svelte.ts'
import { today } from './today.ts'

/** The as-of date and the population filters that every screen shares. Lives in the router's history entries. */
export class PopulationContext {
  readonly #router: Router
  #undo: (readonly Filter[])[] = $state.raw([])
  /** Last day with data of the loaded population. */
  #lastDay = $state<Day>(today())

  /** The context as panels take it; the same object until something in it changes. */
  readonly value: Context = $derived.by(() => ({ asOf: this.asOf, filters: this.filters }))
  /** Equal for equal contexts. */
  readonly key: string = $derived(JSON.stringify(this.value))

  constructor(router: Router) {
    this.#router = router
  }

  get asOf(): Day {
    return this.#router.place.asOf ?? this.#lastDay
  }

  get lastDay(): Day {
    return this.#lastDay
  }

  get filters(): readonly Filter[] {
    return this.#router.place.filters
  }

  get canUndo(): boolean {
    return this.#undo.length > 0
  }

  /**
   * Called after a load: the date goes to the last day with data, and only filters that the data understand stay.
   * @param chosen another date, where one was chosen for these data before
   */
  reset(lastDay: Day, filters: readonly Filter[], chosen?: Day): void {
    this.#lastDay = lastDay
    this.#undo = []
    this.#router.replace({ ...this.#router.place, asOf: chosen, filters })
  }

  /** @param day the clinical date; the last day with data is stored as "latest" */
  setAsOf(day: Day): void {
    this.#router.visit({ ...this.#router.place, asOf: day === this.#lastDay ? undefined : day })
  }

  /** The filter on one dimension, if there is one. */
  filterOn(dimension: string): Filter | undefined {
    return this.filters.find((filter) => filter.dimension === dimension)
  }

  /**
   * Sets the filter of its dimension. With `add`, its values join those already chosen. A filter without values is
   * removed.
   */
  filter(filter: Filter, options: { readonly add?: boolean } = {}): void {
    const old = this.filterOn(filter.dimension)
    const next =
      options.add === true && old !== undefined && (old.exclude ?? false) === (filter.exclude ?? false)
        ? { ...old, values: [...old.values, ...filter.values.filter((value) => !old.values.includes(value))] }
        : filter
    const rest = this.filters.map((each) => (each.dimension === filter.dimension ? next : each))
    this.setFilters((old === undefined ? [...rest, next] : rest).filter((each) => each.values.length > 0))
  }

  remove(dimension: string): void {
    this.setFilters(this.filters.filter((filter) => filter.dimension !== dimension))
  }

  /** Replaces all filters; `undo` brings the present ones back. */
  setFilters(filters: readonly Filter[]): void {
    if (JSON.stringify(filters) === JSON.stringify(this.filters)) return
    this.#undo = [...this.#undo.slice(-49), this.filters]
    this.#router.visit({ ...this.#router.place, filters })
  }

  /** Takes back the last change of filters. */
  undo(): void {
    const previous = this.#undo.at(-1)
    if (previous === undefined) return
    this.#undo = this.#undo.slice(0, -1)
    this.#router.visit({ ...this.#router.place, filters: previous })
  }
}
