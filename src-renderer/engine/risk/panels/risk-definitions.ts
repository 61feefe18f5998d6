import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import type { Definition } from '../../base/figures/figure.ts'
import { hospitalSources, hospitalVariants, laceSources } from '../discharge/score-tables.ts'
import { eligibleRule, type DiagnosisBasis } from '../hcc/eligible-diagnoses.ts'
import { memberRule } from '../hcc/hcc-members.ts'
import { recaptureRule } from '../hcc/recapture.ts'
import { conditionTiers, tierSource } from '../lists/condition-tiers.ts'
import { risingRule, type RisingWindow } from '../lists/rising-risk.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { SuspectDefinition } from '../model/suspect-definition.ts'
import type { WeightedIndex } from '../view/risk-view.ts'

/** A citation as definitions hold it, without what is not known. */
type Source = Definition['sources'][number]

function citation(source: {
  title: string
  publisher: string
  year?: number | undefined
  url?: string | undefined
}): Source {
  const { title, publisher, year, url } = source
  return { title, publisher, ...(year === undefined ? {} : { year }), ...(url === undefined ? {} : { url }) }
}

/** What an index with one of its sets of weights means. */
export function indexDefinitionText({ index, weights }: WeightedIndex): Definition {
  return {
    id: `risk/${weights.id}`,
    version: index.version,
    title: m.weightsOf(index.title, weights.title),
    text: m.diagnosesWithoutACodeOfICD(index.text, index.evidence.text),
    sources: [...index.sources, weights.source, index.evidence.source].map(citation)
  }
}

/** What the tiers mean. */
export const tierText: Definition = {
  id: 'risk/tiers',
  version: '1.0.0',
  title: m.tiersOfChronicConditions,
  text: m.peopleInViewByTheNumber(conditionTiers.map(({ label }) => label.toLowerCase()).join('; ')),
  sources: [tierSource]
}

/** What pairs of conditions mean. */
export const pairText: Definition = {
  id: 'risk/pairs',
  version: '1.0.0',
  title: m.conditionsThatComeTogether,
  text: m.peopleInViewWhoBelongTo,
  sources: [
    {
      title: m.miningAssociationRulesBetweenSetsOf,
      publisher: m.agrawalREtAlACMSIGMOD,
      year: 1993,
      url: 'https://doi.org/10.1145/170035.170072'
    },
    { title: m.exactIntervalOfAPoissonCount, publisher: m.garwoodBiometrika28437442, year: 1936 }
  ]
}

const dischargeRule = m.atEachDischargeFromAnAcute

/** What LACE means. */
export const laceText: Definition = {
  id: 'risk/lace',
  version: '1.0.0',
  title: m.lace,
  text: m.lengthOfStay14DaysOr(dischargeRule),
  sources: laceSources
}

/** What HOSPITAL means. */
export const hospitalText: Definition = {
  id: 'risk/hospital',
  version: '1.0.0',
  title: m.hospitalLabel(hospitalVariants['2013'].label),
  text: m.lastHemoglobinOfTheStayBelow(dischargeRule),
  sources: hospitalSources
}

/** What the list of people with high cost means. */
export function highCostText(period: string): Definition {
  return {
    id: 'risk/high-cost',
    version: '1.0.0',
    title: m.peopleWithTheHighestCost,
    text: m.the5OfTheMembersOf(period),
    sources: [
      {
        title: m.concentrationOfHealthCareExpendituresAnd,
        publisher: m.agencyForHealthcareResearchAndQualityMEPS,
        year: 2021,
        url: 'https://meps.ahrq.gov/data_files/publications/st533/stat533.shtml'
      }
    ]
  }
}

/** What rising risk means. */
export function risingText(window: RisingWindow): Definition {
  return {
    id: `risk/rising-${window}`,
    version: '1.0.0',
    title: m.risingRiskOverDays(window),
    text: m.livingPeopleInViewWithA(risingRule),
    sources: [{ title: m.thresholdsChosenForPopulus, publisher: 'Populus' }]
  }
}

/** What a risk score means. */
export function hccText(model: HccDefinition, basis: DiagnosisBasis, serviceYear: number): Definition {
  const payment = serviceYear + 1
  const normalization = model.normalization[payment]
  return {
    id: `risk/${model.id}`,
    version: model.version,
    title: m.riskScoreOfPaymentYear(model.title, payment),
    text: m.rawScoreTheSumOfThe(
      model.text,
      payment,
      eligibleRule[basis],
      memberRule,
      normalization === undefined
        ? m.cmsGaveNoNormalizationFactorForThis(payment)
        : m.paymentScoreRawScoreNormalizationCoding(normalization, 1 - model.codingIntensity)
    ),
    sources: model.sources.map(citation)
  }
}

/** What the list of categories to recapture means. */
export function recaptureText(model: HccDefinition): Definition {
  return {
    id: `risk/${model.id}/recapture`,
    version: model.version,
    title: m.documentedLastYearNotYetThis(model.title),
    text: recaptureRule,
    sources: model.sources.map(citation)
  }
}

/** What the list of evidence without a diagnosis means. */
export function suspectText(rules: readonly SuspectDefinition[]): Definition {
  return {
    id: 'risk/suspects',
    version: rules[0]?.version ?? '1.0.0',
    title: m.evidenceWithoutADiagnosis,
    text: rules
      .map(({ text, rules: each }) => `${text} ${each.map((rule) => `${rule.title}: ${rule.text}`).join(' ')}`)
      .join(' '),
    sources: rules.flatMap(({ rules: each }) => each.flatMap(({ sources }) => sources.map(citation)))
  }
}
