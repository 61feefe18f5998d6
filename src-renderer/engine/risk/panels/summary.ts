import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import type { Provenance } from '../../base/figures/figure.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { useEnd } from '../../population/panels/base/use-time.ts'
import { viewOf } from '../../population/panels/base/view.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { READMISSION_DAYS } from '../../population/stays/readmissions.ts'
import { hospitalBands, laceBands } from '../discharge/score-tables.ts'
import { icdCoverage } from '../evidence/icd-codes.ts'
import { conditionTiers, tierCodes } from '../lists/condition-tiers.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { conditionPairs } from './condition-pairs.ts'
import { hospitalText, laceText, pairText, tierText } from './risk-definitions.ts'
import type { DischargeResult, IndexResult, RiskSummaryPanel } from './risk-results.ts'
import { countsByValue, indexResult } from './score-distribution.ts'

/** Indices, tiers, pairs of conditions and scores at discharge over the people in view. */
export function riskSummary(view: PeopleView, risk: PeopleRisk): RiskSummaryPanel {
  const indices = risk.weighted.map((weighted) => indexResult(view, risk, weighted))
  const tierProvenance = view.provenance(tierText)
  const codes = view.population.values(tierCodes, view.asOf)
  const tiers = {
    dimension: riskDimensions.tier,
    label: m.tiersOfChronicConditions,
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
    ...conditionPairs(view, pairsProvenance),
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
      label: m.twoOrMoreChronicConditions,
      figure: shareFigure(people, everybody, rows, tiers.provenance),
      note: m.ofThePeopleInView,
      trend: []
    },
    ...mean('charlson-2011', m.charlsonScoreMean),
    ...mean('elixhauser-vw', m.elixhauserScoreMean),
    ...mean('hospital-frailty', m.hospitalFrailtyMean),
    ...(high === undefined
      ? []
      : [{ id: 'lace', label: m.dischargedWithHighLACE, figure: high.people, note: m.people12Months, trend: [] }])
  ]
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
  const { end } = useEnd(viewOf(view.population.shards[0]!, view))
  const isKnown = missing.length < discharges.length
  const reason = discharges.length === 0 ? m.noDischargeInThese12Months : m.anInputIsMissingAtEvery
  return {
    id: score,
    title: score === 'lace' ? m.lace : m.hospital,
    bands: (score === 'lace' ? laceBands : hospitalBands).map(({ value, label }) => {
      const bandDischarges = discharges.filter((each) => risk.dischargeBand(score, each) === value)
      const rows = peopleRows(view.asOf, [...view.filters, filterOn(riskDimensions.discharge(score, value), 'yes')])
      const followed = bandDischarges.filter(({ discharged }) => discharged <= end - READMISSION_DAYS)
      const back = followed.filter(({ outcome }) => outcome === 'readmitted').length
      const count = countFigure(new Set(bandDischarges.map(({ patient }) => patient)).size, 'people', rows, provenance)
      return {
        value,
        label,
        discharges: bandDischarges.length,
        people: isKnown ? count : { value: undefined, missing: reason, unit: 'people', provenance },
        readmitted: {
          ...shareFigure(back, followed.length, rows, provenance),
          ...(followed.length === 0 ? { missing: isKnown ? m.noSuchDischargeWasFollowedFor : reason } : {}),
          opens: count.value ?? 0
        }
      }
    }),
    discharges: {
      value: discharges.length,
      unit: 'events',
      people: new Set(discharges.map(({ patient }) => patient)).size,
      provenance
    },
    missing: missing.length,
    reasons: Array.from(reasons, ([text, count]) => ({ text, discharges: count })).sort(
      (left, right) => right.discharges - left.discharges
    ),
    provenance
  }
}
