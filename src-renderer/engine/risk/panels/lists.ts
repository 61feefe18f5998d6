import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import { memberMonths } from '../../population/panels/base/member-months.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { Period } from '../../population/panels/base/periods.ts'
import { ofEverybody, viewOf } from '../../population/panels/base/view.ts'
import { costPeriodLabel, claimsView, daysOf } from '../../population/panels/cost/claims-view.ts'
import { peopleFacts } from '../../population/panels/person/people-facts.ts'
import type { PersonFacts } from '../../population/panels/person/person-facts.ts'
import { costByPerson, costDimensionId } from '../../population/selection/paid-dimension.ts'
import { costDrivers } from '../lists/cost-drivers.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { highCostText, risingText } from './risk-definitions.ts'
import type { RiskListsPanel, RiskPanelParams, RiskPerson } from './risk-results.ts'

/** Share of the members who count as people with high cost. */
const HIGH_SHARE = 0.05

/** Names a person of a list. */
export function riskPerson(
  facts: PersonFacts,
  view: Pick<PeopleView, 'asOf'>,
  patient: number,
  revealed: boolean
): RiskPerson {
  return {
    patient,
    id: facts.id(patient),
    name: facts.name(patient, revealed),
    age: facts.age(patient, view.asOf),
    sex: facts.label('sex', patient, view.asOf)
  }
}

/** People with high cost and with rising risk. */
export function riskLists(view: PeopleView, risk: PeopleRisk, params: RiskPanelParams<'lists'>): RiskListsPanel {
  const facts = peopleFacts(view.population)
  return { highCost: highCost(view, facts, params), rising: rising(view, risk, facts, params) }
}

function costIn({ store }: PopulationView, from: Day, to: Day): Float64Array {
  return costByPerson(store, from, to, 'paid')
}

/** 1 for everybody of a shard who was a member in one of the months. */
function membersIn(population: PopulationView, period: readonly Period[]): Uint8Array {
  const { offsets } = memberMonths(population, period)
  return Uint8Array.from({ length: population.store.patients }, (_, person) =>
    Number(offsets[person + 1]! > offsets[person]!)
  )
}

function highCost(
  view: PeopleView,
  facts: PersonFacts,
  { limit, revealed }: RiskPanelParams<'lists'>
): RiskListsPanel['highCost'] {
  const claims = claimsView(viewOf(view.population.shards[0]!, view))
  const period = claims?.period ?? []
  const provenance = view.provenance(highCostText(costPeriodLabel(period)))
  const none = (missing: string): RiskListsPanel['highCost'] => {
    const figure = { value: undefined, missing, provenance }
    return {
      missing,
      total: 0,
      people: { ...figure, unit: 'people' },
      share: { ...figure, unit: 'proportion' },
      rows: [],
      drivers: [],
      provenance
    }
  }
  if (claims === undefined) return none(m.theDataContainNoClaims)
  if (period.length === 0) return none(m.noMonthOfClaimsIsComplete)
  const { from, to } = daysOf(period)
  const cost = view.population.values(costIn, from, to)
  const people = view.population.select(view.asOf, view.filters)
  const isMember = view.population.values(membersIn, period)
  // Members without any cost count: the share is one of everybody, as on the screen about cost.
  const members = Array.from(cost.keys()).filter((patient) => hasBit(people, patient) && isMember[patient] === 1)
  const spenders = members.filter((patient) => cost[patient]! > 0)
  if (spenders.length === 0) return none(m.nothingWasPaidForAnybodyIn)
  spenders.sort((left, right) => cost[right]! - cost[left]! || left - right)
  const wanted = Math.min(spenders.length, Math.ceil(members.length * HIGH_SHARE))
  const least = cost[spenders[wanted - 1]!]!
  const high = spenders.filter((patient) => cost[patient]! >= least)
  const total = spenders.reduce((sum, patient) => sum + cost[patient]!, 0)
  const theirs = high.reduce((sum, patient) => sum + cost[patient]!, 0)
  const rows = peopleRows(view.asOf, [
    ...ofEverybody(view.filters),
    filterOn(costDimensionId('paid', from, to, least), 'yes')
  ])
  // Those whose care cost less are the rest of the members.
  const others = members.length - high.length
  const tells = others > 0 ? { tells: others } : {}
  return {
    missing: undefined,
    total: high.length,
    people: { ...countFigure(high.length, 'people', rows, provenance), ...tells },
    share: {
      value: theirs / total,
      unit: 'proportion',
      numerator: theirs,
      numeratorUnit: 'usd',
      denominator: total,
      people: high.length,
      ...tells,
      rows,
      opens: high.length,
      provenance
    },
    rows: high.slice(0, limit).map((patient) => ({
      ...riskPerson(facts, view, patient, revealed),
      cost: cost[patient]!,
      drivers: costDrivers(view.population, [patient], from, to, 1)
        .filter(({ kind }) => kind === 'service' || kind === 'condition')
        .map(({ label }) => label)
        .join('; ')
    })),
    drivers: costDrivers(view.population, high, from, to).map(
      ({ kind, label, amount, people: count, tells: left }) => ({
        kind,
        label,
        people: count,
        figure: {
          value: amount,
          unit: 'usd',
          numerator: amount,
          denominator: theirs,
          people: count,
          ...(left === undefined ? {} : { tells: left }),
          provenance
        }
      })
    ),
    provenance
  }
}

function rising(
  view: PeopleView,
  risk: PeopleRisk,
  facts: PersonFacts,
  { window, limit, revealed }: RiskPanelParams<'lists'>
): RiskListsPanel['rising'] {
  const provenance = view.provenance(risingText(window))
  const found = risk.rising(view.asOf, window).filter(({ patient }) => hasBit(view.people, patient))
  const several = found.filter(({ reasons }) => reasons.length > 1)
  const rowsOf = (reasons: number) =>
    peopleRows(view.asOf, [...view.peopleFilters, filterOn(riskDimensions.rising(window, reasons), 'yes')])
  return {
    window,
    total: found.length,
    people: countFigure(found.length, 'people', rowsOf(1), provenance),
    severalReasons: countFigure(several.length, 'people', rowsOf(2), provenance),
    rows: found.slice(0, limit).map(({ patient, reasons }) => ({
      ...riskPerson(facts, view, patient, revealed),
      reasons: reasons.map(({ text }) => text)
    })),
    provenance
  }
}
