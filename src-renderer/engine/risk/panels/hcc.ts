import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import type { Figure } from '../../base/figures/figure.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { withoutIcd } from '../evidence/icd-codes.ts'
import { eligibleRule } from '../hcc/eligible-diagnoses.ts'
import { calendarYear } from '../hcc/hcc-population.ts'
import type { NotScored } from '../hcc/hcc-members.ts'
import { paymentScore } from '../hcc/score-hcc.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import { hccSegmentLabels, hccSegments } from '../model/hcc-definition.ts'
import type { PeopleRisk, ScoredMember, ScoredPeople } from '../lists/people-risk.ts'
import { hccLists } from './hcc-lists.ts'
import { hccText, recaptureText } from './risk-definitions.ts'
import type { HccPanel, RiskPanelParams } from './risk-results.ts'

const shownCategories = 30

const notScoredText: Readonly<Record<NotScored, string>> = {
  'no-medicare': m.noMedicareCoverageOnTheDate,
  'unknown-line': m.coverageFrom65OnWhoseName,
  'no-birth-date': m.dateOfBirthNotRecorded,
  'no-sex': m.sexNotRecordedAsFemaleOr
}

/** Risk scores by a CMS-HCC model over the people in view, with the lists that ask the chart. */
export function hccPanel(view: PeopleView, risk: PeopleRisk, params: RiskPanelParams<'hcc'>): HccPanel {
  const model = risk.definitions.models.find(({ id }) => id === params.model) ?? risk.definitions.models[0]!
  const year = calendarYear(view.asOf) - (params.year === 'before' ? 1 : 0)
  const population = risk.hcc(model, year, view.asOf)
  const inView = population.members.filter(({ patient }) => hasBit(view.people, patient))
  const provenance = view.provenance(hccText(model, population.basis, year))
  const missing =
    withoutIcd(view.population.shards[0]!.store) ?? (inView.length === 0 ? m.nobodyInViewHasAMedicare : undefined)
  return {
    model: { id: model.id, title: model.title, text: model.text },
    serviceYear: year,
    paymentYear: population.paymentYear,
    basis: eligibleRule[population.basis],
    missing,
    keyFigures: keyFigures(view, risk, population, inView, missing, provenance),
    segments: segments(view, risk, population, inView, missing, provenance),
    categories: categories(view, risk, population, inView, provenance),
    notScored: counted(notScoredIn(view, population), notScoredText),
    assumed: assumptions(inView),
    ...hccLists(view, risk, model, params),
    provenance
  }
}

type Provenance = HccPanel['provenance']

/** A mean of scores with the people behind it. */
function meanOf(
  scores: readonly number[],
  rows: Figure['rows'],
  missing: string | undefined,
  provenance: Provenance
): Figure {
  if (missing !== undefined || scores.length === 0)
    return { value: undefined, missing: missing ?? m.nobodyHasThisSegment, unit: 'number', provenance }
  const sum = scores.reduce((total, score) => total + score, 0)
  return {
    value: sum / scores.length,
    unit: 'number',
    denominator: scores.length,
    people: scores.length,
    ...(rows === undefined ? {} : { rows }),
    opens: scores.length,
    provenance
  }
}

function keyFigures(
  view: PeopleView,
  risk: PeopleRisk,
  { model, factors, serviceYear, paymentYear }: ScoredPeople,
  inView: readonly ScoredMember[],
  missing: string | undefined,
  provenance: Provenance
): readonly KeyFigure[] {
  const rows = peopleRows(view.asOf, [
    ...view.peopleFilters,
    filterOn(riskDimensions.segment(risk.key(model), serviceYear), ...hccSegments)
  ])
  const raw = inView.map(({ score }) => score.raw)
  const withCategory = inView.filter(({ score }) => score.hccs.length > 0).length
  const categorized = peopleRows(view.asOf, [
    ...view.peopleFilters,
    filterOn(riskDimensions.category(risk.key(model), serviceYear, 'any'), 'yes')
  ])
  const noFactor = m.cmsGaveNoNormalizationFactorFor(paymentYear)
  return [
    {
      id: 'scored',
      label: m.peopleWithARiskScore,
      figure: countFigure(inView.length, 'people', rows, provenance),
      note: m.inMedicareOnTheDate,
      trend: []
    },
    {
      id: 'raw',
      label: m.rawRiskScoreMean,
      figure: meanOf(raw, rows, missing, provenance),
      note: m.diagnosesOfServiceYear(serviceYear),
      trend: []
    },
    {
      id: 'payment',
      label: m.paymentRiskScoreMean,
      figure: meanOf(
        factors === undefined ? [] : raw.map((score) => paymentScore(score, factors)),
        rows,
        missing ?? (factors === undefined ? noFactor : undefined),
        provenance
      ),
      note:
        factors === undefined
          ? m.noFactorOfTheYear
          : m.coding(factors.normalization, Math.round(factors.codingIntensity * 1000) / 10),
      trend: []
    },
    {
      id: 'with-category',
      label: m.withAPaymentCategory,
      figure:
        missing === undefined
          ? shareFigure(withCategory, inView.length, categorized, provenance)
          : { value: undefined, missing, unit: 'proportion', provenance },
      note: m.ofThePeopleWithAScore,
      trend: []
    }
  ]
}

