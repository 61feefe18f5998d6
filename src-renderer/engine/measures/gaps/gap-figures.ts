import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { gapsToDo, toDoStatuses, type GapCounts } from './gap-search.ts'
import type { Rate } from '../rates/rate.ts'
import { proportionFigure, rateDefinition } from '../rates/rate-figures.ts'
import { CLOSED, gapStatuses, SET_ASIDE, statusLabels, type GapStatus } from '../results/gap-status.ts'

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

/**
 * The closed among the gaps that apply, as a figure that opens them. Setting a gap aside must not make the share look better, so
 * that those count as not closed.
 * @param rate the one that the counts are of; all when undefined
 */
export function closedShareFigure(counts: GapCounts, provenance: Provenance, rate?: Rate): Figure {
  const closed = gapsFigure(counts[CLOSED]!, ['closed'], provenance, rate)
  return proportionFigure(counts[CLOSED]!, counts[CLOSED]! + counts[SET_ASIDE]! + gapsToDo(counts), {
    provenance,
    ...(closed.route === undefined ? {} : { route: closed.route })
  })
}

/** {@link closedShareFigure} of one rate. */
export function rateClosedShare(view: PeopleView, rate: Rate, counts: GapCounts): Figure {
  const definition = rateDefinition(rate)
  const about = { ...definition, id: `${definition.id}/gaps/closed`, text: m.ofTheLivingPeopleInView(definition.text) }
  return closedShareFigure(counts, view.provenance(about), rate)
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
