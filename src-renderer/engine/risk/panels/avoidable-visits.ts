import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import { defined } from '#shared/language/defined.ts'
import type { Figure } from '../../base/figures/figure.ts'
import { filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { missingUse } from '../../population/panels/base/use-events.ts'
import type { UseTime } from '../../population/panels/base/use-time.ts'
import type { View } from '../../population/panels/base/view.ts'
import { classifiedVisits, likeliestClass } from '../avoidable/emergency-visits.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { emergencyClasses } from '../model/imported-definitions.ts'
import { inView, notImported } from './avoidable-people.ts'
import type { AvoidablePanel } from './avoidable-result.ts'
import { emergencyText } from './avoidable-definitions.ts'

/** Emergency visits without a stay by the imported algorithm: probabilities, summed. */
export function emergencyOfPeople(
  view: PeopleView,
  events: View,
  risk: PeopleRisk,
  time: UseTime
): AvoidablePanel['emergency'] {
  const { from, to } = time.year
  const provenance = view.provenance(emergencyText)
  const imported = risk.definitions.imported?.emergency !== undefined
  const visits = imported ? risk.rows(classifiedVisits, from, to).filter(inView(view)) : []
  const classified = visits.filter(({ chances }) => chances !== undefined)
  const missing = !imported
    ? notImported(m.theNYUAlgorithm)
    : (missingUse(events.population, 'released') ??
      (visits.length === 0
        ? m.noMemberHasAnEmergencyVisit
        : classified.length === 0
          ? m.theTableHasALineFor
          : undefined))
  const withheld: Figure = { value: undefined, unit: 'proportion', missing: missing ?? '', provenance }
  if (missing !== undefined) return { missing, rows: [], avoidable: withheld, classified: withheld, provenance }
  const sums = emergencyClasses.map((_, place) =>
    classified.reduce((sum, { chances }) => sum + defined(chances)[place]!, 0)
  )
  const rowsOf = (places: readonly number[]): Pick<Figure, 'rows' | 'opens'> => {
    const classVisits = classified.filter(({ chances }) => places.includes(likeliestClass(chances)))
    const [place] = places
    if (places.length !== 1) return {}
    const filter = filterOn(riskDimensions.emergency(defined(place), from, to), 'yes')
    return {
      rows: peopleRows(view.asOf, [...view.filters, filter]),
      opens: new Set(classVisits.map(({ patient }) => patient)).size
    }
  }
  const share = (sum: number, places: readonly number[]): Figure => ({
    value: sum / classified.length,
    unit: 'proportion',
    numerator: Math.round(sum),
    denominator: classified.length,
    ...rowsOf(places),
    provenance
  })
  const avoidable = emergencyClasses.flatMap((each, place) => (each.avoidable ? [place] : []))
  return {
    missing,
    rows: emergencyClasses.map(({ value, label, avoidable: may }, place) => ({
      id: value,
      label,
      avoidable: may,
      visits: {
        value: sums[place]!,
        unit: 'number',
        people: rowsOf([place]).opens ?? 0,
        ...rowsOf([place]),
        provenance
      },
      share: share(sums[place]!, [place])
    })),
    avoidable: share(
      avoidable.reduce((sum, place) => sum + sums[place]!, 0),
      avoidable
    ),
    classified: {
      value: classified.length / visits.length,
      unit: 'proportion',
      numerator: classified.length,
      denominator: visits.length,
      provenance
    },
    provenance
  }
}
