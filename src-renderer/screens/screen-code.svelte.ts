import type { Component } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { Dashboard } from './screen-list.ts'

/** The code of the dashboards, fetched when one is opened for the first time. */
export class ScreenCode {
  readonly #fetched = new SvelteMap<string, Component>()
  #failed = $state(false)

  /** @returns `undefined` while it has not arrived */
  of(dashboard: Dashboard | undefined): Component | undefined {
    return dashboard && this.#fetched.get(dashboard.screen)
  }

  /** The last fetch came to nothing: the service that hands out the page has ended, for example. */
  get failed(): boolean {
    return this.#failed
  }

  /** Fetches the code of a dashboard once. Never fails; see {@link failed}. */
  async fetch(dashboard: Dashboard | undefined): Promise<void> {
    if (dashboard === undefined || this.#fetched.has(dashboard.screen)) return
    try {
      const { default: component } = await dashboard.load()
      this.#fetched.set(dashboard.screen, component)
      this.#failed = false
    } catch {
      this.#failed = true
    }
  }
}
