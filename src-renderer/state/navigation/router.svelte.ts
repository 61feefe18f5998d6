import type { HistoryPort } from './browser-history.ts'
import { formatPlace, parsePlace, type HistoryEntry } from './history-entry.ts'
import type { Route } from './route.ts'

/** Where the user is. The context (as-of date and filters) is part of each history entry, so Back restores it. */
export class Router {
  readonly #history: HistoryPort
  #place = $state.raw<HistoryEntry>({ route: { screen: 'start' }, asOf: undefined, filters: [] })
  #index = $state(0)
  #last = $state(0)

  constructor(history: HistoryPort) {
    this.#history = history
    const { hash, index } = history.read()
    this.#index = this.#last = index ?? 0
    this.#place = parsePlace(hash) ?? this.#place
    history.replace(formatPlace(this.#place), this.#index)
    history.listen(() => this.#moved())
  }

  get place(): HistoryEntry {
    return this.#place
  }

  get route(): Route {
    return this.#place.route
  }

  /** Number of the present entry of the history. */
  get entry(): number {
    return this.#index
  }

  get canGoBack(): boolean {
    return this.#index > 0
  }

  get canGoForward(): boolean {
    return this.#index < this.#last
  }

  /** Opens a screen and keeps the context. */
  go(route: Route): void {
    this.visit({ ...this.#place, route })
  }

  /** Opens a place as a new history entry; nothing happens when it is the present one. */
  visit(place: HistoryEntry): void {
    const hash = formatPlace(place)
    if (hash === formatPlace(this.#place)) return
    this.#place = place
    this.#index = this.#last = this.#index + 1
    this.#history.push(hash, this.#index)
  }

  /** Changes the present entry without adding one. */
  replace(place: HistoryEntry): void {
    this.#place = place
    this.#history.replace(formatPlace(place), this.#index)
  }

  back(): void {
    if (this.canGoBack) this.#history.go(-1)
  }

  forward(): void {
    if (this.canGoForward) this.#history.go(1)
  }

  #moved(): void {
    const { hash, index } = this.#history.read()
    const place = parsePlace(hash)
    if (place === undefined) {
      this.#history.replace(formatPlace(this.#place), this.#index)
      return
    }
    this.#place = place
    if (index === undefined) {
      this.#index = this.#last = this.#index + 1
      this.#history.replace(hash, this.#index)
    } else {
      this.#index = index
      this.#last = Math.max(this.#last, index)
    }
  }
}
