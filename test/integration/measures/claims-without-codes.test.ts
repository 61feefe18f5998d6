import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { claimsWithoutCodes } from '#engine/measures/explain/claims-without-codes.ts'
import type { ResourceRef } from '#engine/population/panels/results/shapes.ts'
import { findResource } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'
import { packContent } from '../../support/measure-input.ts'

const rxnorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
/** Atorvastatin 20 MG and metformin 500 MG tablets. */
const [statin, metformin] = ['617310', '861007']

function claim(id: string, ...products: readonly (string | undefined)[]): FhirObject {
  return {
    resourceType: 'ExplanationOfBenefit',
    id,
    status: 'active',
    patient: { reference: 'Patient/p' },
    item: products.map((code, index) => ({
      sequence: index + 1,
      productOrService: code === undefined ? { text: 'Something' } : { coding: [{ system: rxnorm, code }] }
    }))
  }
}

/** The statin is the second code of the line, or one of its details. */
const further: readonly FhirObject[] = [
  { ...claim('second', metformin), item: [{ sequence: 1, productOrService: coded(metformin, statin) }] },
  {
    ...claim('detail', metformin),
    item: [
      {
        sequence: 1,
        productOrService: coded(metformin),
        detail: [{ sequence: 1, productOrService: coded(statin) }]
      }
    ]
  }
]

function coded(...codes: readonly (string | undefined)[]): FhirObject {
  return { coding: codes.map((code) => ({ system: rxnorm, code })) }
}

const claims = [
  ...further,
  claim('fill', statin),
  claim('both', metformin, statin),
  claim('other', metformin),
  claim('untold', undefined),
  claim('empty')
]

/** Names of the claims that a measure of the pack does not ask for. */
async function others(measure: string): Promise<readonly string[]> {
  const resources = [{ resourceType: 'Patient', id: 'p' }, ...claims]
  const content = resources.map((resource) => `${JSON.stringify(resource)}\n`).join('')
  const store: Store = await loadFiles([{ name: 'all.ndjson', content }])
  const refOf = (id: string): ResourceRef => ({
    resourceType: 'ExplanationOfBenefit',
    index: findResource(store, 'ExplanationOfBenefit', id)!
  })
  const refs = Object.fromEntries(claims.map(({ id }) => [id as string, refOf(id as string)]))
  const [pack] = packContent([measure])
  const [definition] = pack!.content.measures
  return claimsWithoutCodes(store, pack!.content, definition!, definition!.groups[0]!.id, refs)
}

describe('claims for something else', () => {
  it('are those whose lines have codes, and none that the numerator asks for', async () => {
    expect(await others('adherence-statins')).toEqual(['other'])
    expect(await others('statin-therapy-diabetes')).toEqual(['other'])
  })

  it('are none where the numerator asks for no code', async () => {
    expect(await others('hba1c-control')).toEqual([])
  })
})
