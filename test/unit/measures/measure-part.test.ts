import { expect, it } from 'vitest'
import { JSON_PER_CHUNK } from '#engine/measures/chunk/chunk-extractor.ts'
import type { MeasureChunk, PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { placeList } from '#engine/measures/chunk/place-list.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { spoolTakenRecords } from '#engine/measures/chunk/taken-records.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { createMeasurePart } from '../../../src-main/cli/measure/measure-part.ts'
import { PacketWriter } from '../../../src-main/cli/measure/packet-writer.ts'
import type { MeasurePart, RecordPacket } from '../../../src-main/cli/measure/part-protocol.ts'
import { readRecords } from '../../../src-main/cli/measure/read-records.ts'
import { partSink, type RecordSink } from '../../../src-main/cli/measure/record-sinks.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'
import { exists, measureResources, retrieve } from '../../support/small-measures.ts'

/** Records of ten patients and of nobody, all over three files; some are not wanted. */
const texts = [0, 1, 2].map((file) =>
  Array.from({ length: 40 }, (_, line) => JSON.stringify({ resourceType: 'Basic', id: `${file}-${line}`, é: 'ü' }))
)
const ordinalOf = (file: number, line: number): number => (line % 11 === 0 ? -1 : (line * 7 + file) % 10)
const isWanted = (line: number): boolean => line % 3 !== 1
const placesOf = (move: number): FilePlaces[] =>
  texts.map((lines, file) => {
    const starts = lines.map((_, line) => bytesOf(lines.slice(0, line).join('\n')).length + Math.sign(line))
    const wanted = [...lines.keys()].filter(isWanted)
    return {
      file,
      places: placeList(wanted.map((line) => ({ offset: starts[line]! + move, ordinal: ordinalOf(file, line) }))),
      bytes: 0
    }
  })
const open = (file: number) => async () => streamOf([bytesOf(`${texts[file]!.join('\n')}\n`)])

/** Takes what it is given as text, by patient. */
function collector(ranges: readonly PatientRange[], takesCommon: boolean) {
  const taken = new Map<number, string[]>()
  const sink: RecordSink = {
    ranges,
    takesCommon,
    async take({ ordinals, ends, bytes }) {
      ordinals.forEach((ordinal, index) => {
        const text = new TextDecoder().decode(bytes.subarray(ends[index - 1] ?? 0, ends[index]))
        taken.set(ordinal, [...(taken.get(ordinal) ?? []), text])
      })
    },
    settle: () => Promise.resolve()
  }
  return { sink, taken }
}

it('records are read at their places and go to the sink of their patient, in the order of the files', async () => {
  const collectors = [
    collector([{ first: 0, count: 3 }], true),
    collector(
      [
        { first: 3, count: 1 },
        { first: 5, count: 5 }
      ],
      false
    )
  ]
  const sinks = collectors.map(({ sink }) => sink)
  await readRecords({ open }, placesOf(0), sinks, () => undefined)
  const expected = new Map<number, string[]>()
  texts.forEach((lines, file) =>
    lines.forEach((text, line) => {
      const ordinal = ordinalOf(file, line)
      if (isWanted(line)) expected.set(ordinal, [...(expected.get(ordinal) ?? []), text])
    })
  )
  const of = (...ordinals: readonly number[]) => new Map(ordinals.map((ordinal) => [ordinal, expected.get(ordinal)]))
  expect(collectors[0]!.taken).toEqual(of(-1, 0, 1, 2))
  expect(collectors[1]!.taken).toEqual(of(3, 5, 6, 7, 8, 9))
})

it('files that have changed are found out', async () => {
  const { sink } = collector([{ first: 0, count: 10 }], true)
  await expect(readRecords({ open }, placesOf(1), [sink], () => undefined)).rejects.toMatchObject({
    code: 'unreadable-file'
  })
})

function chunkAt(first: number): MeasureChunk {
  const none = { words: new Int32Array(0), numbers: new Float64Array(0), interned: new Int32Array(0) }
  const texts = { text: new Uint8Array(0), textEnds: new Uint32Array(0), texts: [], shapes: [] }
  return { first, count: 1, sections: [], concepts: { systems: [], codes: [] }, ...none, ...texts, unreadable: 0 }
}

it('what a part takes is added in the order of the records, though a later packet is done first', async () => {
  const answers = Array.from({ length: 4 }, () => Promise.withResolvers<readonly MeasureChunk[]>())
  let asked = 0
  const part = {
    extract: () => answers[asked++]!.promise,
    extracted: async () => [chunkAt(4)]
  } satisfies Partial<MeasurePart>
  const added: number[] = []
  const add = async (chunks: readonly MeasureChunk[]): Promise<void> => {
    for (const { first } of chunks) {
      await Promise.resolve()
      added.push(first)
    }
  }
  const sink = partSink(part as unknown as MeasurePart, { ranges: [], takesCommon: false }, add)
  const packet = (): RecordPacket => new PacketWriter().take()
  const taking = [sink.take(packet()), sink.take(packet()), sink.take(packet())]
  for (const index of [2, 0, 1]) {
    answers[index]!.resolve([chunkAt(index), chunkAt(index + 10)])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(taking)
  await sink.settle()
  expect(added).toEqual([0, 10, 1, 11, 2, 12, 4])
})

it('a part hands over what it has taken before that is much, and a segment has all of it in order', async () => {
  const content = readMeasureContent(
    measureResources(
      [{ name: 'M', denominator: exists(retrieve('Patient')), numerator: exists(retrieve('Patient')) }],
      {}
    )
  )
  const ranges = [
    { first: 0, count: 2 },
    { first: 2, count: 1 }
  ]
  const options = { policy: 'derive' as const, zone: 'UTC' }
  const part = createMeasurePart(
    { task: 'measure', content, options, ranges, patients: 3 },
    { evaluated: () => undefined }
  )
  const spool = spoolTakenRecords(memoryShardFiles(), 'records', ranges, 1)
  const given: number[] = []
  const sink = partSink(part, { ranges, takesCommon: true }, (chunks) => {
    given.push(chunks.length)
    return spool.add(0, chunks)
  })
  // Members that no measure reads make a record long.
  const padding = 'x'.repeat(JSON_PER_CHUNK / 4)
  for (let packet = 0; packet < 9; packet++) {
    const writer = new PacketWriter()
    for (const [ordinal, text] of [padding, ''].entries())
      writer.add(
        packet === 8 ? 2 : ordinal,
        bytesOf(JSON.stringify({ resourceType: 'Patient', id: `${packet}`, photo: text }))
      )
    await sink.take(writer.take())
  }
  await sink.settle()
  expect(given.filter((count) => count > 0)).toEqual([1, 1, 1])
  const rowsOf = (chunks: readonly MeasureChunk[]): number[] =>
    chunks.map(({ sections }) => sections.reduce((sum, { nodes }) => sum + nodes.length, 0))
  expect(rowsOf(await spool.read(ranges[0]!))).toEqual([8, 8])
  expect(rowsOf(await spool.read(ranges[1]!))).toEqual([2])
})
