import type { MatchView } from '#engine/matching/results/match-view.ts'
import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { decisionsIn, type MatchChoice, type MatchEntry } from '#shared/contract/matching.ts'
import { defined } from '#shared/language/defined.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Connections } from './connections.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { Session } from '../session/session.svelte.ts'
import type { SnapshotOfSource } from '../session/several-sources.ts'
import type { Snapshots } from '../session/snapshots.svelte.ts'

/** Dependencies of {@link Sources}. */
export interface SourcesDependencies {
  readonly transport: Transport
  readonly store: StoreApi
  readonly session: Session
  readonly snapshots: Snapshots
  readonly connections: Connections
  readonly toasts: Toasts
}

/** Several sources in one population, and which of their records are of one person. */
export class Sources {
  readonly #dependencies: SourcesDependencies
  #matched = $state.raw<{ readonly view: MatchView; readonly replaced: number } | undefined>()
  #entries = $state.raw<readonly MatchEntry[]>([])
  #busy = $state(false)
  /** Counts up with each reading. */
  #asked = 0
  /** What identifies people may be shown. */
  #revealed = false

  constructor(dependencies: SourcesDependencies) {
    this.#dependencies = dependencies
  }

  /** How the people were matched; undefined for a population of one source, and while it is not known. */
  get view(): MatchView | undefined {
    const { session } = this.#dependencies
    return this.#matched?.replaced === session.replaced ? this.#matched.view : undefined
  }

  /** A decision is being recorded, or people are being matched again. */
  get busy(): boolean {
    return this.#busy
  }

  /** The decisions that hold, the newest first. */
  get decisions(): readonly (ReturnType<typeof decisionsIn>[number] & Pick<MatchEntry, 'at' | 'by'>)[] {
    const stamps = new Map(this.#entries.map(({ id, at, by }) => [id, { at, by }]))
    return decisionsIn(this.#entries)
      .map((decision) => ({ ...decision, ...defined(stamps.get(decision.id)) }))
      .toReversed()
  }

  /**
   * Reads how people were matched; the last time that it is asked for counts.
   * @param revealed whether what identifies people may be shown
   */
  async read(revealed: boolean): Promise<void> {
    const { store, session, transport, toasts } = this.#dependencies
    const asked = ++this.#asked
    const { replaced } = session
    this.#revealed = revealed
    const isWanted = (): boolean => asked === this.#asked && replaced === session.replaced
    try {
      const view = await store.matches(revealed)
      const { entries } = await transport.call('matching.journal', undefined)
      if (!isWanted()) return
      this.#matched = view && { view, replaced }
      this.#entries = entries
    } catch (error) {
      if (!isWanted()) return
      this.#matched = undefined
      toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Records a decision, and matches people again. @returns the decision, undefined when it was not recorded */
  async decide(choice: MatchChoice): Promise<MatchEntry | undefined> {
    const { transport, session, snapshots, toasts } = this.#dependencies
    if (this.#busy) return undefined
    this.#busy = true
    try {
      if (!(await snapshots.unlock())) return undefined
      const entry = await transport.call('matching.decide', choice)
      await session.rematch()
      // Names may have been masked meanwhile.
      await this.read(this.#revealed)
      return entry
    } catch (error) {
      toasts.show(toWireError(error).message, { kind: 'failed' })
      return undefined
    } finally {
      this.#busy = false
    }
  }

  /** Opens several snapshots as one population. */
  async openTogether(entries: readonly SnapshotEntry[]): Promise<void> {
    const { transport, session, snapshots, connections, toasts } = this.#dependencies
    if (!(await snapshots.unlock())) return
    try {
      const parts: SnapshotOfSource[] = []
      for (const { id } of entries) {
        const opened = await transport.call('snapshots.open', { id })
        const connection = connections.list.find((each) => each.id === opened.facts.export?.connection)
        parts.push({ opened, base: connection?.settings.base.replace(/\/+$/, '') })
      }
      await session.openTogether(parts)
    } catch (error) {
      toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }
}
