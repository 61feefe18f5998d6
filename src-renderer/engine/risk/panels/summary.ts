import type { Provenance } from '../../base/figures/figure.ts'
import { hasBit, ordinalsOf } from '../../base/kernels/bitset.ts'
import { exactPoissonInterval } from '../../base/stats/exact-poisson.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { hospitalBands, laceBands } from '../discharge/score-tables.ts'
import { icdCoverage } from '../evidence/icd-codes.ts'
import { conditionTiers, tierCodes } from '../lists/condition-tiers.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { hospitalText, laceText, pairText, tierText } from './risk-definitions.ts'
import type { ConditionPair, DischargeResult, IndexResult, RiskSummaryPanel } from './risk-results.ts'
import { countsByValue, indexResult } from './score-distribution.ts'

const shownPairs = 20

/** Indices, tiers, pairs of conditions and scores at discharge over the people in view. */
export function riskSummary(view: PeopleView, risk: PeopleRisk): RiskSummaryPanel {
  const indices = risk.weighted.map((weighted) => indexResult(view, risk, weighted))
  const tierProvenance = view.provenance(tierText)
  const codes = view.population.values(tierCodes, view.asOf)
  const tiers = {
    dimension: riskDimensions.tier,
    label: 'Tiers of chronic conditions',
    rows: countsByValue(view, riskDimensions.tier, conditionTiers, (patient) => codes[patient]!, tierProvenance).rows,
    provenance: tierProvenance
  }
  const pairsProvenance = view.provenance(pairText)
  const discharges = [
    dischargeResult(view, risk, 'lace', view.provenance(laceText)),
    dischargeResult(view, risk, 'hospital', view.provenance(hospitalText))
  ]
  return {
    keyFigures: keyFigures(view, indices, tiers, discharges),
    indices,
    tiers,
    pairs: conditionPairs(view, pairsProvenance),
    pairsProvenance,
    discharges,
    coded: icdCoverage(view.population.shards[0]!.store)
  }
}

function keyFigures(
  view: PeopleView,
  indices: readonly IndexResult[],
  tiers: RiskSummaryPanel['tiers'],
  discharges: readonly DischargeResult[]
): readonly KeyFigure[] {
  const mean = (id: string, label: string): KeyFigure[] =>
    indices
      .filter((each) => each.id === id)
      .map((each) => ({ id, label, figure: each.mean, note: each.weights, trend: [] }))
  const several = tiers.rows.filter(({ value }) => Number(value) >= 2)
  const people = several.reduce((sum, { count }) => sum + (count.value ?? 0), 0)
  const everybody = tiers.rows.reduce((sum, { count }) => sum + (count.value ?? 0), 0)
  const rows = peopleRows(view.asOf, [
    ...view.peopleFilters,
    filterOn(riskDimensions.tier, ...several.map(({ value }) => value))
  ])
  const high = discharges[0]!.bands.find(({ value }) => value === 'high')
  return [
    {
      id: 'multimorbidity',
      label: 'Two or more chronic conditions',
      figure: shareFigure(people, everybody, rows, tiers.provenance),
      note: 'of the people in view',
      trend: []
    },
    ...mean('charlson-2011', 'Charlson score, mean'),
    ...mean('elixhauser-vw', 'Elixhauser score, mean'),
    ...mean('hospital-frailty', 'Hospital frailty, mean'),
    ...(high === undefined
      ? []
      : [{ id: 'lace', label: 'Discharged with high LACE', figure: high.people, note: 'people, 12 months', trend: [] }])
  ]
}

/** The pairs of registries that most people share, with observed over expected. */
function conditionPairs(view: PeopleView, provenance: Provenance): readonly ConditionPair[] {
  const { registries: all, shards } = view.population
  const registries = all.filter((registry) => shards[0]!.index.cannotTell(registry) === undefined)
  const people = ordinalsOf(view.people)
  const members = registries.map(({ id }) => view.population.codes(`registry:${id}`, view.asOf))
  const single = registries.map(() => 0)
  const both = registries.map(() => registries.map(() => 0))
  for (const patient of people) {
    const own = members.flatMap((codes, place) => (codes[patient] === 1 ? [place] : []))
    for (const first of own) {
      single[first]!++
      for (const second of own) if (first < second) both[first]![second]!++
    }
  }
  const pairs = registries.flatMap((first, i) =>
    registries.slice(i + 1).map((second, offset) => ({ first, second, i, j: i + 1 + offset }))
  )
  return pairs
    .filter(({ i, j }) => both[i]![j]! > 0)
    .sort((left, right) => both[right.i]![right.j]! - both[left.i]![left.j]!)
    .slice(0, shownPairs)
    .map(({ first, second, i, j }) => {
      const observed = both[i]![j]!
      const expected = (single[i]! * single[j]!) / people.length
      const rows = peopleRows(view.asOf, [
        ...view.peopleFilters,
        filterOn(`registry:${first.id}`, 'yes'),
        filterOn(`registry:${second.id}`, 'yes')
      ])
      return {
        first: { id: first.id, title: first.title },
        second: { id: second.id, title: second.title },
        people: countFigure(observed, 'people', rows, provenance),
        expected,
        lift: {
          value: observed / expected,
          unit: 'ratio',
          numerator: observed,
          denominator: expected,
          people: observed,
          interval: exactPoissonInterval(observed, 1 / expected),
          rows,
          opens: observed,
          provenance
        }
      }
    })
}

function dischargeResult(
  view: PeopleView,
  risk: PeopleRisk,
  score: 'lace' | 'hospital',
  provenance: Provenance
): DischargeResult {
  const wanted = view.filters.length === 0 ? undefined : view.population.select(view.asOf, view.filters)
  const discharges = risk
    .dischargesIn(view.asOf)
    .filter(({ patient }) => wanted === undefined || hasBit(wanted, patient))
  const missing = discharges.filter((each) => each[score].points === undefined)
  const reasons = new Map<string, number>()
  for (const each of missing)
    for (const { points, finding } of each[score].items)
      if (points === undefined) reasons.set(finding, (reasons.get(finding) ?? 0) + 1)
  const isKnown = missing.length < discharges.length
  const reason = discharges.length === 0 ? 'no discharge in these 12 months' : 'an input is missing at every discharge'
  return {
    id: score,
    title: score === 'lace' ? 'LACE' : 'HOSPITAL',
    bands: (score === 'lace' ? laceBands : hospitalBands).map(({ value, label }) => {
      const own = discharges.filter((each) => risk.dischargeBand(score, each) === value)
      const rows = peopleRows(view.asOf, [...view.filters, filterOn(riskDimensions.discharge(score, value), 'yes')])
      const followed = own.filter(({ discharged }) => discharged <= view.asOf - 30)
      const back = followed.filter(({ outcome }) => outcome === 'readmitted').length
      const count = countFigure(new Set(own.map(({ patient }) => patient)).size, 'people', rows, provenance)
      return {
        value,
        label,
        discharges: own.length,
        people: isKnown ? count : { value: undefined, missing: reason, unit: 'people', provenance },
        readmitted: {
          ...shareFigure(back, followed.length, rows, provenance),
          ...(followed.length === 0
            ? { missing: isKnown ? 'no such discharge was followed for 30 days' : reason }
            : {}),
          opens: count.value ?? 0
        }
      }
    }),
    missing: missing.length,
    reasons: Array.from(reasons, ([text, count]) => ({ text, discharges: count })).sort(
      (left, right) => right.discharges - left.discharges
    ),
    provenance
  }
}
