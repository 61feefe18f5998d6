import { nouns } from '#messages/nouns.ts'
import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import { useApp } from '../../state/app.ts'
import { useFormat } from '../../ui/format/use-format.ts'

/** What rests on the rows of a check. */
export interface Touched {
  readonly registries: readonly { readonly id: string; readonly title: string }[]
  readonly measures: readonly InstalledMeasure[]
  /** How many of each, in words; "–" for none. */
  readonly words: string
}

/** Finds the registries and the installed measures that rest on a check's rows; call it while a component is set up. */
export function useTouched(): (check: CheckResult) => Touched {
  const app = useApp()
  const format = useFormat()
  return ({ id, registries: ids }) => {
    const registries = (app.session.summary?.registries ?? []).filter((registry) => ids.includes(registry.id))
    const measures = app.measures.installed.filter(
      ({ runnable, requirements }) => runnable && requirements.some(({ checks }) => checks.includes(id))
    )
    const words = [
      ...(measures.length === 0 ? [] : [format.quantity(measures.length, nouns.measure)]),
      ...(registries.length === 0 ? [] : [format.quantity(registries.length, nouns.registry)])
    ]
    return { registries, measures, words: words.join(', ') || '–' }
  }
}
