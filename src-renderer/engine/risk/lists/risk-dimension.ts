import { engineRiskListsMessages as m } from '#messages/engine/risk/lists.ts'
import { frailtyBands } from '../indices/claims-frailty.ts'
import { classifiedVisits, likeliestClass } from '../avoidable/emergency-visits.ts'
import { indicatorStays } from '../avoidable/indicator-stays.ts'
import { emergencyClasses } from '../model/imported-definitions.ts'
import type { PersonRow } from './person-rows.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { noOrYes, type Dimension, type DimensionValue } from '../../population/selection/dimension.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { hasGroup } from '../indices/score-index.ts'
import { risingPeople, risingWindows, type RisingWindow } from './rising-risk.ts'
import { conditionTiers, tierCodes } from './condition-tiers.ts'
import { bandOf } from '../model/index-definition.ts'
import { hccSegmentLabels, hccSegments, type HccDefinition } from '../model/hcc-definition.ts'
import type { Day } from '../../base/figures/filter.ts'
import { riskPrefix, isRiskDimension } from '../view/risk-names.ts'
import type { RiskView } from '../view/risk-view.ts'

/** Ids of dimensions, by what they tell. */
export const riskDimensions = {
  tier: `${riskPrefix}tier`,
  score: (weights: string): string => `${riskPrefix}score/${weights}`,
  group: (index: string, group: string): string => `${riskPrefix}group/${index}/${group}`,
  segment: (model: string, year: number): string => `${riskPrefix}segment/${model}/${year}`,
  category: (model: string, year: number, hcc: number | 'any'): string => `${riskPrefix}hcc/${model}/${year}/${hcc}`,
  recapture: (model: string, hcc: number | 'any'): string => `${riskPrefix}recapture/${model}/${hcc}`,
  suspect: (model: string, rule: string): string => `${riskPrefix}suspect/${model}/${rule}`,
  rising: (days: RisingWindow, reasons: number): string => `${riskPrefix}rising/${days}/${reasons}`,
  discharge: (score: 'lace' | 'hospital', band: string): string => `${riskPrefix}discharge/${score}/${band}`,
  indicator: (id: string, from: Day, to: Day): string => `${riskPrefix}indicator/${from}/${to}/${id}`,
  emergency: (place: number, from: Day, to: Day): string => `${riskPrefix}emergency/${from}/${to}/${place}`,
  frailty: `${riskPrefix}frailty`
} as const

const sources = new WeakMap<PopulationView, { current: RiskView }>()

/**
 * Lets filters and figures of a population name dimensions of risk; those of the last view count.
 * @returns whether filters may mean something else from now on
 */
export function addRiskDimensions(view: RiskView): boolean {
  const known = sources.get(view.population)
  if (known !== undefined) {
    const isOther = known.current !== view
    known.current = view
    return isOther
  }
  const source = { current: view }
  sources.set(view.population, source)
  view.population.addSource((id) => dimensionOf(() => source.current, id))
  return true
}

interface Answer {
  readonly label: string
  readonly values: readonly DimensionValue[]
  readonly codeOf: (asOf: Day) => (patient: number) => number
}

function dimensionOf(view: () => RiskView, id: string): Dimension | undefined {
  if (!isRiskDimension(id)) return undefined
  const [kind = '', ...parts] = id.slice(riskPrefix.length).split('/')
  const answer = answers[kind]?.(view, parts)
  if (answer === undefined) return undefined
  const { patients } = view().population.store
  return {
    id,
    label: answer.label,
    group: 'registries',
    hidden: true,
    fixed: false,
    values: answer.values,
    codes(asOf) {
      const codes = emptyCodes(patients, answer.values.length)
      const codeOf = answer.codeOf(asOf)
      for (let patient = 0; patient < patients; patient++) codes[patient] = codeOf(patient)
      return codes
    }
  }
}

/** No or yes for the people of a list. */
function membership(label: string, people: (asOf: Day) => Iterable<number>): Answer {
  return {
    label,
    values: noOrYes,
    codeOf: (asOf) => {
      const found = new Set(people(asOf))
      return (patient) => (found.has(patient) ? 1 : 0)
    }
  }
}

/** The people of rows that name them by their numbers in the population, by their places in the shard. */
function ownPeople({ population }: RiskView, rows: readonly PersonRow[]): readonly number[] {
  const place = new Map<number, number>()
  for (let person = 0; person < population.store.patients; person++)
    place.set(population.shard.personNumber(person), person)
  return rows.flatMap(({ patient }) => place.get(patient) ?? [])
}

/** The model that `RiskView.key` names. */
function modelOf({ definitions }: RiskView, key = ''): HccDefinition | undefined {
  return definitions.models.find(({ id }) => id === key.replace(/~\d+$/, ''))
}

type Parse = (view: () => RiskView, parts: readonly string[]) => Answer | undefined

