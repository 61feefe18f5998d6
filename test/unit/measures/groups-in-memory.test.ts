import { expect, it } from 'vitest'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { chunkBytes, releaseMeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import { placeList, placesOfList } from '#engine/measures/chunk/place-list.ts'
import { takenRecordsInMemory } from '#engine/measures/chunk/taken-records.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { placesFrom } from '../../../src-main/cli/measure/resumed-run.ts'
import { exists, measureResources, record, retrieve } from '../../support/small-measures.ts'

const content = readMeasureContent(
  measureResources(
    [
      {
        name: 'M',
        denominator: exists(retrieve('Condition', 'c')),
        numerator: exists(retrieve('Medication', 'c'))
      }
    ],
    { c: ['c'] }
  )
)

it('what was taken of records of nobody is there for each group of people, also when the group before let it go', async () => {
  const people = [
    { first: 0, count: 1 },
    { first: 1, count: 1 }
  ]
  const extractor = new ChunkExtractor(planExtraction(content), people)
  for (const person of [0, 1]) {
    extractor.addResource(person, { resourceType: 'Patient', id: `${person}` })
    extractor.addResource(person, record('Condition', `${person}`, 'c', { id: `${person}` }))
  }
  extractor.addResource(-1, { resourceType: 'Medication', id: 'm' })
  const taken = takenRecordsInMemory(people)
  await taken.add(0, [...extractor.finish()])
  const sizes: number[][] = []
  for (const [index, group] of people.entries()) {
    const chunks = await taken.read(group)
    expect(chunks.map(({ first }) => first)).toEqual([-1, index])
    sizes.push(chunks.map(chunkBytes))
    for (const chunk of chunks) releaseMeasureChunk(chunk)
  }
  expect(sizes[1]).toEqual(sizes[0])
  expect(sizes[0]!.every((bytes) => bytes > 0)).toBe(true)
})

it('a run that goes on reads the records of people who were not evaluated, and of nobody', () => {
  const places = [-1, 4, 2, 5].map((ordinal, line) => ({ offset: 10 * line, ordinal }))
  const [left] = placesFrom([{ file: 3, places: placeList(places), bytes: 400 }], 4)
  expect(left).toMatchObject({ file: 3, bytes: 300 })
  expect([...placesOfList(left!.places)].map(({ ordinal }) => ordinal)).toEqual([-1, 4, 5])
})
