import { beforeAll, describe, expect, it } from 'vitest'
import { joinChunks } from '#engine/store/collect/join-chunks.ts'
import { ReusedRoom } from '#engine/shards/load/array-room.ts'
import { splitChunks, splitInTwo } from '#engine/shards/load/split-chunks.ts'
import type { JoinedChunk, StoreChunk } from '#engine/store/model/chunk.ts'
import { rankFiles } from '#engine/store/model/chunk-order.ts'
import { createTextNumbers } from '#engine/store/texts/text-numbers.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { readChunks, sampleFiles, type LoadedFile } from '../../support/loaded-population.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedPlan } from '../../support/load-store.ts'
import { difference } from '../scanner/compare-chunks.ts'
import { createRandom, type Random } from '../scanner/random.ts'

/** Lines that leave findings, and resources with labels, contained ones, and several names. */
const oddLines: readonly unknown[] = [
  'no resource',
  { resourceType: 'Patient', id: 'p1', birthDate: 'yesterday', identifier: [{ system: 'urn:member', value: 'm1' }] },
  {
    resourceType: 'Patient',
    id: 'p2',
    meta: { security: [{ system: 'urn:label', code: 'R' }], profile: ['urn:profile'] },
    identifier: [
      { system: 'urn:member', value: 'm2' },
      { system: 'urn:ssn', value: 's2' }
    ]
  },
  { resourceType: 'Unknown', id: 'u' },
  {
    resourceType: 'Condition',
    id: 'c1',
    contained: [{ resourceType: 'Practitioner', id: 'inside', name: [{ family: 'Inside' }] }],
    subject: { reference: 'Patient/p1' },
    code: {
      coding: [
        { system: 'urn:codes', code: 'a' },
        { system: 'urn:codes', code: 'b' }
      ]
    },
    recordedDate: 'never'
  },
  { resourceType: 'Condition', id: 'c2', subject: { reference: 'https://ehr.example/Patient/p2' } },
  '{"resourceType":"Patient"'
]

const oddFile: LoadedFile = {
  name: 'odd.ndjson',
  open: async () =>
    streamOf([bytesOf(oddLines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))])
}

const plan = shippedPlan()
let chunks: readonly StoreChunk[] = []
let ranks: readonly number[] = []

beforeAll(async () => {
  const read = await readChunks([...sampleFiles(3), oddFile])
  const numbers = createTextNumbers(plan)
  chunks = read.chunks.map((chunk) => {
    numbers.numberConcepts(chunk)
    const concepts = { systems: [], codes: [], displays: [], offset: new Float64Array(0) }
    return { ...chunk, concepts, resources: { ...chunk.resources, profiles: [] } }
  })
  ranks = rankFiles(read.files)
})

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, place: random.below(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value)
}

/** Chunks of a file that were cut at random resources, as a file of several chunks has them. */
function cut(chunk: StoreChunk, random: Random): JoinedChunk[] {
  const joined = joinChunks([structuredClone(chunk)])
  const from = random.below(joined.resources.count + 1)
  const lanes = Int32Array.from({ length: joined.resources.count }, (_, row) => (row < from ? 0 : 1))
  const lineFrom = joined.resources.offset[from] ?? Infinity
  return Array.from(
    splitChunks([joined], [lanes], 2, { laneOfLine: (_, offset) => (offset < lineFrom ? 0 : 1) }),
    ([lane, part]) => ({
      ...part,
      spans: { ...part.spans, offset: Float64Array.of(lane === 0 ? chunk.offset : lineFrom) }
    })
  )
}

