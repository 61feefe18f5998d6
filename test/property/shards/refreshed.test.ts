import { describe, expect, it } from 'vitest'
import { RefreshRefused } from '#engine/shards/load/refresh-facts.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import {
  changed,
  filesOf,
  linedFile,
  type ChangedPopulation,
  type ChangingPopulation,
  type TestResource
} from '../../support/changing-population.ts'
import { budgeted, fc } from '../../support/property.ts'
import { expectLoaded, partsOf, refreshedParts, type PopulationParts } from '../../support/refreshed-population.ts'
import { day } from '../../unit/selection/plain-store.ts'

const asOf = day('2021-06-30')

/** A population that changes, and its parts. */
type Parts = PopulationParts & { readonly population: ChangingPopulation }

async function loaded(population: ChangingPopulation, count: number): Promise<Parts> {
  return { population, ...(await partsOf(filesOf(population), count)) }
}

async function refreshed(before: Parts, next: ChangedPopulation): Promise<Parts> {
  return { population: next, ...(await refreshedParts(before, filesOf(next), next.removed)) }
}

const people = 9
const to = (type: string, id: number | string): object => ({ reference: `${type}/${id}` })

/** One version of a record; its person and what it refers to may be others in the next one, or not in the data. */
const record = fc
  .record({
    type: fc.constantFrom(
      'Patient',
      'Patient',
      'Condition',
      'Condition',
      'Encounter',
      'Coverage',
      'ExplanationOfBenefit',
      'Observation',
      'Organization'
    ),
    id: fc.nat(7),
    person: fc.nat(people),
    other: fc.nat(7),
    code: fc.nat(5),
    year: fc.integer({ min: 2010, max: 2020 })
  })
  .map(({ type, id, person, other, code, year }): TestResource => {
    const common = {
      resourceType: type,
      id: type === 'Patient' ? `${person}` : `${id}`,
      meta: { lastUpdated: `${year}-01-01T00:00:00Z` }
    }
    const coded = {
      coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: `E1${code}`, display: `Code ${code}` }]
    }
    switch (type) {
      case 'Patient':
        return { ...common, birthDate: `${year - 50}-02-03`, gender: code % 2 === 0 ? 'female' : 'male' }
      case 'Condition':
        return {
          ...common,
          subject: to('Patient', person),
          encounter: to('Encounter', other),
          code: coded,
          recordedDate: `${year}-01-01`
        }
      case 'Encounter':
        return {
          ...common,
          status: 'finished',
          subject: to('Patient', person),
          serviceProvider: to('Organization', other % 3),
          period: { start: `${year}-05-05` }
        }
      case 'Coverage':
        return { ...common, status: 'active', beneficiary: to('Patient', person), subscriber: to('Patient', other) }
      case 'ExplanationOfBenefit':
        return {
          ...common,
          status: 'active',
          patient: to('Patient', person),
          insurance: [{ focal: true, coverage: to('Coverage', other) }],
          diagnosis: [{ sequence: 1, diagnosisCodeableConcept: coded }]
        }
      case 'Observation':
        return {
          ...common,
          status: 'final',
          subject: to('Patient', person),
          code: { text: `Result ${code}` },
          effectiveDateTime: code === 0 ? 'never' : `${year}-03-04`,
          valueQuantity: { value: other, unit: 'mg' }
        }
      default:
        return { ...common, id: `${id % 3}`, name: `Clinic ${code}` }
    }
  })

const records = fc.array(
  fc.oneof({ arbitrary: record, weight: 30 }, { arbitrary: fc.constant('no resource'), weight: 1 }),
  { maxLength: 60 }
)
const change = fc.record({
  records: fc.array(record, { maxLength: 8 }),
  removals: fc.array(
    fc.tuple(fc.constantFrom('Patient', 'Condition', 'Encounter', 'Coverage', 'Organization'), fc.nat(8)),
    { maxLength: 4 }
  )
})

