import type { Definition } from '../../base/figures/figure.ts'
import { principalRule } from '../avoidable/care-codes.ts'

const standardSource: Definition['sources'][number] = {
  title: 'Age standardization of death rates: the US standard population of 2000',
  publisher: 'National Vital Statistics Reports 47(3), National Center for Health Statistics',
  year: 1998
}

/** What the rates of the indicators mean. @param years words for the denominator */
export function indicatorsText(years: string): Definition {
  return {
    id: 'risk/indicators',
    version: '1.0.0',
    title: 'Prevention Quality Indicators, by the imported table',
    text:
      'Inpatient stays of members that began in the 12 months and count in an indicator by the codes of the imported table: its principal ' +
      'diagnosis and, where the table asks for them, a further diagnosis or a procedure, and none of those that it leaves out. A composite ' +
      `counts a stay once. ${principalRule} Stays that nothing tells a principal diagnosis of count in none and are shown apart. Divided by ${years}, ` +
      'of the ages of the indicator, age on the last day of these months for stays and years alike. The standardized rate weights the ages by the ' +
      'US standard population of 2000, restricted to the ages of the indicator, with the interval of Fay and Feuer. AHRQ divides by the ' +
      'people of an area; people in view are no area, so these are rates in the style of the indicators. Transfers from other hospitals are not told apart.',
    sources: [
      {
        title: 'Prevention Quality Indicators, technical specifications',
        publisher: 'Agency for Healthcare Research and Quality'
      },
      standardSource,
      {
        title: 'Confidence intervals for directly standardized rates: a method based on the gamma distribution',
        publisher: 'Fay and Feuer, Stat Med 16: 791-801',
        year: 1997
      }
    ]
  }
}

/** What the classes of emergency visits mean. */
export const emergencyText: Definition = {
  id: 'risk/emergency',
  version: '1.0.0',
  title: 'Emergency visits by the NYU algorithm, by the imported table',
  text:
    'Emergency visits of members in the 12 months that did not end in an inpatient stay. The imported table has, for a principal diagnosis, the ' +
    'probability of each class; the probabilities of all visits are added up, so that numbers are expected visits. A diagnosis that the table does ' +
    `not have takes the line of the longest beginning of its code. ${principalRule} Visits without a line are not classified and stand in no share. ` +
    'The algorithm describes groups of visits: it says of no single visit that it was needless. A number opens the people with a visit whose ' +
    'most likely class it is.',
  sources: [
    {
      title: 'Emergency department use in New York City: a substitute for primary care?',
      publisher: 'Billings, Parikh and Mijanovich, Commonwealth Fund Issue Brief',
      year: 2000
    },
    {
      title: 'A refined algorithm: updating the New York University emergency department algorithm',
      publisher: 'Johnston and others, Health Serv Res 52: 1543-1569',
      year: 2017
    }
  ]
}

/** What the claims-based frailty index means. */
export const frailtyText: Definition = {
  id: 'risk/claims-frailty',
  version: '1.0.0',
  title: 'Claims-based frailty index, by the imported table',
  text:
    'The intercept and the weights of the variables that a person has, by ICD-10 diagnoses of final claims for care and HCPCS or CPT codes of their ' +
    'lines in the 12 months up to the date; each variable once. People of 65 and over with a final claim in these months; others have no score. ' +
    'Below 0.15 robust, 0.15 to 0.24 pre-frail, 0.25 and over frail. Chart diagnoses do not count: the weights are made from claims.',
  sources: [
    {
      title: 'Measuring frailty in Medicare data: development and validation of a claims-based frailty index',
      publisher: 'Kim and others, J Gerontol A 73: 980-987',
      year: 2018
    }
  ]
}
