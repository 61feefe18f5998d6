import { SvelteMap } from 'svelte/reactivity'
import { boardIdOf, maxDraftLength, type Draft, type DraftSaved } from '#shared/contract/drafts.ts'
import type { Transport } from '#shared/contract/contract.ts'

/** Milliseconds after the last key before a draft is sent. */
const PAUSE_MS = 600

/**
 * Where a draft is: `waiting` to be sent, `stored` sealed on disk, `memory` only because no key is open, it failed, or
 * another window has a version of its own on disk.
 */
type Whereabouts = 'waiting' | 'stored' | 'memory'

/** Boards have calls of their own: the audit log has each of their changes. */
function isBoard(name: string): boolean {
  return boardIdOf(name) !== undefined
}

interface HeldDraft {
  readonly text: string
  readonly where: Whereabouts
  /** When the version on disk that this page knows was saved. */
  readonly savedAt: number | undefined
}

/**
 * Unfinished work: it survives a change of screen, and, where a key is open, also a reload, a lock and a crash. Without a
 * key it stays in memory, and {@link unsafe} says that leaving the page would lose it. Never in the browser's own storage,
 * because a draft may name people.
 */
export class Drafts {
  readonly #transport: Transport
  readonly #held = new SvelteMap<string, HeldDraft>()
  /** Versions of other windows, which wait for a decision. */
  readonly #conflicts = new SvelteMap<string, Draft>()
  readonly #sending = new SvelteMap<string, Promise<void>>()
  #timers: Readonly<Record<string, ReturnType<typeof setTimeout>>> = {}
  #listeners: readonly (() => void)[] = []

  readonly #mayUse: () => boolean

  /** @param mayUse whether the user's role includes what drafts are about */
  constructor(transport: Transport, mayUse: () => boolean = () => true) {
    this.#transport = transport
    this.#mayUse = mayUse
    // A key was opened, made or locked.
    transport.subscribe('snapshots.changed', () => void this.load())
  }

  /** Something would be lost if the page ended now. */
  get unsafe(): boolean {
    return [...this.#held.values()].some(({ where }) => where !== 'stored')
  }

  /** Names of drafts that another window changed as well; nothing of them is saved until somebody decides. */
  get conflicts(): readonly string[] {
    return [...this.#conflicts.keys()]
  }

  /** Names of the drafts that begin with a word, those that were changed last first. */
  names(prefix: string): readonly string[] {
    const changedAt = ({ where, savedAt }: HeldDraft): number => (where === 'stored' ? (savedAt ?? 0) : Infinity)
    return [...this.#held]
      .filter(([name]) => name.startsWith(prefix))
      .sort(([, left], [, right]) => (changedAt(left) === changedAt(right) ? 0 : changedAt(right) - changedAt(left)))
      .map(([name]) => name)
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
    if (!this.#mayUse()) return
    const { open, drafts } = await this.#transport.call('drafts.list', undefined)
    if (!open) return
    const found = drafts.filter(({ name }) => !this.#held.has(name))
    for (const { name, text, savedAt } of found) this.#hold(name, { text, where: 'stored', savedAt })
    if (found.length > 0) this.#announce()
    for (const [name, { where }] of this.#held) if (where === 'memory') void this.#store(name)
  }

  /** Holds a draft and stores it when the keys rest. */
  write(name: string, text: string): void {
    const draft = this.#held.get(name)
    if (draft?.text === text) return
    this.#hold(name, { text, where: 'waiting', savedAt: draft?.savedAt })
    this.#forgetTimer(name)
    this.#timers = { ...this.#timers, [name]: setTimeout(() => void this.#store(name), PAUSE_MS) }
  }

  /** Forgets a draft, because it was finished or given up. A version of another window stays on disk. */
  remove(name: string): void {
    this.#forgetTimer(name)
    this.#conflicts.delete(name)
    const draft = this.#held.get(name)
    if (draft === undefined) return
    this.#held.delete(name)
    // One that is being sent is deleted when it has arrived.
    if (!this.#sending.has(name)) this.#forget(name, draft)
  }

  /** Decides a conflict for the draft of this page; the version of the other window is replaced. */
  async keepMine(name: string): Promise<void> {
    const [cachedDraft, other] = [this.#held.get(name), this.#conflicts.get(name)]
    if (cachedDraft === undefined || other === undefined) return
    this.#conflicts.delete(name)
    this.#hold(name, { ...cachedDraft, savedAt: other.savedAt })
    await this.#store(name)
  }

  /** Decides a conflict for the version of the other window; the one of this page is dropped. */
  takeOther(name: string): void {
    const other = this.#conflicts.get(name)
    if (other === undefined) return
    this.#forgetTimer(name)
    this.#conflicts.delete(name)
    this.#hold(name, { text: other.text, where: 'stored', savedAt: other.savedAt })
    this.#announce()
  }

  /** Stores at once what waits for the keys to rest; call it when the page is about to go. */
  async flush(): Promise<void> {
    await Promise.all(Object.keys(this.#timers).map((name) => this.#store(name)))
  }

  /** One at a time for each draft, because a version is told apart by the one before. */
  async #store(name: string): Promise<void> {
    this.#forgetTimer(name)
    const before = this.#sending.get(name)
    if (before !== undefined) {
      await before
      if (this.#held.get(name)?.where !== 'stored') await this.#store(name)
      return
    }
    const sending = this.#storeNow(name).finally(() => this.#sending.delete(name))
    this.#sending.set(name, sending)
    await sending
  }

  async #storeNow(name: string): Promise<void> {
    const draft = this.#held.get(name)
    if (draft === undefined || this.#conflicts.has(name)) return
    const saved = draft.text.length <= maxDraftLength ? await this.#send(name, draft) : undefined
    const now = this.#held.get(name)
    // It was removed meanwhile.
    if (now === undefined) {
      this.#forget(name, saved?.outcome === 'saved' ? { ...draft, savedAt: saved.savedAt } : draft)
      return
    }
    if (saved?.outcome === 'conflict') this.#conflicts.set(name, saved.other)
    const savedAt = saved?.outcome === 'saved' ? saved.savedAt : now.savedAt
    const where = now.text !== draft.text ? now.where : saved?.outcome === 'saved' ? 'stored' : 'memory'
    this.#hold(name, { text: now.text, where, savedAt })
  }

  /** A failure is no reason to stop somebody who writes: the draft counts as unsafe, and is sent again with the next change. */
  async #send(name: string, { text, savedAt }: HeldDraft): Promise<DraftSaved | undefined> {
    try {
      const known = savedAt === undefined ? {} : { replaces: savedAt }
      return await this.#transport.call(isBoard(name) ? 'boards.save' : 'drafts.save', { name, text, ...known })
    } catch {
      return undefined
    }
  }

  #forget(name: string, cachedDraft: HeldDraft): void {
    const known = cachedDraft.savedAt === undefined ? {} : { replaces: cachedDraft.savedAt }
    // What could not be removed is there still, and is shown.
    this.#transport.call(isBoard(name) ? 'boards.remove' : 'drafts.remove', { name, ...known }).catch(() => {
      if (!this.#held.has(name)) this.#hold(name, cachedDraft)
    })
  }

  #announce(): void {
    for (const listener of this.#listeners) listener()
  }

  #hold(name: string, draft: HeldDraft): void {
    this.#held.set(name, draft)
  }

  #forgetTimer(name: string): void {
    clearTimeout(this.#timers[name])
    this.#timers = Object.fromEntries(Object.entries(this.#timers).filter(([each]) => each !== name))
  }
}
