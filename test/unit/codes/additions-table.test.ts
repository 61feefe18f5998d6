import { describe, expect, it } from 'vitest'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { additionsFile } from '#engine/measures/content/additions-table.ts'
import type { ContentDocument } from '#engine/measures/content/content-document.ts'
import { readContentFile } from '#engine/measures/content/content-file.ts'

const empty: ContentDocument = { format: 'populus-content-1', title: 'Codes', resources: [], cases: [] }
const codes = [
  { list: 'registry:diabetes', system: 'urn:local', code: 'DM', display: 'Our "diabetes", all' },
  { list: 'https://populus.example/ValueSet/mammography', system: 'http://www.ama-assn.org/go/cpt', code: '77067' }
]
const crosswalks = [{ source: ndc, target: rxNorm, codes: { '00071015523': ['617310', '83367'] } }]
const local = [{ source: 'urn:local', target: 'http://loinc.org', codes: { A1C: ['4548-4'] } }]

describe('what a pack adds, as a file', () => {
  it.each([
    ['codes', { codes }, 'csv'],
    ['a crosswalk from NDC', { crosswalks }, 'csv'],
    ['both', { codes, crosswalks }, 'json'],
    ['another crosswalk', { crosswalks: local }, 'json']
  ] as const)('is read again as it was: %s', async (_, additions, expected) => {
    const { text, ending } = additionsFile({ ...empty, ...additions })
    expect(ending).toBe(expected)
    const file = await readContentFile(`a.${ending}`, new TextEncoder().encode(text))
    expect({ codes: file.codes, crosswalks: file.crosswalks }).toEqual({ codes: [], crosswalks: [], ...additions })
  })
})
