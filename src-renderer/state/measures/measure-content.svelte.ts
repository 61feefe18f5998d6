import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import { toWireError } from '#shared/app-error.ts'
import type { PackEntry } from '#shared/contract/measures.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { PackRequest } from '../../workers/measures/measure-protocol.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** The packs of measures that are installed, as the store worker has them. */
export class InstalledMeasures {
  readonly #parts: { readonly transport: Transport; readonly store: StoreApi; readonly toasts: Toasts }
  readonly #onread: () => Promise<void>
  readonly #onadded: (isFirst: boolean) => void
  /** Packs that add codes to lists. */
  #adding = ''
  #packs = $state.raw<readonly PackEntry[]>([])
  #told = $state.raw<readonly PackRequest[]>()
  #installed = $state.raw<readonly InstalledMeasure[]>([])
  #state = $state<'unread' | 'reading' | 'ready' | 'failed'>('unread')
  #error = $state<string | undefined>()
  #reading: Promise<void> | undefined

  /**
   * @param onread called whenever the packs were read; what it throws counts as a failure to read
   * @param onadded called whenever other codes are added to lists than before, and whether nothing was read before
   */
  constructor(
    parts: { readonly transport: Transport; readonly store: StoreApi; readonly toasts: Toasts },
    onread: () => Promise<void>,
    onadded: (isFirst: boolean) => void
  ) {
    this.#parts = parts
    this.#onread = onread
    this.#onadded = onadded
    const { transport } = parts
    transport.subscribe('content.changed', () => void this.refresh())
    // Whether packs may be used goes by the policies, and by the list of publishers, which a key opens.
    transport.subscribe('policies.changed', () => {
      if (this.#packs.some(({ facts }) => facts.source === 'import')) void this.refresh()
    })
    transport.subscribe('snapshots.changed', () => {
      if (this.#packs.some(({ unusable }) => unusable === 'unsigned')) void this.refresh()
    })
  }

  /** The built-in pack first, then the newest. */
  get packs(): readonly PackEntry[] {
    return this.#packs
  }

  /** Every installed measure with its status on the loaded population. */
  get installed(): readonly InstalledMeasure[] {
    return this.#installed
  }

  /** The packs as the store worker was told them last; undefined while it has none. */
  get told(): readonly PackRequest[] | undefined {
    return this.#told
  }

  get state(): 'unread' | 'reading' | 'ready' | 'failed' {
    return this.#state
  }

  /** Why the content could not be read. */
  get error(): string | undefined {
    return this.#error
  }

  /** Reads the list of packs, and hands what is new to the store worker. */
  async refresh(): Promise<void> {
    // One after another: the later one sees all that the earlier one did.
    const before = this.#reading ?? Promise.resolve()
    const reading = before.then(() => this.#refresh())
    this.#reading = reading
    await reading
  }

  /** Reads the packs before there are data where some of them add codes, so that no figure goes without these. */
  async open(): Promise<void> {
    try {
      if (addingOf(await this.#parts.transport.call('content.imported', undefined)) !== '') await this.refresh()
    } catch (error) {
      this.#state = 'failed'
      this.#error = toWireError(error).message
    }
  }

  /** Removes a pack; results of its measures go with it. */
  async remove({ id, facts }: PackEntry): Promise<void> {
    try {
      await this.#parts.transport.call('content.remove', { id })
      this.#parts.toasts.show(m.titleWasRemoved(facts.title))
    } catch (error) {
      this.#parts.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  async #refresh(): Promise<void> {
    const { transport, store } = this.#parts
    if (this.#state !== 'ready') this.#state = 'reading'
    try {
      const packs = await transport.call('content.list', undefined)
      const usable = packs.filter(({ unusable }) => unusable === undefined)
      const told = usable.map(({ id, facts }) => ({
        id,
        title: facts.title,
        hash: facts.hash,
        builtIn: facts.source === 'built-in'
      }))
      const installed = await store.setContent(told)
      this.#told = told
      this.#packs = packs
      this.#installed = installed
      await this.#onread()
      const isFirst = this.#state !== 'ready'
      this.#state = 'ready'
      this.#error = undefined
      const adding = addingOf(packs)
      const isChanged = adding !== this.#adding
      this.#adding = adding
      if (isChanged) this.#onadded(isFirst)
    } catch (error) {
      this.#state = 'failed'
      this.#error = toWireError(error).message
    }
  }
}

/** Names the packs that add codes to lists. */
function addingOf(packs: readonly PackEntry[]): string {
  return packs
    .filter(({ facts, unusable }) => unusable === undefined && (facts.codes ?? facts.mapped) !== undefined)
    .map(({ id }) => id)
    .join()
}
