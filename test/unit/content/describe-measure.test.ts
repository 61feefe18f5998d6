import { describe, expect, it } from 'vitest'
import { checkMeasure } from '#engine/measures/content/check-measure.ts'
import { describeMeasure } from '#engine/measures/content/describe-measure.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import { readContentParts } from '#engine/measures/definition/measure-content.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'
import { exists, measureResources, record, retrieve } from '../../support/small-measures.ts'

const numerator = exists({ type: 'Union', operand: [retrieve('Procedure'), retrieve('Observation')] })
const resources = measureResources([{ name: 'Examined', denominator: exists(retrieve('Condition')), numerator }], {})
const content = readContentParts(resources)
const [definition] = content.measures

function described(store: Store | undefined): InstalledMeasure {
  const measure = {
    id: 'Examined',
    definition: definition!,
    resource: resources[0]!,
    content,
    hash: 'c',
    check: checkMeasure(definition!, content)
  }
  return describeMeasure(measure, { id: 'pack', title: 'Pack', builtIn: false }, store)
}

function loaded(...types: readonly string[]): Promise<Store> {
  const lines = [{ resourceType: 'Patient', id: 'p' }, ...types.map((type) => record(type, 'p', 'a'))]
  return loadFiles([{ name: 'all.ndjson', content: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }])
}

describe('a measure on a population', () => {
  it('lacks nothing while nothing is loaded, or one of several kinds of record is there', async () => {
    expect(described(undefined).rates).toMatchObject([{ id: 'rate', lacking: [] }])
    expect(described(await loaded('Condition', 'Observation')).rates[0]!.lacking).toEqual([])
  })

  it('lacks what it cannot do without', async () => {
    expect(described(await loaded('Condition')).rates[0]!.lacking).toEqual([['Observation', 'Procedure']])
    expect(described(await loaded('Procedure')).rates[0]!.lacking).toEqual([['Condition']])
  })
})
