import type { Day, Filter } from '#engine/base/figures/filter.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { figureView } from '../../figures/catalog.ts'
import { compareViews, type ComparedValue } from '../../figures/compare-views.ts'
import type { App } from '../../state/app.ts'
import type { Format } from '../../ui/format/format.ts'

/** What a figure came to by each of the three views on the data. */
interface ComparedAnswers {
  /** By the earlier snapshot, on its day. */
  readonly then: FigureAnswer
  /** By the present data, on the same day. */
  readonly now: FigureAnswer
  /** By the present data, on the later day. */
  readonly later: FigureAnswer
}

/** Computes a figure by the earlier snapshot and by the present data. @throws AppError that says why it cannot be computed */
export async function compareSource(
  { past, boardFigures }: Pick<App, 'past' | 'boardFigures'>,
  source: FigureSource,
  { filters, then, later }: { readonly filters: readonly Filter[]; readonly then: Day; readonly later: Day }
): Promise<ComparedAnswers> {
  return {
    then: await past.ask(source, { asOf: then, filters }),
    now: await boardFigures.ask(source, { asOf: then, filters }),
    later: await boardFigures.ask(source, { asOf: later, filters })
  }
}

/** The values of a figure side by side. */
export function comparedValues(
  source: FigureSource,
  { then, now, later }: ComparedAnswers,
  format: Format
): readonly ComparedValue[] {
  return compareViews(
    figureView(source, then, format),
    figureView(source, now, format),
    figureView(source, later, format)
  )
}
