import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { resultList, registryList } from '#engine/base/codes/code-additions.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { effectiveRegistries } from '#engine/population/registries/effective-registries.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { builtInId, packBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'
import { InstalledContent } from '../../../src-renderer/workers/measures/installed-content.ts'
import type { PackRequest } from '../../../src-renderer/workers/measures/measure-protocol.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { plainStore } from '../../unit/selection/plain-store.ts'

const hrm = 'high-risk-medication'
const documents = new Map<string, ContentDocument>()
const built: PackRequest = { id: builtInId, title: 'Built-in', builtIn: true, hash: 'b'.repeat(64) }
const pack = (id: string): PackRequest => ({ id, title: id, builtIn: false, hash: id.repeat(64) })

beforeAll(async () => {
  const { bytes } = await packBuiltInContent(resolve(import.meta.dirname, '../../../resources/measures/core'))
  documents.set(builtInId, JSON.parse(gunzipSync(bytes).toString()) as ContentDocument)
  const empty: ContentDocument = { format: 'populus-content-1', title: 'Codes', resources: [], cases: [] }
  const crosswalks = [{ source: ndc, target: rxNorm, codes: { '00378400101': ['308047'] } }]
  documents.set('c', { ...empty, crosswalks })
  documents.set('d', {
    ...empty,
    codes: [
      { list: registryList('diabetes'), system: 'urn:local', code: 'DM', display: 'Our diabetes' },
      { list: resultList('Hemoglobin A1c'), system: 'urn:local', code: 'A1C' }
    ]
  })
})

async function installed(...packs: readonly PackRequest[]): Promise<InstalledContent> {
  const content = new InstalledContent(async (id) => documents.get(id)!)
  await content.set([built, ...packs])
  return content
}

function hashes(content: InstalledContent): ReadonlyMap<string, string> {
  return new Map(content.measures.map(({ id, hash }) => [id, hash]))
}

describe('installed content with a crosswalk', () => {
  it('has its codes in the lists of measures, of SQL and of the screens', async () => {
    const content = await installed(pack('c'))
    const url = 'https://populus.example/ValueSet/benzodiazepines'
    const { content: used, check } = content.measures.find(({ definition }) => definition.url.endsWith(hrm))!
    expect(used.valueSets.get(url)?.get(ndc)?.has('0378-4001-01')).toBe(true)
    expect(check.valueSets.find((valueSet) => valueSet.url === url)?.systems).toContain(ndc)
    expect(
      content
        .valueSets()
        .find((valueSet) => valueSet.url === url)
        ?.codes.get(ndc)
        ?.has('00378400101')
    ).toBe(true)
  })

  it('gives other hashes to the measures that it changes, and to no other, so that their results are outdated', async () => {
    const [before, after] = [hashes(await installed()), hashes(await installed(pack('c')))]
    const changed = [...before].filter(([id, hash]) => after.get(id) !== hash).map(([id]) => id)
    expect(changed).toEqual([hrm])
  })

  it('leaves nothing behind when it is removed', async () => {
    const content = await installed(pack('c'))
    await content.set([built])
    expect(hashes(content)).toEqual(hashes(await installed()))
    expect(content.added.isEmpty).toBe(true)
  })
})

describe('registries with codes that were added', () => {
  const store = plainStore({
    patient: [{ id: 'a', birth_date: '1960-01-01' }],
    condition: [{ id: 'd', patient_id: 'a', code: 'urn:local|DM|Diabetes', onset: '2020-01-01' }],
    observation: [
      {
        id: 'o',
        patient_id: 'a',
        status: 'final',
        code: 'urn:local|A1C|',
        effective: '2024-01-01',
        value: 7.1,
        value_number: 7.1,
        unit: '%'
      }
    ]
  })

  it('count the people of a local code, and their results', async () => {
    const shipped = shippedRegistries
    const registries = effectiveRegistries(shipped, (await installed(pack('d'))).added)
    const diabetes = registries.find(({ id }) => id === 'diabetes')!
    const { index } = populationOf(store, registries)
    const asOf = Math.floor(Date.UTC(2025, 0, 1) / 86_400_000)
    expect([...index.members(diabetes, asOf)]).toEqual([1])
    const before = shipped.find(({ id }) => id === 'diabetes')!
    expect([...populationOf(store, shipped).index.members(before, asOf)]).toEqual([0])
    expect(index.series(diabetes.controls[0]!.measurement).days).toHaveLength(1)
  })

  it('have a version of their own, and the others keep theirs', async () => {
    const shipped = shippedRegistries
    const registries = effectiveRegistries(shipped, (await installed(pack('d'))).added)
    const changed = registries.filter((item, index) => item.version !== shipped[index]!.version)
    expect(changed.map(({ id }) => id)).toEqual(['diabetes'])
    expect(changed[0]?.version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/)
    expect(effectiveRegistries(shipped, (await installed(pack('c'))).added)).toBe(shipped)
  })
})
