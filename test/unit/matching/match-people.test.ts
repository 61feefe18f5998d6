import { describe, expect, it } from 'vitest'
import { matchPeople } from '#engine/matching/match-people.ts'
import { readPersonRecord, type PersonRecord } from '#engine/matching/records/person-record.ts'
import { hasCheckDigit, isMbi, isValidIdentifier } from '#engine/matching/records/person-identifiers.ts'
import { isNearDate, jaroWinkler, soundex } from '#engine/matching/records/similarity.ts'
import { ABSENT, compareRecords } from '#engine/matching/scores/comparison.ts'
import { standingIds } from '#engine/matching/standing-ids.ts'
import { resolveFacts } from '#engine/matching/resolve-facts.ts'
import { fc } from '../../support/property.ts'

const mbi = (value: string) => ({ system: 'http://hl7.org/fhir/sid/us-mbi', value })
const member = (value: string) => ({
  system: 'https://payer.example',
  value,
  type: { coding: [{ code: 'MB' }] }
})
const person = (source: string, id: string, given: string, more: object = {}): PersonRecord =>
  readPersonRecord(
    { name: [{ family: 'Stone', given: [given] }], birthDate: '1950-02-03', ...more },
    `${id}@${source}`,
    source
  )

const peopleOf = (records: readonly PersonRecord[], ...rest: [] | [Parameters<typeof matchPeople>[1]]) =>
  matchPeople(records, ...rest).people

describe('matchPeople', () => {
  it('never matches on what is absent', () => {
    const empty = (source: string) => readPersonRecord({}, `1@${source}`, source)
    expect(compareRecords(empty('a'), empty('b')).every((level) => level === ABSENT)).toBe(true)
    expect(peopleOf([empty('a'), empty('b')])).toBe(2)
    const unknown = {
      identifier: [mbi('UNKNOWN'), { value: '77' }],
      name: [{ family: 'Unknown' }],
      telecom: [{ value: '0000000000' }]
    }
    expect(peopleOf([readPersonRecord(unknown, '1@a', 'a'), readPersonRecord(unknown, '1@b', 'b')])).toBe(2)
  })

  it('matches by an identifier, unless name and birth date speak against it', () => {
    const ann = person('a', '1', 'Ann', { identifier: [mbi('1EG4TE5MK73')] })
    const same = person('b', '1', 'Anne', { identifier: [mbi('1eg4-te5-mk73')] })
    const other = person('b', '1', 'Karl', { identifier: [mbi('1EG4TE5MK73')], birthDate: '1981-01-01' })
    expect(matchPeople([ann, same]).links.map(({ by, rule }) => [by, rule])).toEqual([['rule', 'same-mbi']])
    expect(matchPeople([ann, other]).review.map(({ reason }) => reason)).toEqual(['identifier-alone'])
  })

  it('joins records of which their source says that one replaces the other, in chains, and nothing that leads nowhere', () => {
    const link = (type: string, id: string) => ({ link: [{ type, other: { reference: `Patient/${id}` } }] })
    const records = [
      person('a', '1', 'Ann', link('replaced-by', '2')),
      person('a', '2', 'Bea', link('replaced-by', '3')),
      person('a', '3', 'Cleo', link('replaces', '4')),
      person('a', '4', 'Dora'),
      person('a', '5', 'Eve', link('replaced-by', 'gone')),
      person('a', '6', 'Fay', link('replaced-by', '7')),
      person('a', '7', 'Gina', link('replaced-by', '6')),
      person('a', '8', 'Hana', link('seealso', '3')),
      // The same id in another source is another record.
      person('b', '2', 'Ida')
    ]
    const { personOf, people, links } = matchPeople(records)
    expect([records.length, people]).toEqual([9, 6])
    const ids = ['1@a', '2@a', '3@a', '4@a']
    const sorted = records.map(({ id }) => id).sort()
    expect(new Set(ids.map((id) => personOf[sorted.indexOf(id)])).size).toBe(1)
    expect(links.map(({ by, rule }) => [by, rule])).toEqual(Array(3).fill(['rule', 'replaced']))
    expect([...standingIds({ records: matchPeople(records).records, personOf })]).toEqual([
      ['1@a', '3@a'],
      ['2@a', '3@a'],
      ['4@a', '3@a']
    ])
    expect(peopleOf(records, [{ left: '1@a', right: '3@a', same: false }])).toBe(7)
  })

  it('lets a record in use say what holds, and be matched though its source replaced another one by it', () => {
    const known = { identifier: [mbi('1EG4TE5MK73')] }
    const old = person('a', '1', 'Ann', {
      ...known,
      birthDate: '1950-02-04',
      meta: { lastUpdated: '2026-01-01' },
      link: [{ type: 'replaced-by', other: { reference: 'https://ehr.example/fhir/Patient/2/_history/3' } }]
    })
    const used = person('a', '2', 'Ann', known)
    const elsewhere = person('b', '7', 'Ann', known)
    const { people, review } = matchPeople([old, used, elsewhere])
    expect([people, review]).toEqual([1, []])
    expect(resolveFacts([old, used]).find(({ fact }) => fact === 'birthDate')?.value).toBe('1950-02-03')
  })

  it('keeps twins with one member number apart', () => {
    const twins = [
      person('a', '1', 'Ann', { identifier: [member('M1')] }),
      person('b', '2', 'Zoe', { identifier: [member('M1')] })
    ]
    expect(peopleOf(twins)).toBe(2)
  })

  it('does what users decided, also against a rule, and nothing when it is undone', () => {
    const records = [
      person('a', '1', 'Ann', { identifier: [mbi('1EG4TE5MK73')] }),
      person('b', '1', 'Ann', { identifier: [mbi('1EG4TE5MK73')] }),
      person('c', '9', 'Kim')
    ]
    expect(peopleOf(records)).toBe(2)
    expect(peopleOf(records, [{ left: '1@b', right: '1@a', same: false }])).toBe(3)
    expect(peopleOf(records, [{ left: '9@c', right: '1@a', same: true }])).toBe(1)
    const unused = matchPeople(records, [{ left: '9@c', right: 'gone@a', same: true }])
    expect(unused.unusedDecisions).toBe(1)
  })

  it('joins no two records of one source by itself', () => {
    const id = { identifier: [mbi('1EG4TE5MK73')] }
    const records = [person('a', '1', 'Ann', id), person('a', '2', 'Ann', id), person('b', '1', 'Ann', id)]
    const { people, review } = matchPeople(records)
    expect(people).toBe(2)
    expect(review.map(({ reason }) => reason)).toEqual(['two-of-one-source'])
  })

  it('does not depend on the order of the records', () => {
    const records = ['Ann', 'Bea', 'Cal', 'Dan', 'Eva'].flatMap((given, index) =>
      ['a', 'b', 'c'].map((source) => person(source, String(index), given, { birthDate: `19${50 + index}-02-03` }))
    )
    const expected = matchPeople(records)
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        expect(matchPeople(shuffled)).toEqual(expected)
      }),
      { numRuns: 3 }
    )
  })
})

