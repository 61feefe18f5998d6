import { expect, it } from 'vitest'
import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { readRecords, routeRecords } from '../../../src-main/cli/measure/read-records.ts'
import type { RecordSink } from '../../../src-main/cli/measure/record-sinks.ts'
import { spoolRecords } from '../../../src-main/cli/measure/record-spool.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'

/** Records of ten patients and of nobody, all over three files; some are not wanted. */
const texts = [0, 1, 2].map((file) =>
  Array.from({ length: 40 }, (_, line) => JSON.stringify({ resourceType: 'Basic', id: `${file}-${line}`, é: 'ü' }))
)
const places: readonly FilePlaces[] = texts.map((lines, file) => {
  let offset = 0
  const all = lines.map((text, line) => {
    const position = offset
    offset += bytesOf(`${text}\n`).length
    return { at: position, ordinal: line % 11 === 0 ? -1 : (line * 7 + file) % 10, line }
  })
  const wanted = all.filter(({ line }) => line % 3 !== 1)
  return {
    file,
    offsets: Float64Array.from(wanted, ({ at }) => at),
    ordinals: Int32Array.from(wanted, ({ ordinal }) => ordinal),
    bytes: 0
  }
})
const open = (file: number) => async () => streamOf([bytesOf(`${texts[file]!.join('\n')}\n`)])

/** Takes what it is given as text, by patient. */
function collector(ranges: readonly PatientRange[]): RecordSink & { readonly taken: Map<number, string[]> } {
  const taken = new Map<number, string[]>()
  return {
    ranges,
    takesCommon: true,
    taken,
    async take({ ordinals, ends, bytes }) {
      ordinals.forEach((ordinal, index) => {
        const text = new TextDecoder().decode(bytes.subarray(ends[index - 1] ?? 0, ends[index]))
        taken.set(ordinal, [...(taken.get(ordinal) ?? []), text])
      })
    },
    settle: () => Promise.resolve()
  }
}

it('records that are put on the disk by segment are those of its patients and of nobody, in the order of the files', async () => {
  const segments = [
    { first: 0, count: 4 },
    { first: 4, count: 1 },
    { first: 5, count: 5 }
  ]
  let bytes = 0
  const spool = await spoolRecords(
    { open, spool: async () => memoryShardFiles() },
    places,
    segments,
    (count) => (bytes += count)
  )
  let direct = 0
  for (const [segment, { first, count }] of segments.entries()) {
    // As two threads share a segment.
    const ranges = [
      { first, count: 1 },
      { first: first + 1, count: count - 1 }
    ].filter((range) => range.count > 0)
    const [read, routed] = [ranges, ranges].map((each) => each.map((range) => collector([range])))
    await readRecords({ open }, places, read!, (length) => (direct += length))
    await routeRecords(spool.packets(segment), routed!)
    expect(routed!.map(({ taken }) => taken)).toEqual(read!.map(({ taken }) => taken))
    expect(read![0]!.taken.get(-1)!.length).toBeGreaterThan(5)
  }
  expect(bytes * segments.length).toBe(direct)
})

it('files that have changed are found out, and nothing stays on the disk', async () => {
  const closed: string[] = []
  const changed: readonly FilePlaces[] = [
    { ...places[0]!, offsets: places[0]!.offsets.map((position) => position + 1) }
  ]
  const spool = async () => ({ ...memoryShardFiles(), close: async () => void closed.push('closed') })
  await expect(spoolRecords({ open, spool }, changed, [{ first: 0, count: 10 }], () => undefined)).rejects.toThrow()
  expect(closed).toEqual(['closed'])
})
