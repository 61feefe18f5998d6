import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import { isSamePeriod, periodKey } from '#engine/measures/definition/period-key.ts'
import type { InstalledMeasure, RunSummary } from '#engine/measures/content/installed-measure.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { PackEntry } from '#shared/contract/measures.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { MeasureProgress, MeasureRunOutcome, PackRequest } from '../../workers/measures/measure-protocol.ts'
import { InstalledMeasures } from './measure-content.svelte.ts'
import { comparisonPeriods } from '#engine/measures/rates/period-progress.ts'
import { defaultPeriod, maxYears, yearOf, yearPeriods, type PeriodChoice } from './measure-periods.ts'
import { MeasureRunControl, type MeasuresDependencies, type RunChoice } from './measure-runner.svelte.ts'
import { PeriodInView } from './period-in-view.svelte.ts'
import type { Loaded } from '../session/loaded.ts'
import { openRunResults, openStoredResults, storeResults } from './stored-results.ts'

/** People up to whom years for a trend are run without being asked for. */
const fewPatients = 20_000

/** Periods in order, each once. */
function unique(periods: readonly MeasurementPeriod[]): readonly MeasurementPeriod[] {
  return [...new Map(periods.map((period) => [periodKey(period), period])).values()]
}

/** Installed measures, and their results over what is loaded. */
export class Measures {
  readonly #dependencies: MeasuresDependencies
  readonly #inView: PeriodInView
  readonly #content: InstalledMeasures
  readonly #runner: MeasureRunControl
  readonly #inTurn = oneAtATime()
  #runs = $state.raw<readonly RunSummary[]>([])
  #loaded = $state.raw<Loaded | undefined>()
  #version = $state(0)

