import { describe, expect, it } from 'vitest'
import { ShardPartWriter, readShardPart } from '#engine/shards/part-bytes.ts'
import { budgeted, fc } from '../../support/property.ts'

const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 2 ** 31, -(2 ** 31), Number.NaN))
const arrays = fc.oneof(
  fc.array(fc.integer()).map((list) => Int32Array.from(list)),
  fc.array(fc.double()).map((list) => Float64Array.from(list)),
  fc.array(fc.nat()).map((list) => Uint32Array.from(list)),
  fc.array(fc.nat()).map((list) => Uint16Array.from(list)),
  fc.array(fc.integer()).map((list) => Int8Array.from(list)),
  fc.array(fc.nat()).map((list) => Uint8Array.from(list).subarray(1))
)
const { part } = fc.letrec<{ part: unknown }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(undefined, null, true, false),
    numbers,
    fc.string({ unit: 'grapheme' }),
    arrays,
    fc.array(tie('part')),
    fc.array(fc.string({ unit: 'binary' })),
    fc.dictionary(fc.string(), tie('part'), { noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('part'))).map((entries) => new Map(entries)),
    fc.array(numbers).map((list) => new Set(list))
  )
}))

describe('parts of shards as bytes', () => {
  it('are read as they were written, one after another in the same memory', () => {
    const writer = new ShardPartWriter()
    fc.assert(
      fc.property(part, (value) => {
        expect(readShardPart(new Uint8Array(writer.write(value)))).toEqual(value)
        writer.release()
        expect(readShardPart(new Uint8Array(writer.write(value)))).toEqual(value)
      }),
      { numRuns: budgeted(200) }
    )
  })

  it('are the same where arrays stay where they are in the bytes', () => {
    const writer = new ShardPartWriter()
    fc.assert(
      fc.property(part, (value) => {
        expect(readShardPart(new Uint8Array(writer.write(value)), true)).toEqual(value)
      }),
      { numRuns: budgeted(200) }
    )
    const bytes = new Uint8Array(writer.write(['text', Float64Array.of(1, 2), Uint8Array.of(3)]))
    const shared = readShardPart(bytes, true) as readonly ArrayBufferView[]
    expect(shared.slice(1).map(({ buffer }) => buffer === bytes.buffer)).toEqual([true, true])
    const copied = readShardPart(bytes) as readonly ArrayBufferView[]
    expect(copied.slice(1).some(({ buffer }) => buffer === bytes.buffer)).toBe(false)
  })
})
