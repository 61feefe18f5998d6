import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { gapsToDo, toDoStatuses, type GapCounts } from './gap-search.ts'
import type { Rate } from '../rates/rate.ts'
import { rateDefinition } from '../rates/rate-figures.ts'
import { gapStatuses, statusLabels, type GapStatus } from '../results/gap-status.ts'

/** The screen that lists gaps: those of one rate or of all, in some statuses. */
function gapsRoute(statuses: readonly GapStatus[], rate: Rate | undefined): string {
  return `/gaps/${rate === undefined ? 'any' : encodeURIComponent(rate.key)}/${statuses.join(',')}`
}

/** A number of gaps that opens the worklist where it lists them. */
export function gapsFigure(value: number, statuses: readonly GapStatus[], provenance: Provenance, rate?: Rate): Figure {
  return {
    value,
    unit: rate === undefined ? 'number' : 'people',
    numerator: value,
    ...(value === 0 ? {} : { route: gapsRoute(statuses, rate) }),
    provenance
  }
}

function gapsProvenance(view: PeopleView, rate: Rate): Provenance {
  const definition = rateDefinition(rate)
  return view.provenance({
    ...definition,
    id: `${definition.id}/gaps`,
    text: m.livingPeopleInViewByTheir(definition.text)
  })
}

/** People with something left to do, as the worklist lists them. */
export function toCloseFigure(view: PeopleView, rate: Rate, counts: GapCounts | undefined): Figure {
  const provenance = gapsProvenance(view, rate)
  if (counts === undefined) return { value: undefined, unit: 'people', provenance }
  return gapsFigure(gapsToDo(counts), toDoStatuses, provenance, rate)
}

/** Everybody in view once, by status. */
export function statusFigures(
  view: PeopleView,
  rate: Rate,
  counts: GapCounts
): readonly { readonly status: GapStatus; readonly label: string; readonly figure: Figure }[] {
  const provenance = gapsProvenance(view, rate)
  return gapStatuses.map((status, code) => ({
    status,
    label: statusLabels[status],
    figure: gapsFigure(counts[code]!, [status], provenance, rate)
  }))
}
