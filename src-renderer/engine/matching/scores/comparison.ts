import { commonMessages as common } from '#messages/common.ts'
import { engineMatchingScoresMessages as m } from '#messages/engine/matching/scores.ts'
import { areNicknames } from '../records/nicknames.ts'
import type { PersonRecord } from '../records/person-record.ts'
import { isNearDate, jaroWinkler } from '../records/similarity.ts'

/** What two records are compared by, with the levels of agreement from the lowest. */
export const matchFields = [
  { name: 'given', label: m.givenName, levels: ['differs', m.similarOrShortForm, 'same'] },
  { name: 'family', label: m.familyName, levels: ['differs', 'similar', 'same'] },
  { name: 'birthDate', label: m.birthDate, levels: ['differs', m.differsAsTypingErrorsDo, 'same'] },
  { name: 'sex', label: common.sex, levels: ['differs', 'same'] },
  { name: 'address', label: m.address, levels: ['differs', m.samePostalCode, m.sameStreetAndPostalCode] },
  { name: 'contact', label: m.phoneOrEmail, levels: ['differs', 'same'] },
  { name: 'middle', label: m.middleInitial, levels: ['differs', 'same'] }
] as const

/** Name of a field that records are compared by. */
export type MatchFieldName = (typeof matchFields)[number]['name']

/** In place of a level: a record does not say. Absent values neither speak for a match nor against it. */
export const ABSENT = -1

/** Level of agreement by field, in the order of {@link matchFields}; {@link ABSENT} where a record does not say. */
export type PairLevels = readonly number[]

/** Compares two records. Of several names, addresses and contacts those that agree best count. */
export function compareRecords(left: PersonRecord, right: PersonRecord): PairLevels {
  return [
    best(left, right, (record) => record.names.map(({ given }) => given), givenLevel),
    best(left, right, (record) => record.names.map(({ family }) => family), familyLevel),
    dateLevel(left.birthDate, right.birthDate),
    left.sex === undefined || right.sex === undefined ? ABSENT : Number(left.sex === right.sex),
    addressLevel(left, right),
    best(
      left,
      right,
      (record) => record.contacts,
      (own, other) => Number(own === other || samePhone(own, other))
    ),
    best(
      left,
      right,
      (record) => record.names.map(({ middle }) => middle ?? ''),
      (own, other) => Number(own === other)
    )
  ]
}

/** The highest level of any two values; {@link ABSENT} when one record has none. */
function best(
  left: PersonRecord,
  right: PersonRecord,
  read: (record: PersonRecord) => readonly string[],
  level: (own: string, other: string) => number
): number {
  let highest = ABSENT
  for (const own of read(left)) {
    if (own === '') continue
    for (const other of read(right)) if (other !== '') highest = Math.max(highest, level(own, other))
  }
  return highest
}

function givenLevel(own: string, other: string): number {
  if (own === other) return 2
  if (areNicknames(own, other) || own.length === 1 || other.length === 1)
    return own[0] === other[0] || areNicknames(own, other) ? 1 : 0
  return jaroWinkler(own, other) >= 0.88 ? 1 : 0
}

function familyLevel(own: string, other: string): number {
  if (own === other) return 2
  // Of a double name one part is often used.
  const isPart =
    Math.min(own.length, other.length) > 3 &&
    (own.startsWith(other) || other.startsWith(own) || own.endsWith(other) || other.endsWith(own))
  return isPart || jaroWinkler(own, other) >= 0.9 ? 1 : 0
}

function dateLevel(own: string | undefined, other: string | undefined): number {
  if (own === undefined || other === undefined) return ABSENT
  return own === other ? 2 : isNearDate(own, other) ? 1 : 0
}

function addressLevel(left: PersonRecord, right: PersonRecord): number {
  let highest = ABSENT
  for (const own of left.addresses)
    for (const other of right.addresses) {
      if (own.postalCode === '' || other.postalCode === '') continue
      const isSame = own.line !== '' && own.line === other.line
      highest = Math.max(highest, own.postalCode !== other.postalCode ? 0 : isSame ? 2 : 1)
    }
  return highest
}

/** A number without its area code agrees with one that has it. */
function samePhone(own: string, other: string): boolean {
  return own.length !== other.length && !own.includes('@') && (own.endsWith(other) || other.endsWith(own))
}
