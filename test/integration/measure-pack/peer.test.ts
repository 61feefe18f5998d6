import { describe, expect, it } from 'vitest'
import { packMeasures } from '../../conformance/pack-content.ts'
import { peerPacks } from '../../conformance/pack-peer.ts'
import { bundleOf, peerEngine } from '../../conformance/peer-engine.ts'

const peer = await peerEngine()

describe.skipIf(peer === undefined)('the reference engine agrees with every case', () => {
  const packOf = peerPacks()

  it.each(packMeasures().map((measure) => [measure.id, measure] as const))(
    '%s',
    async (_id, { measure, elm, cases: all, period }) => {
      // It takes no other parameters than the period, and gives contained resources no type.
      const cases = all.filter(
        ({ options, resources }) => options === undefined && !resources.some((resource) => 'contained' in resource)
      )
      const pack = packOf({ measure, elm })
      const bundles = cases.map(({ resources }) => bundleOf(resources))
      const results = await peer!(pack, bundles, period, false)
      const theirs = cases.map(({ name, patientId }) => {
        const groups = results.find((result) => result.patientId === patientId)?.groups ?? []
        const counts = groups.map(({ id, populations }) => [
          id,
          Object.fromEntries(populations.map(({ code, count }) => [code, count]))
        ])
        return [name, Object.fromEntries(counts) as unknown]
      })
      expect(theirs).toEqual(cases.map(({ name, expected }) => [name, expected]))
    },
    60_000
  )
})