/** The pieces of chunks that were divided in batches, at random, some of them in memory that is used again. */
function piecesOf(parts: readonly JoinedChunk[], random: Random): JoinedChunk[] {
  const pieces: JoinedChunk[] = []
  const left = shuffled(structuredClone(parts), random)
  while (left.length > 0) {
    const batch = left.splice(0, 1 + random.below(left.length))
    const lanes = 1 + random.below(4)
    const laneOf = batch.map(({ resources: { count } }) =>
      Int32Array.from({ length: count }, () => random.below(lanes))
    )
    const room = random.below(2) === 0 ? new ReusedRoom(1 << random.below(20)) : undefined
    for (const [, piece] of splitChunks(batch, laneOf, lanes, room && { room }))
      pieces.push(room === undefined ? piece : structuredClone(piece))
  }
  return shuffled(pieces, random)
}

/** Findings of a part of a file may change places when the part was divided. */
function withSortedFindings(chunk: JoinedChunk): JoinedChunk {
  const { findings } = chunk
  const order = Int32Array.from(
    Array.from(findings.offset.keys()).sort(
      (a, b) =>
        findings.offset[a]! - findings.offset[b]! ||
        findings.reason[a]! - findings.reason[b]! ||
        String(findings.labels[findings.path[a]!]).localeCompare(String(findings.labels[findings.path[b]!]))
    )
  )
  const taken = <A extends Int32Array | Uint8Array | Uint32Array | Float64Array>(values: A): A =>
    values.map((_, index) => values[order[index]!]!) as A
  return {
    ...chunk,
    findings: {
      ...findings,
      reason: taken(findings.reason),
      line: taken(findings.line),
      offset: taken(findings.offset),
      resource: taken(findings.resource),
      type: taken(findings.type),
      path: taken(findings.path)
    }
  }
}

describe('chunks that are joined, divided among shards, and joined again', () => {
  it('say in source order what they said, however they came and were divided', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = createRandom(seed)
        const parts = chunks.flatMap((chunk) => cut(chunk, random))
        const straight = joinChunks(structuredClone(parts), ranks)
        const again = joinChunks(piecesOf(parts, random), ranks)
        expect(difference([withSortedFindings(again)], [withSortedFindings(straight)], plan)).toBeUndefined()
      }),
      { numRuns: budgeted(60) }
    )
  })

  it('have all lines and resources of their files, in the order of the names of the files', () => {
    const { resources, findings, spans, tables } = joinChunks(structuredClone([...chunks]), ranks)
    const inOrder = chunks.toSorted((a, b) => ranks[a.file]! - ranks[b.file]! || a.offset - b.offset)
    expect([...spans.file]).toEqual(inOrder.map(({ file }) => file))
    expect([...resources.offset]).toEqual(inOrder.flatMap((chunk) => [...chunk.resources.offset]))
    expect(findings.count).toBe(chunks.reduce((sum, chunk) => sum + chunk.findings.count, 0))
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    expect(rows).toBe(chunks.flatMap((chunk) => chunk.tables).reduce((sum, table) => sum + table.rows, 0))
  })

  it('have each text once, and the type of each key also where there are more chunks than types have numbers', () => {
    const [odd] = chunks.filter(({ keys }) => keys.types.length > 3)
    const single = joinChunks([structuredClone(odd!)])
    const laneOf = Int32Array.from({ length: single.resources.count }, (_, row) => Math.min(row, 1))
    const small = splitInTwo(single, laneOf)[0]!
    const typesOf = ({ keys }: JoinedChunk): string[] => Array.from(keys.type, (type) => keys.types[type]!)
    const count = Math.ceil(2 ** 16 / small.keys.types.length) + 1
    const joined = joinChunks(Array.from({ length: count }, () => structuredClone(small)))
    expect(joined.keys.types.length).toBe(small.keys.types.length)
    expect(typesOf(joined)).toEqual(Array.from({ length: count }, () => typesOf(small)).flat())
    const lists = joined.tables.flatMap(({ columns }) =>
      columns.flatMap((column) => (column.kind === 'dictionary' ? [column.values] : []))
    )
    expect(lists.length).toBeGreaterThan(0)
    for (const texts of [...lists, joined.resources.labels, joined.findings.labels])
      expect(new Set(texts).size).toBe(texts.length)
  })
})