function segments(
  view: PeopleView,
  risk: PeopleRisk,
  { model, serviceYear }: ScoredPeople,
  inView: readonly ScoredMember[],
  missing: string | undefined,
  provenance: Provenance
): HccPanel['segments'] {
  return hccSegments.flatMap((value) => {
    const segmentScores = inView.filter(({ score }) => score.segment === value)
    if (segmentScores.length === 0) return []
    const rows = peopleRows(view.asOf, [
      ...view.peopleFilters,
      filterOn(riskDimensions.segment(risk.key(model), serviceYear), value)
    ])
    const mean = meanOf(
      segmentScores.map(({ score }) => score.raw),
      rows,
      missing,
      provenance
    )
    return [
      {
        value,
        label: hccSegmentLabels[value],
        people: countFigure(segmentScores.length, 'people', rows, provenance),
        mean
      }
    ]
  })
}

function categories(
  view: PeopleView,
  risk: PeopleRisk,
  { model, serviceYear }: ScoredPeople,
  inView: readonly ScoredMember[],
  provenance: Provenance
): HccPanel['categories'] {
  const counts = new Map<number, number>()
  for (const { score } of inView) for (const hcc of score.hccs) counts.set(hcc, (counts.get(hcc) ?? 0) + 1)
  const open = new Map<number, number>()
  for (const { hcc, patient } of risk.recapture(model, view.asOf))
    if (hasBit(view.people, patient)) open.set(hcc, (open.get(hcc) ?? 0) + 1)
  const recapture = view.provenance(recaptureText(model))
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .slice(0, shownCategories)
    .map(([hcc, count]) => {
      const rows = peopleRows(view.asOf, [
        ...view.peopleFilters,
        filterOn(riskDimensions.category(risk.key(model), serviceYear, hcc), 'yes')
      ])
      const openRows = peopleRows(view.asOf, [
        ...view.peopleFilters,
        filterOn(riskDimensions.recapture(risk.key(model), hcc), 'yes')
      ])
      return {
        hcc,
        label: model.labels[hcc] ?? '',
        people: countFigure(count, 'people', rows, provenance),
        share: shareFigure(count, inView.length, rows, provenance),
        open: countFigure(open.get(hcc) ?? 0, 'people', openRows, recapture)
      }
    })
}

function notScoredIn(view: PeopleView, { notScored }: ScoredPeople): ReadonlyMap<NotScored, number> {
  const counts = new Map<NotScored, number>()
  for (const [reason, patients] of notScored) {
    const count = patients.filter((patient) => hasBit(view.people, patient)).length
    if (count > 0) counts.set(reason, count)
  }
  return counts
}

function counted<K extends string>(
  counts: ReadonlyMap<K, number>,
  texts: Readonly<Record<K, string>>
): readonly { readonly text: string; readonly people: number }[] {
  return Array.from(counts, ([key, people]) => ({ text: texts[key], people }))
}

/** What was assumed of how many people, most frequent first. */
function assumptions(inView: readonly ScoredMember[]): HccPanel['assumed'] {
  const counts = new Map<string, number>()
  for (const { assumed } of inView) for (const text of assumed) counts.set(text, (counts.get(text) ?? 0) + 1)
  return Array.from(counts, ([text, people]) => ({ text, people })).sort((left, right) => right.people - left.people)
}
