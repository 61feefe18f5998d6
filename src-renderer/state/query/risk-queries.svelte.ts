import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from '#engine/risk/panels/risk-results.ts'
import type { RiskTableFile, RiskTablesInUse } from '../../workers/store/risk-protocol.ts'
import type { StoreApi } from '../../workers/store/protocol.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { PanelQueries } from './panels.svelte.ts'
import { createQuery, type QueryState } from './query.svelte.ts'
import { ResultCache } from './result-cache.ts'

const CACHED_RESULTS = 12

/** A panel of risk as a screen watches it. */
export type RiskPanelView<N extends RiskPanelName> = QueryState<RiskPanelResult<N>>

/** Asks the store worker for panels of risk, always with the present context. */
export class RiskQueries {
  readonly #store: Pick<StoreApi, 'riskPanel' | 'riskTables'>
  readonly #context: PopulationContext
  readonly #panels: Pick<PanelQueries, 'generation' | 'refresh'>
  readonly #cache = new ResultCache(CACHED_RESULTS)
  #files = $state.raw<readonly RiskTableFile[]>([])
  #inUse = $state.raw<RiskTablesInUse>({ tables: [], unknownMembers: 0 })
  #imports = $state(0)

  constructor(
    store: Pick<StoreApi, 'riskPanel' | 'riskTables'>,
    context: PopulationContext,
    panels: Pick<PanelQueries, 'generation' | 'refresh'>
  ) {
    this.#store = store
    this.#context = context
    this.#panels = panels
  }

  /** A number that changes with the tables. */
  get version(): number {
    return this.#imports
  }

  /** The imported tables. */
  get inUse(): RiskTablesInUse {
    return this.#inUse
  }

  /** Uses more tables; one of the same name is replaced. @throws AppError `invalid-input`; nothing changes then */
  async addTables(files: readonly RiskTableFile[]): Promise<void> {
    const names = new Set(files.map(({ name }) => name))
    await this.#use([...this.#files.filter(({ name }) => !names.has(name)), ...files])
  }

  /** Uses the built-in tables alone. */
  async removeTables(): Promise<void> {
    await this.#use([])
  }

  async #use(files: readonly RiskTableFile[]): Promise<void> {
    this.#inUse = await this.#store.riskTables(files)
    this.#files = files
    this.#cache.clear()
    this.#imports++
    // Tables may say where people live: every figure by areas is another one then.
    if (this.#inUse.tables.some(({ kind }) => kind === 'areas')) this.#panels.refresh()
  }

  /**
   * Follows a panel; call it while a component is set up.
   * @param params read again whenever something in it changes; `undefined` asks for nothing
   */
  watch<N extends RiskPanelName>(name: N, params: () => RiskPanelParams<N> | undefined): RiskPanelView<N> {
    return createQuery({
      key: () => {
        const asked = params()
        return asked === undefined ? undefined : this.#key(name, asked)
      },
      ask: () => {
        const asked = params()
        if (asked === undefined) throw new TypeError('nothing is asked for')
        const ask = (): Promise<RiskPanelResult<N>> => this.#store.riskPanel(name, this.#context.value, asked)
        // Revealed names are asked for afresh each time and not cached.
        return 'revealed' in asked && asked.revealed ? ask() : this.#cache.get(this.#key(name, asked), ask)
      },
      nothing: () => this.#panels.generation <= 0
    })
  }

  #key<N extends RiskPanelName>(name: N, params: RiskPanelParams<N>): string {
    return `${this.#panels.generation}|${this.#imports}|${this.#context.key}|${name}|${JSON.stringify(params)}`
  }
}
