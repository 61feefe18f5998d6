import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { MeasureProgress, MeasureRunOutcome } from '../../workers/measures/measure-protocol.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { Loaded } from '../session/loaded.ts'
import type { InstalledMeasures } from './measure-content.svelte.ts'
import { doneText, runProgressText } from './measure-run-text.ts'
import { noteMeasureRun } from './note-measure-run.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** What measures and their runs stand on. */
export interface MeasuresDependencies {
  readonly transport: Transport
  readonly store: StoreApi
  readonly context: PopulationContext
  readonly settings: SettingsState
  readonly tasks: BackgroundTasks
  readonly toasts: Toasts
  readonly panels: Pick<PanelQueries, 'refresh' | 'refreshCohorts'>
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

/** What a run is over, and who hears of its results. */
interface MeasuredData {
  readonly loaded: () => Loaded | undefined
  readonly content: () => Pick<InstalledMeasures, 'installed' | 'packs'>
  /** Takes the results as the store worker has them now. */
  readonly changed: () => Promise<void>
  /** Keeps the results with the snapshot. */
  readonly keep: () => Promise<void>
}

/** Seconds of a run after which what has a result by then is stored, when a step ends. */
const secondsWorthStoring = 20

/** Name of the task of measures that run by themselves. */
const backgroundJob = 'measures'

/** Evaluates measures, one run at a time: progress in the status bar, canceling, and how the last run ended. */
export class MeasureRunControl {
  readonly #dependencies: MeasuresDependencies
  readonly #data: MeasuredData
  #progress = $state.raw<MeasureProgress | undefined>()
  #outcome = $state.raw<MeasureRunOutcome | undefined>()
  #running: { readonly by: 'user' | 'background'; cancelled: boolean } | undefined
  /** The step of the run that is under way, and after how many seconds results were stored last. */
  #stored = { step: 1, seconds: 0 }

  constructor(dependencies: MeasuresDependencies, data: MeasuredData) {
    this.#dependencies = dependencies
    this.#data = data
    dependencies.onMeasuring((progress) => this.#progressed(progress))
  }

  /** How far the run is; undefined when none is under way. */
  get progress(): MeasureProgress | undefined {
    return this.#progress
  }

  /** How the last run ended; undefined while none has, or the last one was cancelled. */
  get outcome(): MeasureRunOutcome | undefined {
    return this.#outcome
  }

  /** Who started the run that is under way. */
  get by(): 'user' | 'background' | undefined {
    return this.#running?.by
  }

  /** Other data are loaded: how the last run ended says nothing of them. */
  forget(): void {
    this.#outcome = undefined
  }

  /** Ends what runs. */
  async cancel(): Promise<void> {
    if (this.#running !== undefined) this.#running.cancelled = true
    await this.#dependencies.store.cancelMeasures()
  }

  /** @param choice with its periods */
  async run(
    choice: RunChoice & { readonly periods: readonly MeasurementPeriod[] },
    by: 'user' | 'background'
  ): Promise<'done' | 'ended'> {
    const { store, tasks, settings } = this.#dependencies
    const loaded = this.#data.loaded()
    if (loaded === undefined) return 'ended'
    const isHere = (): boolean => this.#data.loaded()?.report === loaded.report
    const { installed, packs } = this.#data.content()
    const task = by === 'background' ? backgroundJob : undefined
    const { periods, measures = installed.filter(({ runnable }) => runnable).map(({ id }) => id) } = choice
    const run = { by, cancelled: false }
    this.#running = run
    this.#stored = { step: 1, seconds: 0 }
    try {
      const outcome = await store.runMeasures({
        measures,
        periods,
        policy: settings.value.measurePolicy,
        zone: settings.value.measureZone,
        again: choice.again ?? false,
        background: by === 'background'
      })
      if (!isHere()) return 'ended'
      this.#outcome = outcome
      const { patients } = loaded.report
      await noteMeasureRun(this.#dependencies.transport, outcome, {
        measures,
        periods: periods.length,
        patients,
        installed,
        packs
      })
      await this.#data.changed()
      tasks.finish({ outcome: 'done', text: doneText(outcome) }, task)
      if (outcome.evaluated > 0) await this.#data.keep()
      return 'done'
    } catch (error) {
      const { message, code } = toWireError(error)
      // What was ready before is there; where it cannot be asked for either, the reason of the run is what is said.
      if (isHere()) await this.#data.changed().catch(() => undefined)
      if (isHere() && this.#stored.step > 1) await this.#data.keep()
      if (run.cancelled || code === 'cancelled') {
        tasks.finish({ outcome: 'cancelled', text: m.measuresWereCancelled }, task)
      } else {
        tasks.finish({ outcome: 'failed', text: m.measuresDidNotRun }, task)
        if (by === 'user') this.#dependencies.toasts.show(message, { kind: 'failed' })
      }
      return 'ended'
    } finally {
      // Another run may have taken the place of this one.
      if (this.#running === run) {
        this.#running = undefined
        this.#progress = undefined
      }
      if (task !== undefined) tasks.drop(task)
    }
  }

  /** Stores the results of the steps that have ended, so that a long run goes on after them when the page or the computer is gone. */
  #storeSteps({ step, seconds }: MeasureProgress): void {
    if (step === this.#stored.step) return
    const isWorthIt = seconds - this.#stored.seconds >= secondsWorthStoring
    this.#stored = { step, seconds: isWorthIt ? seconds : this.#stored.seconds }
    if (isWorthIt) void this.#data.keep()
  }

  #progressed(progress: MeasureProgress): void {
    if (this.#running === undefined) return
    this.#progress = progress
    this.#storeSteps(progress)
    const detail = runProgressText(progress)
    this.#dependencies.tasks.update(
      { title: m.runningMeasures, fraction: progress.fraction, detail, cancel: () => void this.cancel() },
      ...(this.#running.by === 'background' ? [backgroundJob] : [])
    )
  }
}
