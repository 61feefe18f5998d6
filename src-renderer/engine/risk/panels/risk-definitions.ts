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
    title: `${index.title}, weights of ${weights.title}`,
    text: `${index.text} ${index.evidence.text} Diagnoses without a code of ICD-10 do not count.`,
    sources: [...index.sources, weights.source, index.evidence.source].map(citation)
  }
}

/** What the tiers mean. */
export const tierText: Definition = {
  id: 'risk/tiers',
  version: '1.0.0',
  title: 'Tiers of chronic conditions',
  text:
    'People in view by the number of chronic conditions whose registries they belong to on the date: ' +
    `${conditionTiers.map(({ label }) => label.toLowerCase()).join('; ')}. Each registry states its own rule for chart and claims. ` +
    'Two or more conditions are multimorbidity.',
  sources: [tierSource]
}

/** What pairs of conditions mean. */
export const pairText: Definition = {
  id: 'risk/pairs',
  version: '1.0.0',
  title: 'Conditions that come together',
  text:
    'People in view who belong to both registries on the date, and that number over the one expected if the two were independent ' +
    '(people with the first × people with the second ÷ people in view): the lift. Not adjusted for age, so that diseases of old age ' +
    'come together more often than expected. Interval: the observed number as a Poisson count.',
  sources: [
    {
      title: 'Mining association rules between sets of items in large databases (lift as observed over expected)',
      publisher: 'Agrawal R et al., ACM SIGMOD Record 22: 207-216',
      year: 1993,
      url: 'https://doi.org/10.1145/170035.170072'
    },
    { title: 'Exact interval of a Poisson count', publisher: 'Garwood, Biometrika 28: 437-442', year: 1936 }
  ]
}

const dischargeRule =
  'At each discharge from an acute inpatient stay of an adult that ended alive, in the 12 months up to the date. Readmitted: an ' +
  'unplanned acute stay began 2 to 30 days after discharge.'

/** What LACE means. */
export const laceText: Definition = {
  id: 'risk/lace',
  version: '1.0.0',
  title: 'LACE',
  text:
    `${dischargeRule} Length of stay (14 days or more make 7 points), acute admission (through an emergency visit on the day or the day before), ` +
    'comorbidity by the groups of Quan 2005 in the 24 months up to discharge with the weights of LACE, and emergency visits in the six ' +
    'months before, without the one that led to the stay. 10 or more is high. Without emergency visits in the data, no score.',
  sources: laceSources
}

/** What HOSPITAL means. */
export const hospitalText: Definition = {
  id: 'risk/hospital',
  version: '1.0.0',
  title: `HOSPITAL, ${hospitalVariants['2013'].label}`,
  text:
    `${dischargeRule} Last hemoglobin of the stay below 12 g/dL, discharge from oncology (a cancer among the diagnoses of the stay stands in for ` +
    'it), last sodium below 135 mmol/L, a procedure in the stay, an urgent admission (through an emergency visit), admissions in the twelve months before ' +
    '(1 to 5 make 2 points, more make 5), and a stay of 5 days or more. With an input missing there is no score.',
  sources: hospitalSources
}

/** What the list of people with high cost means. */
export function highCostText(period: string): Definition {
  return {
    id: 'risk/high-cost',
    version: '1.0.0',
    title: 'People with the highest cost',
    text:
      `The 5% of the members of ${period} for whom most was paid for service in months of their membership, by final claims. Drivers: what was paid for them by ` +
      'type of service, by principal (else first) diagnosis of the claim, by drug of pharmacy claims, and by facility or provider that billed.',
    sources: [
      {
        title:
          'Concentration of Health Care Expenditures and Selected Characteristics of High Spenders (top 5 percent)',
        publisher: 'Agency for Healthcare Research and Quality, MEPS Statistical Brief 533',
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
    title: `Rising risk over ${window} days`,
    text: `Living people in view with a reason, those with the most reasons first. ${risingRule}`,
    sources: [{ title: 'Thresholds chosen for Populus', publisher: 'Populus' }]
  }
}

/** What a risk score means. */
export function hccText(model: HccDefinition, basis: DiagnosisBasis, serviceYear: number): Definition {
  const payment = serviceYear + 1
  const normalization = model.normalization[payment]
  return {
    id: `risk/${model.id}`,
    version: model.version,
    title: `${model.title}: risk score of payment year ${payment}`,
    text:
      `${model.text} Raw score: the sum of the coefficients of the person's segment for age on 1 February ${payment} and sex, entitlement, payment ` +
      `categories after hierarchies, interactions and their number. ${eligibleRule[basis]} ${memberRule} ` +
      (normalization === undefined
        ? `CMS gave no normalization factor for this model in ${payment}, so that there is no payment score.`
        : `Payment score: raw score ÷ ${normalization} (normalization), × ${1 - model.codingIntensity} (coding intensity), each rounded to three decimals.`),
    sources: model.sources.map(citation)
  }
}

/** What the list of categories to recapture means. */
export function recaptureText(model: HccDefinition): Definition {
  return {
    id: `risk/${model.id}/recapture`,
    version: model.version,
    title: `${model.title}: documented last year, not yet this year`,
    text: recaptureRule,
    sources: model.sources.map(citation)
  }
}

/** What the list of evidence without a diagnosis means. */
export function suspectText(rules: readonly SuspectDefinition[]): Definition {
  return {
    id: 'risk/suspects',
    version: rules[0]?.version ?? '1.0.0',
    title: 'Evidence without a diagnosis',
    text: rules
      .map(({ text, rules: each }) => `${text} ${each.map((rule) => `${rule.title}: ${rule.text}`).join(' ')}`)
      .join(' '),
    sources: rules.flatMap(({ rules: each }) => each.flatMap(({ sources }) => sources.map(citation)))
  }
}
