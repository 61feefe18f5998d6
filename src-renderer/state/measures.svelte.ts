import type { InstalledMeasure, RunSummary } from '#engine/content/installed-measure.ts'
import type { MeasurementPeriod } from '#engine/measures/measurement-period.ts'
import { toWireError } from '#shared/app-error.ts'
import type { PackEntry } from '#shared/contract-measures.ts'
import type { Transport } from '#shared/contract.ts'
import type { MeasureProgress, MeasureRunOutcome } from '../workers/measure-protocol.ts'
import type { StoreApi } from '../workers/protocol.ts'
import type { PopulationContext } from './context.svelte.ts'
import type { Jobs } from './jobs.svelte.ts'
import { MeasureContent } from './measure-content.svelte.ts'
import { comparisonPeriods } from '#engine/quality/period-progress.ts'
import { defaultPeriod, yearOf, type PeriodChoice } from './measure-periods.ts'
import { doneText, progressText } from './measure-run-text.ts'
import { noteMeasureRun } from './note-measure-run.ts'
import { PeriodInView } from './period-in-view.svelte.ts'
import type { Loaded } from './loaded.ts'
import type { SettingsState } from './settings.svelte.ts'
import { openStoredResults, storeResults } from './stored-results.ts'
import type { Toasts } from './toasts.svelte.ts'

export interface MeasuresParts {
  readonly transport: Transport
  readonly store: StoreApi
  readonly context: PopulationContext
  readonly settings: SettingsState
  readonly jobs: Jobs
  readonly toasts: Toasts
  readonly onMeasuring: (listener: (progress: MeasureProgress) => void) => void
  /** Waits until the first screen after a load is drawn, unless it is one about measures. */
  readonly rest: () => Promise<void>
}

/** What to evaluate; all that can run, for the chosen period, unless it says otherwise. */
export interface RunChoice {
  /** Ids of installed measures. */
  readonly measures?: readonly string[]
  readonly periods?: readonly MeasurementPeriod[]
  /** Evaluate also what has a result. */
  readonly again?: boolean
}

/** Periods in order, each once. */
function unique(periods: readonly MeasurementPeriod[]): readonly MeasurementPeriod[] {
  return [...new Map(periods.map((period) => [`${period.start} ${period.end}`, period])).values()]
}

/** Name of the job of measures that run by themselves. */
const backgroundJob = 'measures'

/** Installed measures, and their results over what is loaded. */
export class Measures {
  readonly #parts: MeasuresParts
  readonly #inView: PeriodInView
  readonly #content: MeasureContent
  #runs = $state.raw<readonly RunSummary[]>([])
  #loaded = $state.raw<Loaded | undefined>()
  #progress = $state.raw<MeasureProgress | undefined>()
  #outcome = $state.raw<MeasureRunOutcome | undefined>()
  #version = $state(0)
  #running: { readonly by: 'user' | 'background'; cancelled: boolean } | undefined

  constructor(parts: MeasuresParts) {
    this.#parts = parts
    this.#inView = new PeriodInView(parts.context, () => this.#loaded)
    this.#content = new MeasureContent(parts, () => this.#changed())
    parts.onMeasuring((progress) => this.#progressed(progress))
  }

  /** The built-in pack first, then the newest. */
  get packs(): readonly PackEntry[] {
    return this.#content.packs
  }

  /** Every installed measure with its status on the loaded population. */
  get installed(): readonly InstalledMeasure[] {
    return this.#content.installed
  }

  /** Every result that is held for the loaded population. */
  get runs(): readonly RunSummary[] {
    return this.#runs
  }

  get state(): 'unread' | 'reading' | 'ready' | 'failed' {
    return this.#content.state
  }

  /** Why the content could not be read. */
  get error(): string | undefined {
    return this.#content.error
  }

  /** How far the measures are that run now; undefined when none do. */
  get running(): MeasureProgress | undefined {
    return this.#progress
  }

  /** How the last run ended; undefined while none has, or the last one was cancelled. */
  get outcome(): MeasureRunOutcome | undefined {
    return this.#outcome
  }

  /** Changes whenever results or installed measures do. */
  get version(): number {
    return this.#version
  }

  /** The periods to choose from. */
  get choices(): readonly PeriodChoice[] {
    return this.#inView.choices
  }

  /** The period in view. */
  get choice(): PeriodChoice {
    return this.#inView.choice
  }

  get period(): MeasurementPeriod {
    return this.choice.period
  }

  get periods(): readonly MeasurementPeriod[] {
    return this.choices.map(({ period }) => period)
  }

  /** @param period any; one that is not among the choices is called by its days */
  setPeriod(period: MeasurementPeriod): void {
    this.#inView.set(period)
  }

  /** Whether every measure that can run has a result for a period. */
  isComplete(period: MeasurementPeriod): boolean {
    return this.installed
      .filter(({ runnable, builtIn }) => runnable && builtIn)
      .every(({ id }) =>
        this.#runs.some(
          (run) => run.measure === id && run.period.start === period.start && run.period.end === period.end
        )
      )
  }

  /** Reads the list of packs, and hands what is new to the store worker. */
  refresh(): Promise<void> {
    return this.#content.refresh()
  }