describe('a population that is made from the one before by what changed', () => {
  it('equals one that is loaded from all files, also when it is done again and again', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(2, 7),
        async (first, changes, count) => {
          let parts = await loaded(
            { files: [linedFile('a.ndjson', first.slice(0, 30)), linedFile('b.ndjson', first.slice(30))] },
            count
          )
          for (const [index, { records: changedRecords, removals }] of changes.entries()) {
            const next = changed(
              parts.population,
              `c${index}.ndjson`,
              changedRecords,
              removals.map(([type, id]) => `${type}/${id}`)
            )
            parts = await refreshed(parts, next)
            await expectLoaded(parts, asOf)
          }
        }
      ),
      { numRuns: budgeted(40) }
    )
  })

  it('has the parts of before as they were, but for those of the people whom the change touches, and the first', async () => {
    const condition = (id: number, person: number): TestResource => ({
      resourceType: 'Condition',
      id: `${id}`,
      subject: to('Patient', person),
      code: {
        coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: `E1${id % 3}`, display: `Code ${id % 3}` }]
      }
    })
    const patients = Array.from({ length: 40 }, (_, id): TestResource => ({ resourceType: 'Patient', id: `${id}` }))
    const conditions = Array.from({ length: 40 }, (_, id) => condition(id, id))
    const clinic: TestResource = { resourceType: 'Organization', id: 'clinic', name: 'Clinic' }
    const first = await loaded(
      { files: [linedFile('a.ndjson', patients), linedFile('b.ndjson', [...conditions, clinic])] },
      7
    )
    const filesIn = ({ shards }: Parts): readonly string[] => shards[0]!.disk!.places.shards.map(({ file }) => file)
    const newIn = (before: Parts, after: Parts): readonly number[] => {
      const known = filesIn(before)
      return filesIn(after).flatMap((file, shard) => (file === known[shard] ? [] : [shard]))
    }
    const shardOf = (person: number): number =>
      first.shards.findIndex(({ store }) => {
        const ids = store.table('patient').column('id', 'id')
        return Array.from({ length: store.patients }, (_, row) => idAt(ids, row)).includes(`${person}`)
      })
    const [a, b] = [
      [3, 1, 2].find((person) => shardOf(person) > 0)!,
      [4, 5, 6, 7, 8].find((person) => shardOf(person) > 0)!
    ]

    // A record moves from one person to another, as when two records of a person are merged.
    const moved = await refreshed(first, changed(first.population, 'c.ndjson', [condition(a, b)], []))
    expect(newIn(first, moved)).toEqual([...new Set([0, shardOf(a), shardOf(b)])].sort())
    const kept = filesIn(first).filter((file) => filesIn(moved).includes(file))
    for (const file of kept) expect(moved.files.taken).toContain(file)
    for (const file of filesIn(moved).filter((name) => !kept.includes(name)))
      expect(moved.files.taken).not.toContain(file)
    // Codes that nothing is new of are one table for all parts.
    expect(new Set(moved.shards.map(({ store }) => store.concepts)).size).toBe(1)
    await expectLoaded(moved, asOf)

    const removed = await refreshed(
      moved,
      changed(moved.population, 'd.ndjson', [], [`Patient/${b}`, `Condition/${b}`])
    )
    expect(newIn(moved, removed)).toEqual([...new Set([0, shardOf(b)])].sort())
    await expectLoaded(removed, asOf)

    // A code that is new has no number in the parts of before, which stay as they are.
    const coded = { ...condition(a, a), code: { coding: [{ system: 'http://a.example', code: 'new' }] } }
    const added = await refreshed(removed, changed(removed.population, 'e.ndjson', [coded], []))
    expect(newIn(removed, added)).toEqual([...new Set([0, shardOf(a), shardOf(b)])].sort())
    expect(new Set(added.shards.map(({ store }) => store.concepts)).size).toBe(2)
    await expectLoaded(added, asOf)

    // Records of no person stand in every part.
    const renamed = await refreshed(added, changed(added.population, 'f.ndjson', [{ ...clinic, name: 'Practice' }], []))
    expect(newIn(added, renamed)).toEqual([0, 1, 2, 3, 4, 5, 6])
    await expectLoaded(renamed, asOf)
  })

  it('tells texts without a code apart, of which the parts of before have others than the new ones', async () => {
    const result = (text: string): TestResource => ({
      resourceType: 'Observation',
      id: '1',
      status: 'final',
      subject: to('Patient', 1),
      code: { text }
    })
    const first = await loaded({ files: [linedFile('a.ndjson', [result('First')])] }, 7)
    const next = await refreshed(first, changed(first.population, 'b.ndjson', [result('Second')], []))
    expect(new Set(next.shards.map(({ store }) => store.concepts)).size).toBe(2)
    await expectLoaded(next, asOf)
  })

  it('is refused where records name their people otherwise than by id, and where files are not in the order of before', async () => {
    const patient: TestResource = {
      resourceType: 'Patient',
      id: '1',
      identifier: [{ system: 'urn:member', value: 'm1' }]
    }
    const named: TestResource = {
      resourceType: 'Condition',
      id: '1',
      subject: { reference: 'Patient?identifier=urn:member|m1' }
    }
    const plain = await loaded({ files: [linedFile('a.ndjson', [patient])] }, 2)
    await expect(refreshed(plain, changed(plain.population, 'b.ndjson', [named], []))).rejects.toThrow(
      new RefreshRefused('people')
    )
    const waited = await loaded({ files: [linedFile('a.ndjson', [patient, named])] }, 2)
    await expect(refreshed(waited, changed(waited.population, 'b.ndjson', [], []))).rejects.toThrow(
      new RefreshRefused('people')
    )
    await expect(refreshed(plain, changed(plain.population, 'A.ndjson', [], []))).rejects.toThrow(
      new RefreshRefused('order')
    )
  })
})
