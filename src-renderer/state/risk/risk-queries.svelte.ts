import { stateMessages as m } from '#messages/state.ts'
import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from '#engine/risk/panels/risk-results.ts'
import type { RiskTableFile, RiskTablesInUse } from '../../workers/store/protocol/risk-protocol.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { toWireError } from '#shared/app-error.ts'
import { completeParts, saveInParts, type DraftPart } from '../drafts/draft-parts.ts'
import type { Drafts } from '../drafts/drafts.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import { createQuery, type QueryState } from '../query/query.svelte.ts'
import { ResultCache } from '../query/result-cache.ts'

const CACHED_RESULTS = 12
const FORMAT = 1
/** Drafts that hold tables; the registry of definitions reads them. */
const PREFIX = 'risk-table-'

/** A panel of risk as a screen watches it. */
export type RiskPanelView<N extends RiskPanelName> = QueryState<RiskPanelResult<N>>

/** Dependencies of {@link RiskQueries}. */
export interface RiskDependencies {
  readonly store: Pick<StoreApi, 'riskPanel' | 'riskTables'>
  readonly context: PopulationContext
  readonly panels: Pick<PanelQueries, 'generation' | 'refresh'>
  readonly drafts: Drafts
  readonly toasts: Toasts
}

/**
 * Asks the store worker for panels of risk, always with the present context, and has the tables that somebody imported. Those
 * that say how people score are definitions: they are sealed on disk next to the drafts, and used again after a restart. Those
 * about members and areas stay in memory.
 */
export class RiskQueries {
  readonly #dependencies: RiskDependencies
  readonly #cache = new ResultCache(CACHED_RESULTS)
  #files = $state.raw<readonly RiskTableFile[]>([])
  #inUse = $state.raw<RiskTablesInUse>({ tables: [], unknownMembers: 0 })
  #imports = $state(0)
  readonly #inTurn = oneAtATime()

  constructor(dependencies: RiskDependencies) {
    this.#dependencies = dependencies
    dependencies.drafts.onLoaded(() => void this.#useSaved())
    void this.#useSaved()
  }

  /** A number that changes with the tables. */
  get version(): number {
    return this.#imports
  }

  /** The files of the tables in use. */
  get files(): readonly RiskTableFile[] {
    return this.#files
  }

  /** The imported tables. */
  get inUse(): RiskTablesInUse {
    return this.#inUse
  }

  /** Uses more tables; one of the same name is replaced. @throws AppError `invalid-input`; nothing changes then */
  async addTables(files: readonly RiskTableFile[]): Promise<void> {
    await this.#inTurn(async () => {
      await this.#use(this.#with(files))
      this.#save()
    })
  }

  /** Uses the built-in tables alone; those that were saved are deleted. */
  async removeTables(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#use([])
      this.#save()
    })
  }

  #with(files: readonly RiskTableFile[]): readonly RiskTableFile[] {
    const names = new Set(files.map(({ name }) => name))
    return [...this.#files.filter(({ name }) => !names.has(name)), ...files]
  }

  async #use(files: readonly RiskTableFile[]): Promise<void> {
    this.#inUse = await this.#dependencies.store.riskTables(files)
    this.#files = files
    this.#cache.clear()
    this.#imports++
    // Tables may say where people live and how they score: lists and figures that name either are others then.
    this.#dependencies.panels.refresh()
  }

  /** Saves the definitions among the tables in use, and forgets others. */
  #save(): void {
    const { drafts } = this.#dependencies
    const saved = this.#inUse.tables.flatMap(({ name, hash, isDefinition }) => {
      const file = this.#files.find((each) => each.name === name)
      if (!isDefinition || file === undefined) return []
      const prefix = `${PREFIX}${hash.slice(0, 16)}-`
      saveInParts(drafts, prefix, FORMAT, hash, JSON.stringify(file))
      return [prefix]
    })
    for (const name of drafts.names(PREFIX)) if (!saved.some((prefix) => name.startsWith(prefix))) drafts.remove(name)
  }

  /** Uses what was saved and is not in use; the seal of a draft proves that this program wrote it. */
  async #useSaved(): Promise<void> {
    const { drafts, toasts } = this.#dependencies
    const parts = drafts.names(PREFIX).flatMap((name) => drafts.readValue<DraftPart>(name, FORMAT) ?? [])
    const files = completeParts(parts).map(
      (fileParts) => JSON.parse(fileParts.map(({ text }) => text).join('')) as RiskTableFile
    )
    await this.#inTurn(async () => {
      const known = new Set(this.#files.map(({ name }) => name))
      const others = files.filter(({ name }) => !known.has(name))
      if (others.length > 0) await this.#use(this.#with(others))
    }).catch((error: unknown) =>
      toasts.show(m.savedRiskTablesCannotBeUsed(toWireError(error).message), { kind: 'failed' })
    )
  }

  /**
   * Follows a panel; call it while a component is set up.
   * @param params read again whenever something in it changes; `undefined` asks for nothing
   */
  watch<N extends RiskPanelName>(name: N, params: () => RiskPanelParams<N> | undefined): RiskPanelView<N> {
    const { store, context, panels } = this.#dependencies
    return createQuery({
      key: () => {
        const asked = params()
        return asked === undefined ? undefined : this.#key(name, asked)
      },
      ask: () => {
        const asked = params()
        if (asked === undefined) throw new TypeError('nothing is asked for')
        const ask = (): Promise<RiskPanelResult<N>> => store.riskPanel(name, context.value, asked)
        // Revealed names are asked for afresh each time and not cached.
        return 'revealed' in asked && asked.revealed ? ask() : this.#cache.get(this.#key(name, asked), ask)
      },
      nothing: () => panels.generation <= 0
    })
  }

  #key<N extends RiskPanelName>(name: N, params: RiskPanelParams<N>): string {
    const { panels, context } = this.#dependencies
    return `${panels.generation}|${this.#imports}|${context.key}|${name}|${JSON.stringify(params)}`
  }
}
