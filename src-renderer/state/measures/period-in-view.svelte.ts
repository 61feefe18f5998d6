import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { isSamePeriod } from '#engine/measures/definition/period-key.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import { defaultPeriod, ownPeriod, periodChoices, rollingPeriod, type PeriodChoice } from './measure-periods.ts'
import type { Loaded } from '../session/loaded.ts'

/** The period of the measures in view, and those to choose from. */
export class PeriodInView {
  readonly #context: PopulationContext
  readonly #loaded: () => Loaded | undefined
  #chosen = $state.raw<PeriodChoice | undefined>()

  constructor(context: PopulationContext, loaded: () => Loaded | undefined) {
    this.#context = context
    this.#loaded = loaded
  }

  readonly choices: readonly PeriodChoice[] = $derived.by(() => {
    const choices = periodChoices(this.#loaded()?.extent.firstDay, this.#context.lastDay)
    const asOf = rollingPeriod(this.#context.asOf)
    return choices.some(({ id }) => id === asOf.id) ? choices : [...choices, asOf]
  })

  /** The one that was chosen, else the default. */
  readonly choice: PeriodChoice = $derived.by(() => this.#chosen ?? defaultPeriod(this.#context.lastDay))

  /** @param period any; one that is not among the choices is called by its days */
  set(period: MeasurementPeriod): void {
    this.#chosen = this.choices.find((item) => isSamePeriod(item.period, period)) ?? ownPeriod(period)
  }

  /** Goes back to the default. */
  reset(): void {
    this.#chosen = undefined
  }
}
