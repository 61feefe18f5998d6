import { describe, expect, it } from 'vitest'
import { packMeasures } from '../../conformance/pack-content.ts'
import { comparePack, syntheaRecords } from '../../conformance/pack-records.ts'
import { peerEngine } from '../../conformance/peer-engine.ts'

const peer = await peerEngine()
const records = syntheaRecords()

// Over 2,000 people of the sample population it takes half an hour: see test/conformance/pack-records.ts.
describe.skipIf(peer === undefined || records === undefined)('the reference engine agrees on Synthea records', () => {
  it.each(packMeasures().map(({ id }) => id))(
    '%s',
    async (id) => {
      for await (const { measure, patients, differences } of comparePack(peer!, records!, id)) {
        if (measure !== id) continue
        expect(patients).toBe(100)
        expect(differences).toEqual([])
      }
    },
    120_000
  )
})
