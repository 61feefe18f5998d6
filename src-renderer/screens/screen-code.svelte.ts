import type { Component } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { ScreenEntry } from './screen-list.ts'

/** The code of the screens, fetched when one is opened for the first time. */
export class ScreenCode {
  readonly #fetched = new SvelteMap<string, Component>()
  #failed = $state(false)

  /** @returns `undefined` while it has not arrived */
  of(entry: ScreenEntry | undefined): Component | undefined {
    return entry && this.#fetched.get(entry.screen)
  }

  /** The last fetch came to nothing: the service that hands out the page has ended, for example. */
  get failed(): boolean {
    return this.#failed
  }

  /** Fetches the code of a screen once. Never fails; see {@link failed}. */
  async fetch(entry: ScreenEntry | undefined): Promise<void> {
    if (entry === undefined || this.#fetched.has(entry.screen)) return
    try {
      const { default: component } = await entry.load()
      this.#fetched.set(entry.screen, component)
      this.#failed = false
    } catch {
      this.#failed = true
    }
  }
}
