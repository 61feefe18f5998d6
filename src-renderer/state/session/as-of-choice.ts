import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { Loaded } from './loaded.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import { sourceId } from './source-id.ts'

/** Sources whose date is remembered; the oldest go first. */
const maxSources = 100

/**
 * The as-of date that somebody chose for the data of a source. It is remembered as long as the data suggest the same date:
 * a refresh that reaches further starts with its own.
 */
export class AsOfChoice {
  readonly #settings: Pick<SettingsState, 'value' | 'set'>
  readonly #context: Pick<PopulationContext, 'setAsOf' | 'lastDay'>

  constructor(settings: Pick<SettingsState, 'value' | 'set'>, context: Pick<PopulationContext, 'setAsOf' | 'lastDay'>) {
    this.#settings = settings
    this.#context = context
  }

  /** The date that was chosen for these data; undefined for the one that the data suggest. */
  recall(loaded: Pick<Loaded, 'kind' | 'label' | 'extent'>): Day | undefined {
    const { lastDay } = loaded.extent
    const known = this.#settings.value.asOfChoices[sourceId(loaded)]
    if (known === undefined || lastDay === undefined || known.suggested !== isoOfDay(lastDay)) return undefined
    return Math.round(Date.parse(`${known.chosen}T00:00:00Z`) / 86_400_000)
  }

  /** Goes to a date and remembers it; the suggested one is remembered by forgetting the choice. */
  async choose(loaded: Pick<Loaded, 'kind' | 'label'>, day: Day): Promise<void> {
    const { lastDay } = this.#context
    this.#context.setAsOf(day)
    const id = sourceId(loaded)
    const others = Object.entries(this.#settings.value.asOfChoices).filter(([source]) => source !== id)
    const dates = { suggested: isoOfDay(lastDay), chosen: isoOfDay(day) }
    const all = day === lastDay ? others : [...others, [id, dates] as const]
    await this.#settings.set({ asOfChoices: Object.fromEntries(all.slice(-maxSources)) })
  }
}
