import { SvelteMap } from 'svelte/reactivity'
import { longestDraft } from '#shared/contract-drafts.ts'
import type { Transport } from '#shared/contract.ts'

/** Milliseconds after the last key before a draft is sent. */
const PAUSE_MS = 600

/** Where a draft is: `waiting` to be sent, `stored` sealed on disk, `memory` only because no key is open or it failed. */
type Whereabouts = 'waiting' | 'stored' | 'memory'

interface HeldDraft {
  readonly text: string
  readonly where: Whereabouts
}

/**
 * Unfinished work: it survives a change of screen, and, where a key is open, also a reload, a lock and a crash. Without a
 * key it stays in memory, and {@link unsafe} says that leaving the page would lose it. Never in the browser's own storage,
 * because a draft may name people.
 */
export class Drafts {
  readonly #transport: Transport
  readonly #held = new SvelteMap<string, HeldDraft>()
  #timers: Readonly<Record<string, ReturnType<typeof setTimeout>>> = {}
  #listeners: readonly (() => void)[] = []

  constructor(transport: Transport) {
    this.#transport = transport
    // A key was opened, made or locked.
    transport.subscribe('snapshots.changed', () => void this.load())
  }

  /** Something would be lost if the page ended now. */
  get unsafe(): boolean {
    return [...this.#held.values()].some(({ where }) => where !== 'stored')
  }

  /** The text of a draft, if there is one. */
  read(name: string): string | undefined {
    return this.#held.get(name)?.text
  }

  /**
   * The value that {@link writeValue} wrote under the same format. The seal proves that this program wrote it.
   * @param format goes up when the shape changes; values of another format are left alone and not read
   */
  readValue<T>(name: string, format: number): T | undefined {
    const text = this.read(name)
    if (text === undefined) return undefined
    const found = JSON.parse(text) as { readonly format: number; readonly value: T }
    return found.format === format ? found.value : undefined
  }

  /** Holds a value of plain JSON as a draft. */
  writeValue<T>(name: string, format: number, value: T): void {
    this.write(name, JSON.stringify({ format, value }))
  }

  /** Calls `listener` whenever drafts arrived from the disk. @returns a function that unsubscribes */
  onLoaded(listener: () => void): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => (this.#listeners = this.#listeners.filter((each) => each !== listener))
  }

  /** Reads what is on disk and stores what is in memory only. What the page holds counts more than what is on disk. */
  async load(): Promise<void> {
    const { open, drafts } = await this.#transport.call('drafts.list', undefined)
    if (!open) return
    const found = drafts.filter(({ name }) => !this.#held.has(name))
    for (const { name, text } of found) this.#hold(name, { text, where: 'stored' })
    if (found.length > 0) for (const listener of this.#listeners) listener()
    for (const [name, { where }] of this.#held) if (where === 'memory') void this.#store(name)
  }

  /** Holds a draft and stores it when the keys rest. */
  write(name: string, text: string): void {
    if (this.read(name) === text) return
    this.#hold(name, { text, where: 'waiting' })
    this.#forgetTimer(name)
    this.#timers = { ...this.#timers, [name]: setTimeout(() => void this.#store(name), PAUSE_MS) }
  }

  /** Forgets a draft, because it was finished or given up. */
  remove(name: string): void {
    this.#forgetTimer(name)
    const held = this.#held.get(name)
    if (held === undefined) return
    this.#held.delete(name)
    void this.#transport.call('drafts.remove', { name }).catch(() => this.#hold(name, held))
  }

  /** Stores at once what waits for the keys to rest; call it when the page is about to go. */
  async flush(): Promise<void> {
    await Promise.all(Object.keys(this.#timers).map((name) => this.#store(name)))
  }

  async #store(name: string): Promise<void> {
    this.#forgetTimer(name)
    const held = this.#held.get(name)
    if (held === undefined) return
    const saved = held.text.length <= longestDraft && (await this.#send(name, held.text))
    // It may have been changed or removed meanwhile.
    if (this.#held.get(name) === held) this.#hold(name, { text: held.text, where: saved ? 'stored' : 'memory' })
  }

  /** A failure is no reason to stop somebody who writes: the draft counts as unsafe, and is sent again with the next change. */
  async #send(name: string, text: string): Promise<boolean> {
    try {
      return (await this.#transport.call('drafts.save', { name, text })).saved
    } catch {
      return false
    }
  }

  #hold(name: string, draft: HeldDraft): void {
    this.#held.set(name, draft)
  }

  #forgetTimer(name: string): void {
    clearTimeout(this.#timers[name])
    this.#timers = Object.fromEntries(Object.entries(this.#timers).filter(([each]) => each !== name))
  }
}
