import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** CMS numbers of the eCQMs that built-in measures are modeled on, by the last segment of their address. */
const modeledOn: Readonly<Record<string, string>> = {
  'blood-pressure-control': '165',
  'bmi-screening-follow-up': '69',
  'breast-cancer-screening': '125',
  'cervical-cancer-screening': '124',
  'childhood-immunisation': '117',
  'colorectal-cancer-screening': '130',
  'depression-remission': '159',
  'depression-screening-follow-up': '2',
  'diabetes-eye-exam': '131',
  'hba1c-poor-control': '122',
  'heart-failure-beta-blocker': '144',
  'heart-failure-ras-inhibitor': '135',
  'high-risk-medication': '156',
  'influenza-immunisation': '147',
  'kidney-health-evaluation': '951',
  'pneumococcal-immunisation': '127',
  'tobacco-screening-follow-up': '138'
}

/** CMS numbers by the names that official measures had before their addresses held the number. */
const officialNames: readonly (readonly [start: string, cms: string])[] = [
  ['breastcancerscreening', '125'],
  ['cervicalcancerscreening', '124'],
  ['childhoodimmunizationstatus', '117'],
  ['colorectalcancerscreening', '130'],
  ['controllinghighbloodpressure', '165'],
  ['diabeteseyeexam', '131'],
  ['diabeteshemoglobina1c', '122'],
  ['diabetesglycemicstatus', '122'],
  ['kidneyhealthevaluation', '951'],
  ['depressionremission', '159'],
  ['hfbetablockertherapy', '144'],
  ['useofhighriskmedications', '156']
]

/**
 * What a measure measures, so that two measures of one family are known as duplicates: the CMS number of the eCQM that it
 * is, or is modeled on; else its own address.
 */
export function measureFamily(resource: FhirObject): string {
  const url = (textOf(resource['url']) ?? '').split('|')[0]!
  const last = url.slice(url.lastIndexOf('/') + 1)
  const number =
    modeledOn[last] ??
    identifierNumber(resource) ??
    numberIn(last) ??
    numberIn(textOf(resource['name'])) ??
    nameNumber(last)
  return number === undefined ? url : `cms${number}`
}

/** `CMS130v13` and `130FHIR` under the system of CMS numbers, without leading zeros. */
function identifierNumber(resource: FhirObject): string | undefined {
  for (const { system, value } of objectsOf(resource['identifier'])) {
    const isCms = /\/cms$/i.test(textOf(system) ?? '')
    const found = (isCms ? /^(?:CMS)?0*(\d{1,4})(?!\d)/i : /^CMS0*(\d{1,4})(?!\d)/i).exec(textOf(value) ?? '')
    if (found !== null) return found[1]
  }
  return undefined
}

function numberIn(text: string | undefined): string | undefined {
  return /CMS0*(\d{1,4})(?!\d)/i.exec(text ?? '')?.[1]
}

function nameNumber(name: string): string | undefined {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return officialNames.find(([start]) => letters.startsWith(start))?.[1]
}
