import { describe, expect, it } from 'vitest'
import { publicDefinitionOf } from '#engine/measures/content/public-definition.ts'
import { join } from 'node:path'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { readPack } from '../../conformance/measure-pack.ts'
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

  it.each(Object.entries(officialOf))(
    '%s says truly whether frailty and palliative care leave the official one',
    (id, pack) => {
      const { libraries } = readPack(join(testData('conformance/ecqm/dqm-2025')!, `${pack}.pack.json.gz`))
      const names = new Set(libraries.map((library) => textOf(library['name'])))
      const { differences } = publicDefinitionOf(packMeasures().find((measure) => measure.id === id)!.measure)!
      const frailty = differences.find((difference) => difference.id === 'frailty')
      if (frailty !== undefined)
        expect(frailty.theirs === 'Not left out.').toBe(!names.has('AdvancedIllnessandFrailty'))
      const stated = differences.some((difference) => ['palliative', 'hospice'].includes(difference.id))
      // CMS159 has logic of its own for it, and CMS2 leaves nobody out, as ours.
      const ownLogic = ['depression-remission', 'depression-screening-follow-up'].includes(id)
      expect(stated).toBe(!names.has('PalliativeCare') && !ownLogic)
    }
  )
})
