import { describe, expect, it } from 'vitest'
import { preparedPlan } from '#engine/ingest/scanner/prepared-plan.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { shippedViews } from '../../support/load-store.ts'

describe('a plan that is written into the memory of several scanners', () => {
  it('is copied as it was encoded, and encoded again where it begins elsewhere', () => {
    // Of its own, so that the first writing is the one that encodes.
    const plan = preparedPlan(planTables(shippedViews()))!
    const written = (start: number) => {
      const memory = new WebAssembly.Memory({ initial: 1 })
      const { layout } = plan.write(memory, start)
      return { layout, bytes: Buffer.from(memory.buffer) }
    }
    const [encoded, copied, elsewhere] = [written(1024), written(1024), written(4096)]
    expect(encoded.bytes.some((byte) => byte !== 0)).toBe(true)
    expect(copied.layout).toEqual(encoded.layout)
    expect(Buffer.compare(copied.bytes, encoded.bytes)).toBe(0)
    expect(elsewhere.layout.input - encoded.layout.input).toBe(4096 - 1024)
  })

  it('is not there where the scanner can do nothing', () => {
    expect(preparedPlan(planTables({ r4: [], r5: [] }))).toBeUndefined()
  })
})
