import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { useTime } from '../../population/panels/base/use-time.ts'
import type { View } from '../../population/panels/base/view.ts'
import { frailtyAge, frailtyBands } from '../indices/claims-frailty.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { bandOf } from '../model/index-definition.ts'
import { frailtyText } from './avoidable-definitions.ts'
import { notImported } from './avoidable-people.ts'
import type { AvoidablePanel } from './avoidable-result.ts'
import { indicatorsOfPeople } from './avoidable-stays.ts'
import { emergencyOfPeople } from './avoidable-visits.ts'
import { countsByValue } from './score-distribution.ts'

/** Stays and visits that better care elsewhere might have avoided, and frailty, by the tables that were imported. */
export function avoidablePanel(view: PeopleView, events: View, risk: PeopleRisk): AvoidablePanel {
  const time = useTime(events)
  return {
    period: time.year,
    indicators: indicatorsOfPeople(view, events, risk, time),
    emergency: emergencyOfPeople(view, events, risk, time),
    frailty: frailtyOfPeople(view, risk)
  }
}

function frailtyOfPeople(view: PeopleView, risk: PeopleRisk): AvoidablePanel['frailty'] {
  const provenance = view.provenance(frailtyText)
  const scores = risk.values((shard, asOf) => shard.frailty(asOf), view.asOf)
  const { total, rows } = countsByValue(
    view,
    riskDimensions.frailty,
    frailtyBands,
    (patient) => bandOf(frailtyBands, scores[patient]!),
    provenance
  )
  const missing =
    risk.definitions.imported?.frailty === undefined
      ? notImported(m.theClaimsBasedFrailtyIndex)
      : total === 0
        ? m.nobodyOfAndOverInView(frailtyAge)
        : undefined
  let sum = 0
  for (let patient = 0; patient < scores.length; patient++)
    if (hasBit(view.people, patient) && !Number.isNaN(scores[patient])) sum += scores[patient]!
  const everybody = [...view.peopleFilters, filterOn(riskDimensions.frailty, ...frailtyBands.map(({ value }) => value))]
  return {
    missing,
    mean:
      missing === undefined
        ? {
            value: sum / total,
            unit: 'number',
            denominator: total,
            people: total,
            rows: peopleRows(view.asOf, everybody),
            opens: total,
            provenance
          }
        : { value: undefined, unit: 'number', missing, provenance },
    bands: missing === undefined ? rows : [],
    provenance
  }
}
