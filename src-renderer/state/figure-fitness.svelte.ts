import type { Figure, Provenance } from '#engine/base/figures/figure.ts'
import {
  figureFitness,
  fitnessSentence,
  type FigureFitness,
  type FitnessLimits,
  type FitnessVerdict
} from '#engine/population/panels/data/figure-fitness.ts'
import { figureReads, type MeasureTypes, type ReadingFigure } from '#engine/population/panels/data/figure-reads.ts'
import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { FitnessFacts } from '#engine/population/panels/results/fitness-result.ts'
import type { StoreApi } from '../workers/store/protocol/store-protocol.ts'
import type { PageFailures } from './feedback/page-failures.ts'
import type { Measures } from './measures/measures.svelte.ts'
import type { PopulationContext } from './navigation/context.svelte.ts'
import type { PanelQueries } from './query/panels.svelte.ts'
import type { SettingsState } from './settings/settings.svelte.ts'

/** Dependencies of {@link FiguresFitness}. */
export interface FiguresFitnessDependencies {
  readonly store: Pick<StoreApi, 'panel' | 'checks'>
  readonly panels: PanelQueries
  readonly context: PopulationContext
  readonly settings: SettingsState
  readonly measures: Pick<Measures, 'installed'>
  readonly failures: PageFailures
}

/** Tells of every figure whether the data are fit for it, by exactly what it reads. Limits count at once, without asking again. */
export class FiguresFitness {
  readonly #dependencies: FiguresFitnessDependencies
  #facts = $state.raw<FitnessFacts | undefined>()
  #checks = $state.raw<readonly CheckResult[]>([])
  /** Number of the data that were asked about. */
  #asked = 0
  #computing: Promise<void> | undefined
  readonly #measureTypes = $derived.by((): MeasureTypes => {
    const { installed } = this.#dependencies.measures
    return (measure) => {
      const meant =
        measure === undefined
          ? installed
          : installed.filter(({ url, id, content }) => [url, id].includes(measure.id) || content === measure.hash)
      return [...new Set(meant.flatMap(({ requirements }) => requirements.map(({ type }) => type)))]
    }
  })

  constructor(dependencies: FiguresFitnessDependencies) {
    this.#dependencies = dependencies
    dependencies.panels.onReset(() => {
      this.#facts = undefined
      this.#checks = []
    })
  }

  /** The limits in force, in percent. */
  get limits(): FitnessLimits {
    const { fitnessCaution, fitnessUnfit } = this.#dependencies.settings.value
    return { caution: fitnessCaution, unfit: fitnessUnfit }
  }

  /** What a score means by the limits in force. */
  verdictOf(score: number): FitnessVerdict {
    const { caution, unfit } = this.limits
    return score < unfit ? 'unfit' : score < caution ? 'limited' : 'fit'
  }

  /**
   * The fitness of a figure. The first one that asks has the facts computed, after its own panel.
   * @param figures numbers that it shows
   * @returns undefined while the facts are computed, and for figures about the data themselves
   */
  of({ definition, asOf, filters }: Provenance, figures: readonly Figure[]): FigureFitness | undefined {
    const rows = figures.flatMap((figure) => (figure.rows === undefined ? [] : [figure.rows]))
    return this.ofReading({ definition, rows, asOf, filters })
  }

  /** The fitness of a figure that is not shown, by what it would read. */
  ofReading(figure: ReadingFigure): FigureFitness | undefined {
    this.#ask(this.#dependencies.panels.generation)
    const facts = this.#facts
    if (facts === undefined) return undefined
    const reads = figureReads(figure, facts, this.#measureTypes)
    return reads && figureFitness(reads, facts, this.#checks, this.limits)
  }

  /** What a figure that is not fit without reserve says; '' for the others, and while it is not known. */
  sentence(fitness: FigureFitness | undefined): string {
    return fitness === undefined ? '' : fitnessSentence(fitness, this.limits)
  }

  /** Resolves when the facts are there, for what is written once and does not follow. */
  async ready(): Promise<void> {
    this.#ask(this.#dependencies.panels.generation)
    await this.#computing
  }

  #ask(generation: number): void {
    if (generation <= 0 || generation === this.#asked) return
    this.#asked = generation
    this.#computing = this.#compute(generation)
  }

  async #compute(generation: number): Promise<void> {
    const { store, panels, context, failures } = this.#dependencies
    try {
      const facts = await store.panel('fitness', { asOf: context.lastDay, filters: [] }, {})
      if (panels.generation !== generation) return
      this.#facts = facts
      const checks = await store.checks()
      if (panels.generation === generation) this.#checks = checks
    } catch (error) {
      // A worker that was ended by a lock or other data answers no more; anything else goes to the log.
      if (panels.generation === generation) failures.report('rejection', error)
    }
  }
}
