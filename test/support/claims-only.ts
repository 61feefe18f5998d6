import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A payer's data as texts of NDJSON by file name: people, coverage and claims, and no chart. All people are invented. */
export interface ClaimsOnly {
  readonly files: Readonly<Record<string, string>>
  /** A crosswalk from the NDCs of the claims to RxNorm, as a user would import it. */
  readonly crosswalk: string
  /** Codes of the AMA that the claims have, with the lists that a licensee would add them to. */
  readonly licensed: string
}

const ndc = 'http://hl7.org/fhir/sid/ndc'
const cpt = 'http://www.ama-assn.org/go/cpt'
/** alprazolam 0.25 MG Oral Tablet, in RxNorm 308047; the claims write it in three ways. */
const alprazolam = ['00378400101', '0378-4001-01', '00378-4001-01'] as const

function line(system: string, code: string, display: string, day: string): object {
  return {
    sequence: 1,
    servicedDate: day,
    productOrService: { coding: [{ system, code, display }] }
  }
}

/**
 * Makes them: people of 70 years, of whom the first three of ten fill a benzodiazepine twice in 2025 and every woman has a
 * mammogram billed by CPT.
 * @param people at least 10
 */
function claimsOnly(people = 20): ClaimsOnly {
  const ids = Array.from({ length: people }, (_, index) => `p${index}`)
  const claims: object[] = []
  const claim = (id: string, kind: string, item: object): void => {
    claims.push({
      resourceType: 'ExplanationOfBenefit',
      id: `${id}-${kind}-${claims.length}`,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: kind }] },
      patient: { reference: `Patient/${id}` },
      created: '2025-06-30',
      item: [item]
    })
  }
  ids.forEach((id, index) => {
    if (index % 10 < 3) {
      for (const day of ['2025-02-01', '2025-04-01']) {
        claim(id, 'pharmacy', line(ndc, alprazolam[index % 3]!, 'alprazolam 0.25 MG Oral Tablet', day))
      }
    }
    if (index % 2 === 0) claim(id, 'professional', line(cpt, '77067', 'Screening mammography, bilateral', '2025-03-01'))
  })
  const patients = ids.map((id, index) => ({
    resourceType: 'Patient',
    id,
    gender: index % 2 === 0 ? 'female' : 'male',
    birthDate: '1955-01-01'
  }))
  const coverage = ids.map((id) => ({
    resourceType: 'Coverage',
    id: `c-${id}`,
    status: 'active',
    beneficiary: { reference: `Patient/${id}` },
    period: { start: '2020-01-01' },
    payor: [{ display: 'Medicare' }]
  }))
  const lines = (all: readonly object[]): string => all.map((resource) => `${JSON.stringify(resource)}\n`).join('')
  return {
    files: {
      'Patient.ndjson': lines(patients),
      'Coverage.ndjson': lines(coverage),
      'ExplanationOfBenefit.ndjson': lines(claims)
    },
    crosswalk: 'NDC,RXCUI\n0378-4001-01,308047\n',
    licensed: 'List,Code System,Code,Description\nMammography,CPT,77067,Screening mammography\n'
  }
}

/** Writes them into a folder. */
export function writeClaimsOnly(folder: string, people?: number): ClaimsOnly {
  const made = claimsOnly(people)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(made.files)) writeFileSync(join(folder, name), text)
  return made
}