  /** Called whenever other data are on the screens, or the same ones were kept. */
  async follow(loaded: Loaded | undefined): Promise<void> {
    const before = this.#loaded
    this.#loaded = loaded
    if (loaded === undefined) {
      this.#runs = []
      this.#outcome = undefined
      this.#version++
      return
    }
    if (before?.report === loaded.report) {
      if (before.kept !== loaded.kept) await this.#keep()
      return
    }
    this.#inView.reset()
    this.#outcome = undefined
    this.#runs = []
    const isHere = (): boolean => this.#loaded?.report === loaded.report
    await this.#parts.rest()
    if (!isHere()) return
    await this.refresh()
    if (!isHere() || this.state !== 'ready') return
    // Opened from what is kept, not kept a moment ago: then there is nothing yet.
    if (loaded.kept !== undefined && (await openStoredResults(this.#parts, loaded.kept)) > 0) await this.#changed()
    if (isHere() && this.#parts.settings.value.runMeasures) await this.#runInBackground()
  }

  /** Evaluates, in front of the user. */
  async run(choice: RunChoice = {}): Promise<void> {
    if (this.#running?.by === 'user') return
    if (this.#running !== undefined) await this.cancel()
    const pair = comparisonPeriods(this.period, this.#parts.context.lastDay)
    const periods = choice.periods ?? [this.period, pair.now, pair.before]
    await this.#run({ ...choice, periods: unique(periods) }, 'user')
  }

  /** Ends what runs. */
  async cancel(): Promise<void> {
    if (this.#running !== undefined) this.#running.cancelled = true
    await this.#parts.store.cancelMeasures()
  }

  /** Removes a pack; results of its measures go with it. */
  remove(pack: PackEntry): Promise<void> {
    return this.#content.remove(pack)
  }

  /** Takes the results as the store worker has them now. */
  async #changed(): Promise<void> {
    this.#runs = await this.#parts.store.measureRuns()
    this.#version++
  }

  /** Keeps the results with the snapshot, where the data are kept. */
  async #keep(): Promise<void> {
    const snapshot = this.#loaded?.kept
    if (snapshot !== undefined && this.#runs.length > 0) await storeResults(this.#parts, snapshot)
  }

  async #runInBackground(): Promise<void> {
    const measures = this.installed.filter(({ builtIn, runnable }) => builtIn && runnable).map(({ id }) => id)
    if (measures.length === 0) return
    const loaded = this.#loaded
    const { lastDay } = this.#parts.context
    const { kind, period } = defaultPeriod(lastDay)
    const whole = comparisonPeriods(period, undefined)
    // Snapshots of one year end on different days; over the calendar year they can be compared all the same.
    const year = kind === 'rolling' ? [yearOf(lastDay).period] : []
    const outcome = await this.#run({ measures, periods: [whole.now, whole.before, ...year] }, 'background')
    // A running period is compared with the same days of the year before, once its own results are there.
    const pair = comparisonPeriods(period, lastDay)
    if (outcome === 'done' && pair.now.end !== period.end && this.#loaded === loaded) {
      await this.#run({ measures, periods: [pair.now, pair.before] }, 'background')
    }
  }

  async #run(choice: RunChoice, by: 'user' | 'background'): Promise<'done' | 'ended'> {
    const { store, jobs, settings } = this.#parts
    const loaded = this.#loaded
    if (loaded === undefined) return 'ended'
    const job = by === 'background' ? backgroundJob : undefined
    const measures = choice.measures ?? this.installed.filter(({ runnable }) => runnable).map(({ id }) => id)
    const periods = choice.periods ?? [this.period]
    const own = { by, cancelled: false }
    this.#running = own
    try {
      const outcome = await store.runMeasures({
        measures,
        periods,
        policy: settings.value.measurePolicy,
        zone: settings.value.measureZone,
        again: choice.again ?? false,
        background: by === 'background'
      })
      if (this.#loaded?.report !== loaded.report) return 'ended'
      this.#outcome = outcome
      await noteMeasureRun(this.#parts.transport, outcome, {
        measures,
        periods: periods.length,
        patients: loaded.report.patients,
        installed: this.installed,
        packs: this.packs
      })
      await this.#changed()
      jobs.finish({ outcome: 'done', text: doneText(outcome) }, job)
      if (outcome.evaluated > 0) await this.#keep()
      return 'done'
    } catch (error) {
      const { message, code } = toWireError(error)
      // What was ready before is there.
      if (this.#loaded?.report === loaded.report) {
        this.#runs = await store.measureRuns().catch(() => this.#runs)
        this.#version++
      }
      if (own.cancelled || code === 'cancelled') {
        jobs.finish({ outcome: 'cancelled', text: 'Measures were cancelled' }, job)
      } else {
        jobs.finish({ outcome: 'failed', text: 'Measures did not run' }, job)
        if (by === 'user') this.#parts.toasts.show(message, { kind: 'failed' })
      }
      return 'ended'
    } finally {
      // Another run may have taken the place of this one.
      if (this.#running === own) {
        this.#running = undefined
        this.#progress = undefined
      }
      if (job !== undefined) jobs.drop(job)
    }
  }

  #progressed(progress: MeasureProgress): void {
    if (this.#running === undefined) return
    this.#progress = progress
    const detail = progressText(progress)
    this.#parts.jobs.update(
      { title: 'Running measures', fraction: progress.fraction, detail, cancel: () => void this.cancel() },
      ...(this.#running.by === 'background' ? [backgroundJob] : [])
    )
  }
}
