import { expect, it } from 'vitest'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import type { MeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { ValueReader } from '#engine/measures/chunk/value-reader.ts'
import { ValueWriter } from '#engine/measures/chunk/value-writer.ts'
import { MeasureRunner } from '#engine/measures/run/measure-runner.ts'
import { reachableHeap } from '../../support/reachable-bytes.ts'
import { exists, measureResources, record, retrieve, type SmallMeasure } from '../../support/small-measures.ts'

/** People, each in a segment of the population alone. */
const PEOPLE = 6
const TEXT_BYTES = 2_000_000
const codes = Array.from({ length: PEOPLE }, (_, person) => `c${person}`)

/** For each person a measure of whose numerator nobody else is. */
const measures = codes.map((code): SmallMeasure => ({
  name: `Of${code}`,
  denominator: exists(retrieve('Condition', code)),
  numerator: exists({ type: 'ExpressionRef', name: 'found' }),
  defines: {
    found: {
      type: 'Query',
      source: [{ alias: 'R', expression: retrieve('Procedure', code) }],
      relationship: [],
      where: { type: 'Not', operand: { type: 'IsNull', operand: { type: 'Property', path: 'note', scope: 'R' } } }
    }
  }
}))
const content = readMeasureContent(measureResources(measures, Object.fromEntries(codes.map((code) => [code, [code]]))))

/** What is taken of a person's records, which have much text. */
function chunksOf(person: number): readonly MeasureChunk[] {
  const extractor = new ChunkExtractor(planExtraction(content), [{ first: person, count: 1 }])
  const id = `person-with-a-long-id-${person}`
  extractor.addResource(person, { resourceType: 'Patient', id })
  extractor.addResource(person, record('Condition', id, codes[person]!, { id: `condition-${person}` }))
  const text = `${person}`.repeat(TEXT_BYTES)
  extractor.addResource(person, record('Procedure', id, codes[person]!, { note: [{ text }] }))
  return extractor.finish()
}

it('nothing of the records of a segment is held when another one was loaded', () => {
  const runner = new MeasureRunner(content, { policy: 'derive', zone: 'UTC' })
  const before = reachableHeap()
  const members = codes.map((_, person) => {
    runner.load(chunksOf(person))
    const job = runner.start({
      snapshot: 's',
      patients: PEOPLE,
      ranges: [{ first: person, count: 1 }],
      measures: [],
      periods: [{ start: '2025-01-01', end: '2025-12-31' }],
      hashes: new Map()
    })
    while (!job.step(1)) continue
    const numerators = job.results().map(({ groups }) => groups[0]!.populations.at(-1)!.members[0]!)
    return numerators.map((bits) => bits === 2 ** person)
  })
  runner.load([])
  expect(members).toEqual(codes.map((_, person) => codes.map((_code, measure) => measure === person)))
  expect(reachableHeap() - before).toBeLessThan(TEXT_BYTES)
})

it('a system that is remembered does not hold the text of all records that were with it', () => {
  const system = 'http://example.org/a-system-with-a-long-name'
  const remembered = (): unknown => {
    const writer = new ValueWriter()
    writer.write('x'.repeat(TEXT_BYTES), 'note')
    const word = writer.write(system, 'system')
    const nothing = { first: 0, count: 1, sections: [], concepts: { systems: [], codes: [] }, unreadable: 0 }
    return new ValueReader({ ...writer.finish(), ...nothing }).read(word)
  }
  const before = reachableHeap()
  const value = remembered()
  expect(reachableHeap() - before).toBeLessThan(TEXT_BYTES / 2)
  expect(value).toBe(system)
})
