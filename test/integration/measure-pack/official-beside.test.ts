import { describe, expect, it } from 'vitest'
import { publicDefinitionOf } from '#engine/measures/content/public-definition.ts'
import { compareWithOfficial, officialOf } from '../../conformance/official-beside.ts'
import { packMeasures } from '../../conformance/pack-content.ts'
import { testData } from '../../support/test-data.ts'

const isInstalled = testData('conformance/ecqm/dqm-2025') !== undefined && testData('data/synthea-100') !== undefined

describe.skipIf(!isInstalled)('built-in measures beside the official ones on Synthea records', () => {
  it.each(Object.keys(officialOf))(
    '%s differs from it for reasons that it states',
    (id) => {
      const { people, differing } = compareWithOfficial(id)!
      const stated = publicDefinitionOf(packMeasures().find((measure) => measure.id === id)!.measure)!.differences
      const known = new Set(stated.map((valueSet) => valueSet.id))
      expect(people).toBe(100)
      expect(differing.filter(({ reasons }) => reasons.length === 0)).toEqual([])
      const given = new Set(differing.flatMap(({ reasons }) => reasons))
      expect([...given].filter((reason) => !known.has(reason))).toEqual([])
    },
    60_000
  )
})
