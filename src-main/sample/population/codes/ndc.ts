import { drugs, type Drug } from './drugs.ts'

/** Code system of National Drug Codes. */
export const ndcSystem = 'http://hl7.org/fhir/sid/ndc'

type DrugName = keyof typeof drugs

/** Packages that are or were on the market, in the form of claims: eleven digits without hyphens. */
const marketed: Readonly<Partial<Record<DrugName, string>>> = {
  atorvastatin20: '00071015623',
  atorvastatin40: '00071015723',
  atorvastatin80: '00071015823',
  rosuvastatin10: '00310075190',
  simvastatin20: '00006074031',
  losartan100: '00006096054',
  amlodipine: '00069153068',
  sacubitril: '00078077720',
  clopidogrel: '63653117101',
  apixaban: '00003089421',
  empagliflozin: '00597015230',
  semaglutide: '00169413212',
  glargine: '00088221905',
  albuterol: '59310057922',
  fluticasoneSalmeterol: '00173069600',
  tiotropium: '00597007541',
  fluoxetine: '00777310502',
  etanercept: '58406043504'
}

/** Labeler of the other packages; the Food and Drug Administration has not given it to anybody. */
const inventedLabeler = '99999'

const packages = (Object.keys(drugs) as DrugName[]).map((name, index) => ({
  ndc: marketed[name] ?? `${inventedLabeler}${String(index + 1).padStart(4, '0')}30`,
  drug: drugs[name]
}))
const byDrug = new Map<Drug, string>(packages.map(({ drug, ndc }) => [drug, ndc]))

/** The National Drug Code under which a product is dispensed. */
export const ndcOf = (drug: Drug): string => byDrug.get(drug) ?? ''

/** The crosswalk from the National Drug Codes of the sample to RxNorm, as CSV with the headings that Populus imports. */
export function ndcCrosswalk(): string {
  const rows = packages.map(({ ndc, drug }) => `${ndc},${drug.concept.code},"${drug.concept.display}"`)
  return `ndc,rxcui,display\n${rows.join('\n')}\n`
}