describe('facts of one person', () => {
  it('are what most records say, then the latest; a death that any record tells holds', () => {
    const facts = resolveFacts([
      person('a', '1', 'Ann', { gender: 'female', meta: { lastUpdated: '2024-01-01' } }),
      person('b', '1', 'Ann', { gender: 'male', birthDate: '1950-02-30', meta: { lastUpdated: '2025-01-01' } }),
      person('c', '1', 'Ann', { deceasedDateTime: '2024-05-06T10:00:00Z' })
    ])
    expect(facts.map(({ fact, value, isConflict }) => [fact, value, isConflict])).toEqual([
      ['birthDate', '1950-02-03', true],
      ['sex', 'male', true],
      ['deceased', 'yes', false],
      ['deathDate', '2024-05-06', false]
    ])
  })
})

describe('comparison of texts', () => {
  it('agrees with published values', () => {
    expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.961, 3)
    expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.813, 3)
    expect(['ROBERT', 'RUPERT', 'ASHCRAFT', 'TYMCZAK', 'PFISTER'].map(soundex)).toEqual([
      'R163',
      'R163',
      'A261',
      'T522',
      'P236'
    ])
    expect([
      isNearDate('1950-02-03', '1950-03-02'),
      isNearDate('1950-02-03', '1950-02-13'),
      isNearDate('1950-02-03', '1951-03-03')
    ]).toEqual([true, true, false])
  })

  it('checks identifiers', () => {
    expect([isMbi('1EG4TE5MK73'), isMbi('1SG4TE5MK73'), isMbi('0EG4TE5MK73')]).toEqual([true, false, false])
    expect([hasCheckDigit('808401234567893'), hasCheckDigit('808401234567894')]).toEqual([true, false])
    expect(isValidIdentifier('member', '808401234567894')).toBe(false)
    expect([isValidIdentifier('ssn', '666123456'), isValidIdentifier('ssn', '123121234')]).toEqual([false, true])
  })
})
