import { describe, expect, it } from 'vitest'
import { compareEngines } from '../../conformance/differential.ts'
import { peerEngine } from '../../conformance/peer-engine.ts'
import { shapes } from '../../conformance/synthea-patients.ts'
import { testData } from '../../support/test-data.ts'

const evaluate = await peerEngine()
const data = testData('data/synthea-100')
const packs = testData('conformance/ecqm/dqm-2025')

describe.skipIf(evaluate === undefined || data === undefined || packs === undefined)('the reference engine', () => {
  it.each(shapes)(
    '%s: gives every twentieth sample patient the same populations',
    async (pack) => {
      const { compared, differences } = await compareEngines(evaluate!, pack, 20)
      expect(differences).toEqual([])
      expect(compared).toBe(5)
    },
    300_000
  )
})