const answers: Readonly<Record<string, Parse>> = {
  tier: (view) => ({
    label: m.tierOfChronicConditions,
    values: conditionTiers.map(({ value, label }) => ({ value, label })),
    codeOf: (asOf) => {
      const codes = tierCodes(view().population, asOf)
      return (patient) => codes[patient]!
    }
  }),

  score: (view, [id]) => {
    const weighted = view().weighted.find(({ weights }) => weights.id === id)
    if (weighted === undefined) return undefined
    const { index, weights } = weighted
    return {
      label: `${index.title}, ${weights.title}`,
      values: weights.bands.map(({ value, label }) => ({ value, label })),
      codeOf: (asOf) => {
        const scores = view().scores(weighted, asOf)
        return (patient) => bandOf(weights.bands, scores[patient]!)
      }
    }
  },

  group: (view, [id, group]) => {
    const index = view().definitions.indices.find((each) => each.id === id)
    const place = index?.groups.findIndex((each) => each.id === group) ?? -1
    if (index === undefined || place < 0) return undefined
    return {
      label: `${index.title}: ${index.groups[place]!.title}`,
      values: noOrYes,
      codeOf: (asOf) => {
        const groups = view().groups(index, asOf)
        return (patient) => (groups.applies[patient] === 0 ? -1 : Number(hasGroup(groups, patient, place)))
      }
    }
  },

  segment: (view, [id, year = '']) => {
    const model = modelOf(view(), id)
    if (model === undefined) return undefined
    return {
      label: m.segmentByDiagnosesOf(model.title, year),
      values: hccSegments.map((value) => ({ value, label: hccSegmentLabels[value] })),
      codeOf: (asOf) => {
        const { members, place } = view().hcc(model, Number(year), asOf)
        return (patient) => (place[patient]! < 0 ? -1 : hccSegments.indexOf(members[place[patient]!]!.score.segment))
      }
    }
  },

  hcc: (view, [id, year = '', hcc]) => {
    const model = modelOf(view(), id)
    if (model === undefined) return undefined
    const what = hcc === 'any' ? m.aPaymentCategory : `HCC${hcc ?? ''}`
    return membership(m.byDiagnosesOf(model.title, what, year), (asOf) =>
      view()
        .hcc(model, Number(year), asOf)
        .members.filter(({ score }) => (hcc === 'any' ? score.hccs.length > 0 : score.hccs.includes(Number(hcc))))
        .map(({ patient }) => patient)
    )
  },

  recapture: (view, [id, hcc]) => {
    const model = modelOf(view(), id)
    if (model === undefined) return undefined
    const what = hcc === 'any' ? m.aCategory : `HCC${hcc ?? ''}`
    return membership(m.ofLastYearNotYetDocumented(model.title, what), (asOf) =>
      view()
        .recapture(model, asOf)
        .filter((row) => hcc === 'any' || row.hcc === Number(hcc))
        .map(({ patient }) => patient)
    )
  },

  suspect: (view, [id, rule = '']) => {
    const model = modelOf(view(), id)
    if (model === undefined) return undefined
    return membership(m.evidenceWithoutADiagnosis(model.title, rule), (asOf) =>
      view()
        .suspects(model, asOf)
        .filter((row) => rule === 'any' || row.rule.id === rule)
        .map(({ patient }) => patient)
    )
  },

  rising: (view, [days, reasons = '']) => {
    const window = risingWindows.find((each) => String(each) === days)
    if (window === undefined) return undefined
    return membership(m.risingRiskOverDaysOrMore(window, reasons), (asOf) =>
      risingPeople(view(), asOf, window)
        .filter((row) => row.reasons.length >= Number(reasons))
        .map(({ patient }) => patient)
    )
  },

  indicator: (view, [from, to, id]) =>
    membership(m.stayThatCountsIn(id ?? ''), () => {
      const stays = indicatorStays(view(), Number(from), Number(to))
      return ownPeople(
        view(),
        stays.filter(({ indicators }) => indicators.includes(id ?? ''))
      )
    }),

  emergency: (view, [from, to, place]) =>
    membership(m.emergencyVisitThatMostLikelyIs(emergencyClasses[Number(place)]?.label ?? m.notClassified), () => {
      const visits = classifiedVisits(view(), Number(from), Number(to))
      return ownPeople(
        view(),
        visits.filter(({ chances }) => likeliestClass(chances) === Number(place))
      )
    }),

  frailty: (view) => ({
    label: m.claimsBasedFrailty,
    values: frailtyBands.map(({ value, label }) => ({ value, label })),
    codeOf: (asOf) => {
      const scores = view().frailty(asOf)
      return (patient) => bandOf(frailtyBands, scores[patient]!)
    }
  }),

  discharge: (view, [score, band = '']) =>
    score !== 'lace' && score !== 'hospital'
      ? undefined
      : membership(m.dischargedIn12MonthsWith(score.toUpperCase(), band), (asOf) =>
          view()
            .dischargesIn(asOf)
            .filter((row) => view().dischargeBand(score, row) === band)
            .map(({ patient }) => patient)
        )
}