  constructor(dependencies: MeasuresDependencies) {
    this.#dependencies = dependencies
    this.#inView = new PeriodInView(dependencies.context, () => this.#loaded)
    this.#content = new InstalledMeasures(
      dependencies,
      () => this.#changed(),
      (isFirst) => this.#codesAdded(isFirst)
    )
    this.#runner = new MeasureRunControl(dependencies, {
      loaded: () => this.#loaded,
      content: () => this.#content,
      changed: () => this.#changed(),
      keep: () => this.#keep()
    })
  }

  /** The built-in pack first, then the newest. */
  get packs(): readonly PackEntry[] {
    return this.#content.packs
  }

  /** The packs as the store worker has them; undefined while it has none. */
  get content(): readonly PackRequest[] | undefined {
    return this.#content.told
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
    return this.#runner.progress
  }

  /** Why measures cannot run over the loaded population, whichever they are. */
  get cannotRun(): string | undefined {
    return this.#loaded?.kind === 'cluster' ? m.theMeasuresRunOnTheCluster : undefined
  }

  /** How the last run ended; undefined while none has, or the last one was cancelled. */
  get outcome(): MeasureRunOutcome | undefined {
    return this.#runner.outcome
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
      .every(({ id }) => this.#runs.some((run) => run.measure === id && isSamePeriod(run.period, period)))
  }

  /** Reads the packs that add codes to lists, before there are data. */
  open(): Promise<void> {
    return this.#content.open()
  }

  /** Reads the list of packs, and hands what is new to the store worker. */
  refresh(): Promise<void> {
    return this.#content.refresh()
  }

  /** Called whenever other data are on the screens, or the same ones were saved. */
  async follow(loaded: Loaded | undefined): Promise<void> {
    const before = this.#loaded
    this.#loaded = loaded
    if (loaded === undefined) {
      this.#runs = []
      this.#runner.forget()
      this.#version++
      return
    }
    if (before?.report === loaded.report) {
      if (before.savedAs !== loaded.savedAs) await this.#keep()
      return
    }
    this.#inView.reset()
    this.#runner.forget()
    this.#runs = []
    const isHere = (): boolean => this.#loaded?.report === loaded.report
    await this.#dependencies.rest()
    if (!isHere()) return
    await this.refresh()
    if (!isHere() || this.state !== 'ready') return
    // Opened from what is kept, not kept a moment ago: then there is nothing yet.
    if (loaded.savedAs !== undefined && (await openStoredResults(this.#dependencies, loaded.savedAs)) > 0)
      await this.#changed()
    if (isHere() && loaded.kind === 'cluster') await this.#openRun(isHere)
    if (isHere() && this.#dependencies.settings.value.runMeasures) await this.#runInBackground()
  }

  /** Evaluates, in front of the user. */
  async run(choice: RunChoice = {}): Promise<void> {
    if (this.#runner.by === 'user') return
    if (this.#runner.by !== undefined) await this.cancel()
    const pair = comparisonPeriods(this.period, this.#dependencies.context.lastDay)
    // A running period is projected from the whole of the one before.
    const before = comparisonPeriods(this.period, undefined).before
    const periods = choice.periods ?? [this.period, pair.now, pair.before, before]
    await this.#runner.run({ ...choice, periods: unique(periods) }, 'user')
  }

  /** Ends what runs. */
  cancel(): Promise<void> {
    return this.#runner.cancel()
  }

  /** Removes a pack; results of its measures go with it. */
  remove(pack: PackEntry): Promise<void> {
    return this.#content.remove(pack)
  }

  /** Takes the results as the store worker has them now. */
  async #changed(): Promise<void> {
    this.#runs = await this.#dependencies.store.measureRuns()
    this.#version++
    this.#dependencies.panels.refreshCohorts()
  }

  /** Takes what the run on the cluster evaluated, and looks at a period that it evaluated. @param isHere the same data are on the screens */
  async #openRun(isHere: () => boolean): Promise<void> {
    const periods = await openRunResults(this.#dependencies)
    if (!isHere() || periods[0] === undefined) return
    if (!periods.some((period) => isSamePeriod(period, this.period))) this.setPeriod(periods[0])
    await this.#changed()
  }

  /** Keeps the results with the snapshot, where the data are kept: one time after the other, since each writes the same file. */
  #keep(): Promise<void> {
    return this.#inTurn(async () => {
      const snapshot = this.#loaded?.savedAs
      if (snapshot === undefined) return
      // Those of a run that is under way are not on the screens yet.
      const hasResults = this.#runs.length > 0 || (await this.#dependencies.store.measureRuns()).length > 0
      if (hasResults && this.#loaded?.savedAs === snapshot) await storeResults(this.#dependencies, snapshot)
    })
  }

  /** Figures and results that rest on lists are made again. */
  #codesAdded(isFirst: boolean): void {
    const { panels, settings } = this.#dependencies
    panels.refresh()
    if (!isFirst && this.#loaded !== undefined && settings.value.runMeasures) void this.#runInBackground()
  }

  async #runInBackground(): Promise<void> {
    if (this.cannotRun !== undefined) return
    const runnable = this.installed.filter((measure) => measure.runnable)
    const measures = runnable.filter(({ builtIn }) => builtIn).map(({ id }) => id)
    const imported = runnable.filter(({ builtIn }) => !builtIn).map(({ id }) => id)
    if (runnable.length === 0) return
    const loaded = this.#loaded
    const { lastDay } = this.#dependencies.context
    const { kind, period } = defaultPeriod(lastDay)
    const periods = comparisonPeriods(period, undefined)
    // Snapshots of one year end on different days; over the calendar year they can be compared all the same.
    const year = kind === 'rolling' ? [yearOf(lastDay).period] : []
    const first = [periods.now, periods.before, ...year]
    const outcome = measures.length === 0 ? 'done' : await this.#runner.run({ measures, periods: first }, 'background')
    // A running period is compared with the same days of the year before, once its own results are there.
    const pair = comparisonPeriods(period, lastDay)
    const isHere = (done: string): boolean => done === 'done' && this.#loaded === loaded
    const isUnderWay = pair.now.end !== period.end
    let last = outcome
    if (isHere(last) && isUnderWay && measures.length > 0) {
      last = await this.#runner.run({ measures, periods: [pair.now, pair.before] }, 'background')
    }
    // Nobody knows how long those of others take, so they come when the screens have their figures.
    if (isHere(last) && imported.length > 0) {
      const periods = isUnderWay ? [...first, pair.now, pair.before] : first
      last = await this.#runner.run({ measures: imported, periods }, 'background')
    }
    // The years before are a trend; of many people they are run when somebody asks for them.
    if (isHere(last) && measures.length > 0 && (loaded?.report.patients ?? 0) <= fewPatients) {
      const years = yearPeriods(loaded?.extent.firstDay, lastDay, maxYears)
      await this.#runner.run({ measures, periods: years }, 'background')
    }
  }
}
