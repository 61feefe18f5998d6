import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import { defined } from '#shared/language/defined.ts'
import type { View } from '../../population/panels/base/view.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import { diagnosisEvents } from '../evidence/diagnosis-events.ts'
import type { NotScored } from '../hcc/hcc-members.ts'
import { calendarYear } from '../hcc/hcc-population.ts'
import { paymentScore } from '../hcc/score-hcc.ts'
import { groupsOfConcepts } from '../indices/group-reader.ts'
import { hasGroup } from '../indices/score-index.ts'
import { bandOf } from '../model/index-definition.ts'
import type { RiskView, WeightedIndex } from '../view/risk-view.ts'
import { hccText, hospitalText, indexDefinitionText, laceText } from './risk-definitions.ts'
import type { PersonRiskPanel } from './risk-results.ts'

const reasons: Readonly<Record<NotScored, string>> = {
  'no-medicare': m.noMedicareCoverageIsInForce,
  'unknown-line': m.theNameOfTheCoverageDoes,
  'no-birth-date': m.theDateOfBirthIsNot,
  'no-sex': m.theSexIsNotRecordedAs
}

/** The scores of one person with the codes behind them. */
export function personRisk(view: View, risk: RiskView, patient: number): PersonRiskPanel {
  return {
    indices: risk.weighted.map((weighted) => indexOf(view, risk, weighted, patient)),
    hcc: risk.definitions.models.flatMap((model) => [0, 1].map((back) => hccOf(view, risk, model.id, back, patient))),
    discharge: dischargeOf(view, risk, patient)
  }
}

function indexOf(
  view: View,
  risk: RiskView,
  weighted: WeightedIndex,
  patient: number
): PersonRiskPanel['indices'][number] {
  const { index, weights } = weighted
  const groups = risk.groups(index, view.asOf)
  const score = risk.scores(weighted, view.asOf)[patient]!
  const codes = codesByGroup(view, weighted, patient)
  const isScored = !Number.isNaN(score)
  return {
    id: weights.id,
    title: `${index.title}, ${weights.title}`,
    score: isScored ? score : undefined,
    missing: isScored ? undefined : (groups.missing ?? m.theIndexIsNotAboutThis),
    band: weights.bands[bandOf(weights.bands, score)]?.label ?? '',
    groups: index.groups.flatMap(({ id, title }, place) =>
      isScored && hasGroup(groups, patient, place)
        ? [{ title, points: weights.points[id] ?? 0, codes: [...(codes.get(place) ?? [])] }]
        : []
    ),
    provenance: view.provenance(indexDefinitionText(weighted))
  }
}

/** The codes of a person's diagnoses in the months in view, by group. */
function codesByGroup(
  { store, asOf }: View,
  { index }: WeightedIndex,
  patient: number
): ReadonlyMap<number, ReadonlySet<string>> {
  const { offsets, concept, from, to } = diagnosisEvents(store)
  const ofConcept = groupsOfConcepts(store, index)
  const start = windowStart(asOf, index.evidence.lookbackMonths)
  const codes = new Map<number, Set<string>>()
  for (let event = offsets[patient]!; event < offsets[patient + 1]!; event++) {
    if (from[event]! > asOf || to[event]! < start) continue
    const { codes: text, displays } = store.concepts
    const display = displays[concept[event]!]!
    const code = display === '' ? text[concept[event]!]! : `${text[concept[event]!]!} ${display}`
    for (const group of ofConcept[concept[event]!] ?? []) codes.set(group, (codes.get(group) ?? new Set()).add(code))
  }
  return codes
}

function hccOf(view: View, risk: RiskView, id: string, back: number, patient: number): PersonRiskPanel['hcc'][number] {
  const model = defined(risk.definitions.models.find((each) => each.id === id))
  const year = calendarYear(view.asOf) - back
  const population = risk.hcc(model, year, view.asOf)
  const member = population.members[population.place[patient]!]
  const about = {
    model: model.title,
    serviceYear: year,
    provenance: view.provenance(hccText(model, population.basis, year))
  }
  if (member === undefined) {
    const why = [...population.notScored].find(([, patients]) => patients.includes(patient))?.[0]
    return {
      ...about,
      raw: undefined,
      payment: undefined,
      missing: why === undefined ? m.theDataDoNotSay : reasons[why],
      segment: '',
      assumed: [],
      factors: []
    }
  }
  const { score, evidence, assumed } = member
  return {
    ...about,
    raw: score.raw,
    payment: population.factors === undefined ? undefined : paymentScore(score.raw, population.factors),
    missing: undefined,
    segment: score.segment,
    assumed,
    factors: score.factors.map(({ id: variable, label, coefficient, kind }) => ({
      id: variable,
      label,
      coefficient,
      codes:
        kind === 'condition'
          ? [...new Set((evidence.get(Number(variable.slice('HCC'.length))) ?? []).map(({ code }) => code))]
          : []
    }))
  }
}

function dischargeOf(view: View, risk: RiskView, patient: number): PersonRiskPanel['discharge'] {
  const last = risk
    .discharges()
    .filter((each) => each.patient === patient && each.discharged <= view.asOf)
    .at(-1)
  if (last === undefined) return undefined
  const { lace, hospital, discharged } = last
  return {
    day: discharged,
    scores: [
      { title: m.lace, ...lace, provenance: view.provenance(laceText) },
      { title: m.hospital, ...hospital, provenance: view.provenance(hospitalText) }
    ].map(({ title, points, range, items, provenance }) => ({ title, points, range, items, provenance }))
  }
}
