import { MediaQuery } from 'svelte/reactivity'
import type { SettingsState } from './settings.svelte.ts'

/** How things are to be drawn: the theme in force and what the operating system asks for. */
export class Appearance {
  readonly #settings: SettingsState
  readonly #dark = new MediaQuery('(prefers-color-scheme: dark)')
  readonly #forced = new MediaQuery('(forced-colors: active)')
  readonly #still = new MediaQuery('(prefers-reduced-motion: reduce)')
  readonly #contrast = new MediaQuery('(prefers-contrast: more)')

  constructor(settings: SettingsState) {
    this.#settings = settings
  }

  /** The theme in force; `system` is already resolved. */
  get theme(): 'light' | 'dark' {
    const { theme } = this.#settings.value
    return theme === 'system' ? (this.#dark.current ? 'dark' : 'light') : theme
  }

  /** The system's own palette replaces the colors: charts switch on patterns. */
  get forcedColors(): boolean {
    return this.#forced.current
  }

  get reducedMotion(): boolean {
    return this.#still.current
  }

  /** Changes whenever colors have to be read from the tokens again. */
  get key(): string {
    return `${this.theme}|${this.#forced.current}|${this.#contrast.current}`
  }
}
