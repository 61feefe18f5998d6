import { toWireError, type WireError } from '#shared/app-error.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { Input, MethodName, Output, Transport } from '#shared/contract/contract.ts'
import type {
  DefinitionDecision,
  DefinitionEntry,
  DefinitionKind,
  DefinitionList,
  PinnedDefinition,
  UsedDefinition
} from '#shared/governance/definition.ts'

/** The registry of definitions, as the page knows it. */
export class Definitions {
  readonly #transport: Transport
  #list = $state.raw<DefinitionList | undefined>()
  #error = $state.raw<WireError | undefined>()
  #reading: Promise<void> | undefined

  constructor(transport: Transport) {
    this.#transport = transport
    for (const event of ['definitions.changed', 'content.changed', 'snapshots.changed'] as const)
      transport.subscribe(event, () => void (this.#list === undefined ? undefined : this.load()))
  }

  /** Undefined until it was read. */
  get list(): DefinitionList | undefined {
    return this.#list
  }

  /** Why it cannot be read. */
  get error(): WireError | undefined {
    return this.#error
  }

  /** Reads the registry. One after another: the later reading sees all that the earlier one did. */
  async load(): Promise<void> {
    const before = this.#reading ?? Promise.resolve()
    const reading = before.then(() => this.#read())
    this.#reading = reading
    await reading
  }

  /** Decides about a version. @throws AppError as the call */
  async decide(decision: DefinitionDecision): Promise<DefinitionEntry> {
    const { entry } = await this.#transport.call('governance.decideDefinition', decision)
    await this.load()
    return entry
  }

  /**
   * What the registry says of a version: `unknown` where it has none of the kind.
   * @returns undefined while the registry was not read
   */
  stateOf(kind: DefinitionKind, id: string, hash?: string): PinnedDefinition['state'] | undefined {
    if (this.#list === undefined) return undefined
    const versions = this.#list.definitions.filter((each) => each.kind === kind && each.id === id)
    const inUse = hash === undefined ? versions[0] : versions.find((each) => each.hash === hash)
    if (inUse !== undefined) return inUse.state
    const earlier = versions[0]?.log.filter((each) => each.hash === hash) ?? []
    const decided = earlier.findLast((each) => each.event === 'state')
    if (decided?.event === 'state') return decided.state
    return earlier.length > 0 ? 'draft' : 'unknown'
  }

  /** The versions in use of definitions that something rests on, as far as the registry was read. */
  pinned(used: readonly UsedDefinition[]): PinnedDefinition[] {
    return used.flatMap(({ kind, id, hash }) => {
      const definition = this.#list?.definitions.find(
        (each) => each.kind === kind && each.id === id && (hash === undefined || each.hash === hash)
      )
      const { name = id, version } = definition ?? {}
      const pin = hash ?? definition?.hash
      if (pin === undefined) return []
      const state = this.stateOf(kind, id, pin) ?? 'unknown'
      return [{ kind, id, hash: pin, name, ...(version === undefined ? {} : { version }), state }]
    })
  }

  /** A transport that says of each export what it rests on. @param used undefined where that is not known */
  over(
    transport: Transport,
    used: (leaving: Pick<DataExport, 'what' | 'definitions'>) => Promise<UsedDefinition[] | undefined>
  ): Transport {
    const named = async (leaving: DataExport): Promise<DataExport> => {
      const definitions = await used(leaving)
      return definitions === undefined ? leaving : { ...leaving, definitions }
    }
    return {
      call: async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> =>
        method === 'data.exporting'
          ? transport.call(method, await named(input as DataExport))
          : transport.call(method, input),
      subscribe: (name, listener) => transport.subscribe(name, listener)
    }
  }

  async #read(): Promise<void> {
    try {
      this.#list = await this.#transport.call('governance.definitions', undefined)
      this.#error = undefined
    } catch (error) {
      this.#error = toWireError(error)
    }
  }
}
