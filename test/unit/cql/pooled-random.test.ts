import { describe, expect, it } from 'vitest'
import { withPooledRandom } from '#engine/cql/translate/pooled-random.ts'

describe('random bytes from a pool', () => {
  it('fill arrays of any kind with bytes that are not given again', () => {
    const seen = new Set<string>()
    withPooledRandom(() => {
      for (let count = 0; count < 10_000; count++) {
        const array = crypto.getRandomValues(count % 2 === 0 ? new Int8Array(16) : new Uint32Array(4))
        seen.add(Buffer.from(array.buffer).toString('hex'))
      }
    })
    expect(seen.size).toBe(10_000)
  })

  it('fill no more than the part of a buffer that was asked for', () => {
    const buffer = new ArrayBuffer(32)
    withPooledRandom(() => crypto.getRandomValues(new Uint8Array(buffer, 8, 16)))
    const bytes = new Uint8Array(buffer)
    expect([...bytes.subarray(0, 8), ...bytes.subarray(24)]).toEqual(Array.from({ length: 16 }, () => 0))
    expect(bytes.subarray(8, 24).some((byte) => byte !== 0)).toBe(true)
  })

  it('come from the platform again afterwards, also after an error', () => {
    const descriptor = Object.getOwnPropertyDescriptor(crypto, 'getRandomValues')
    expect(() =>
      withPooledRandom(() => {
        throw new Error('stop')
      })
    ).toThrow('stop')
    expect(descriptor).toBeUndefined()
    expect(Object.getOwnPropertyDescriptor(crypto, 'getRandomValues')).toEqual(descriptor)
  })
})
