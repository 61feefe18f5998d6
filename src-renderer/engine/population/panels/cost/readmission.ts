import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import type { Day, Filter } from '../../../base/figures/filter.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { windowStart } from '../../registries/control-band.ts'
import { stayEnd } from '../../rows/derived-columns.ts'
import { claimUseSources } from '../../selection/claim-stays.ts'
import { plannedSources } from '../../selection/planned-codes.ts'
import {
  READMISSION_DAYS,
  readmissionRule,
  readmissions,
  readmissionScopes,
  stayOutcomes,
  type ReadmissionScope
} from '../../selection/readmissions.ts'
import { shareFigure } from '../base/figures.ts'
import { isUseByClaims } from '../base/use-events.ts'
import { useEnd } from '../base/use-time.ts'
import { sumCounts, type View } from '../base/view.ts'

/** Adults, inpatient stays alone. */
export const defaultScope: ReadmissionScope = { allAges: false, observation: false }

/** What a readmission is, in these data. */
export function readmissionDefinition(view: View, scope: ReadmissionScope): Definition {
  const byClaims = isUseByClaims(view)
  return {
    id: 'utilisation/readmission',
    version: '2.1.0',
    title: m.readmittedWithin30Days,
    text: m.ofTheStaysThatEndedIn(READMISSION_DAYS, readmissionRule(scope, byClaims)),
    sources: [
      {
        title: m.medicare2026PartCDStar,
        publisher: m.centersForMedicareMedicaidServices,
        year: 2025
      },
      {
        title: m.hospitalWideAllCauseUnplannedReadmission,
        publisher: m.centersForMedicareMedicaidServices,
        url: 'https://qualitynet.cms.gov'
      },
      ...plannedSources,
      ...(byClaims ? claimUseSources : []),
      { title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 }
    ]
  }
}

/** The discharges that a rate of a date is about: each is followed up for 30 days. */
export function dischargeWindow(asOf: Day): { readonly from: Day; readonly to: Day } {
  const to = asOf - READMISSION_DAYS
  return { from: windowStart(asOf - READMISSION_DAYS, 12), to }
}

/** Stays of a window by what became of them, of the people who match filters, or of anybody when nothing is filtered. */
function countStays(
  view: View,
  filters: readonly Filter[],
  { from, to }: { readonly from: Day; readonly to: Day },
  scope: ReadmissionScope
): Int32Array {
  return sumCounts(view, ({ population, store, asOf }) => {
    const people = filters.length === 0 ? undefined : population.select(asOf, filters)
    const stays = readmissions(store, scope)
    const patient = stays?.table.patient
    const counts = new Int32Array(stayOutcomes.length)
    stays?.rows.forEach((row, index) => {
      if (stays.last[index]! < from || stays.last[index]! > to) return
      if (people !== undefined && (patient![row]! < 0 || !hasBit(people, patient![row]!))) return
      counts[stays.outcome[index]!]!++
    })
    return counts
  })
}

/**
 * The share of stays of the people who match `filters` that were followed by another.
 * @param asOf date of the rate
 */
export function readmissionFigure(
  view: View,
  asOf: Day,
  scope: ReadmissionScope,
  filters: readonly Filter[] = view.filters
): Figure {
  const { from, to } = dischargeWindow(asOf)
  const [, alone = 0, planned = 0, back = 0] = countStays(view, filters, { from, to }, scope)
  const { column } = readmissionScopes.find(
    (each) => each.allAges === scope.allAges && each.observation === scope.observation
  )!
  const rows = {
    table: readmissions(view.store, scope)?.table.name ?? 'encounter',
    asOf: view.asOf,
    filters,
    where: [
      { column, in: ['readmitted'] },
      { column: stayEnd, from, to }
    ]
  }
  return {
    ...shareFigure(back, alone + planned + back, rows, view.provenance(readmissionDefinition(view, scope))),
    opens: back
  }
}

/** How many index stays of the 12 months were followed by a planned stay alone. */
export function plannedReturns(view: View, scope: ReadmissionScope): number {
  const counts = countStays(view, view.filters, dischargeWindow(useEnd(view).end), scope)
  return counts[stayOutcomes.indexOf('planned-return')]!
}
