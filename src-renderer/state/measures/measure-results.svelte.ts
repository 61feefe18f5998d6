import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import { isSamePeriod, periodKey } from '#engine/measures/definition/period-key.ts'
import {
  defaultMeasureSettings,
  type MeasureSettings,
  type RateSettings
} from '#engine/measures/rates/measure-input.ts'
import type { MeasurePanelName, MeasurePanelParams, MeasurePanelResult } from '#engine/measures/results/panels.ts'
import type { StarTableInfo } from '#engine/measures/results/stars-result.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { toWireError } from '#shared/app-error.ts'
import type { MeasureResultsApi } from '../../workers/measures/measure-protocol.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { MeasureChoices } from '#shared/measure-choices.ts'
import { createQuery, type QueryState } from '../query/query.svelte.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import type { BenchmarksRead } from './benchmark-file.ts'
import { ratesFor, withRate } from './rate-targets.ts'
import { ResultCache } from '../query/result-cache.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

const keptResults = 48

/** Dependencies of {@link MeasureResults}. */
export interface MeasureResultsDependencies {
  readonly store: Pick<MeasureResultsApi, 'measurePanel' | 'setMeasureSettings' | 'addStarTable'>
  readonly context: PopulationContext
  readonly panels: PanelQueries
  readonly settings: SettingsState
  readonly toasts: Toasts
  /** The period in view, its results, and a number that changes with them. */
  readonly measures: {
    readonly period: MeasurementPeriod
    readonly version: number
    readonly runs: readonly { readonly period: MeasurementPeriod }[]
  }
  /** Id of the data source that is loaded. */
  readonly source: () => string | undefined
  /** A number that changes with the worklist. */
  readonly worklist: { readonly version: number }
}

/** Results about quality, always for the present context, period, worklist and settings. */
export class MeasureResults {
  readonly #dependencies: MeasureResultsDependencies
  readonly #cache = new ResultCache(keptResults)
  /** Changes whenever settings or Stars tables have reached the store worker. */
  #sent = $state(0)
  #queue: Promise<void> = Promise.resolve()
  /** Texts of tables that the store worker has. */
  #known: readonly string[] = []

  constructor(dependencies: MeasureResultsDependencies) {
    this.#dependencies = dependencies
  }

  /** What the site has set. */
  get settings(): MeasureSettings {
    const stored = this.#dependencies.settings.value.quality
    if (stored === undefined) return defaultMeasureSettings
    const { targets: _, ...settings } = stored
    return { ...settings, rates: ratesFor(stored, this.#dependencies.source()) }
  }

  /** A target that was set for all data, before targets belonged to a data source. */
  earlierTarget(key: string): number | undefined {
    return this.#dependencies.settings.value.quality?.rates[key]?.target
  }

  /** Equal as long as every result stays the same; undefined while there is no result for the period. */
  get key(): string | undefined {
    const { panels, measures, context, worklist } = this.#dependencies
    const { period } = measures
    const ran = measures.runs.some((run) => isSamePeriod(run.period, period))
    if (panels.generation <= 0 || !ran) return undefined
    return [panels.generation, measures.version, worklist.version, this.#sent, periodKey(period), context.key].join('|')
  }

  /** The same without the date and the filters in view; equal as long as results with others stay the same, too. */
  get versionKey(): string {
    const { measures, worklist } = this.#dependencies
    return [measures.version, worklist.version, this.#sent, periodKey(measures.period)].join('|')
  }

  /** Follows a panel; call it while a component is set up. @param params `undefined` asks for nothing */
  watch<N extends MeasurePanelName>(
    name: N,
    params: () => MeasurePanelParams<N> | undefined
  ): QueryState<MeasurePanelResult<N>> {
    return createQuery({
      key: () => {
        const asked = params()
        const key = this.key
        return asked === undefined || key === undefined ? undefined : `${key}|${JSON.stringify(asked)}`
      },
      ask: () => {
        const asked = params()
        if (asked === undefined) throw new TypeError('nothing is asked for')
        return this.fetch(name, asked)
      },
      nothing: () => this.key === undefined
    })
  }

  /** One result for the present context, for tables that load page by page. */
  async fetch<N extends MeasurePanelName>(
    name: N,
    params: MeasurePanelParams<N>,
    context: Context = this.#dependencies.context.value
  ): Promise<MeasurePanelResult<N>> {
    const { period } = this.#dependencies.measures
    const { key } = this
    if (key === undefined) throw new TypeError('nothing was run')
    await this.#queue
    const ask = (): Promise<MeasurePanelResult<N>> =>
      this.#dependencies.store.measurePanel(name, period, context, params)
    // Revealed names are asked for afresh each time and not kept.
    if ('revealed' in params && params.revealed) return ask()
    return this.#cache.get(JSON.stringify([key, name, context, params]), ask)
  }

  /** Hands settings and imported tables to the store worker; call it once at the start. */
  async send(): Promise<void> {
    const { store, settings, toasts } = this.#dependencies
    const work = this.#queue.then(async () => {
      await store.setMeasureSettings(this.settings)
      for (const { name, text } of settings.value.starTables) {
        if (this.#known.includes(text)) continue
        this.#known = [...this.#known, text]
        try {
          await store.addStarTable(text, name)
        } catch (error) {
          toasts.show(`${name}: ${toWireError(error).message}`, { kind: 'failed' })
        }
      }
    })
    // Whoever waits for this work hears of its failure; the next begins all the same.
    this.#queue = work.catch(() => undefined)
    await work
    this.#sent += 1
  }

  /**
   * Changes what the site has set, but for single rates.
   * @returns whether it was saved; a failure is shown in a toast
   */
  async change(changes: Partial<Omit<MeasureSettings, 'rates'>>): Promise<boolean> {
    const { rates, targets } = this.#stored
    return this.#save({ ...this.settings, ...changes }, { rates, targets })
  }

  /**
   * Sets target, benchmark or direction of one rate; what is absent is removed. The target counts on the loaded source.
   * @returns whether it was saved; a failure is shown in a toast
   */
  async setRate(key: string, rate: RateSettings): Promise<boolean> {
    return this.#save(this.settings, withRate(this.#stored, this.#dependencies.source(), key, rate))
  }

  /**
   * Sets the benchmarks of several rates; what else is set of them stays.
   * @returns whether they were saved; a failure is shown in a toast
   */
  async setBenchmarks(benchmarks: BenchmarksRead['benchmarks']): Promise<boolean> {
    const { rates, targets } = this.#stored
    const changed = Object.fromEntries([...benchmarks].map(([key, benchmark]) => [key, { ...rates[key], benchmark }]))
    return this.#save(this.settings, { rates: { ...rates, ...changed }, targets })
  }

  /** Of several measures of one family, lets the gaps of one count. @param measure its id among the panels' measures */
  async count(family: string, measure: string): Promise<void> {
    await this.change({ counted: { ...this.settings.counted, [family]: measure } })
  }

  get #stored(): Pick<MeasureChoices, 'rates' | 'targets'> {
    return this.#dependencies.settings.value.quality ?? { rates: {}, targets: {} }
  }

  async #save(
    { attribution, dueSoonDays, starLinks, counted = {} }: Omit<MeasureSettings, 'rates'>,
    rates: Pick<MeasureChoices, 'rates' | 'targets'>
  ): Promise<boolean> {
    const saved = await this.#dependencies.settings.set({
      quality: {
        attribution: { ...attribution, rules: [...attribution.rules], classes: [...attribution.classes] },
        dueSoonDays,
        starLinks: { ...starLinks },
        counted: { ...counted },
        ...rates
      }
    })
    if (saved) await this.send()
    return saved
  }

  /**
   * Adds cut points of another year and saves them.
   * @returns the table; `undefined` when it could not be read or saved, which a toast says
   */
  async importTable(name: string, text: string): Promise<StarTableInfo | undefined> {
    const { store, settings, toasts } = this.#dependencies
    try {
      const table = await store.addStarTable(text, name)
      this.#known = [...this.#known, text]
      const saved = await settings.set({
        starTables: [...settings.value.starTables.filter((item) => item.name !== name), { name, text }].slice(-10)
      })
      this.#sent += 1
      return saved ? table : undefined
    } catch (error) {
      toasts.show(m.wasNotImported(name, toWireError(error).message), { kind: 'failed' })
      return undefined
    }
  }
}
