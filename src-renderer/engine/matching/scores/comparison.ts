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
      (contact, other) => Number(contact === other || samePhone(contact, other))
    ),
    best(
      left,
      right,
      (record) => record.names.map(({ middle }) => middle ?? ''),
      (middle, other) => Number(middle === other)
    )
  ]
}

/** The highest level of any two values; {@link ABSENT} when one record has none. */
function best(
  left: PersonRecord,
  right: PersonRecord,
  read: (record: PersonRecord) => readonly string[],
  level: (text: string, other: string) => number
): number {
  let highest = ABSENT
  for (const text of read(left)) {
    if (text === '') continue
    for (const other of read(right)) if (other !== '') highest = Math.max(highest, level(text, other))
  }
  return highest
}

function givenLevel(name: string, other: string): number {
  if (name === other) return 2
  if (areNicknames(name, other) || name.length === 1 || other.length === 1)
    return name[0] === other[0] || areNicknames(name, other) ? 1 : 0
  return jaroWinkler(name, other) >= 0.88 ? 1 : 0
}

function familyLevel(name: string, other: string): number {
  if (name === other) return 2
  // Of a double name one part is often used.
  const isPart =
    Math.min(name.length, other.length) > 3 &&
    (name.startsWith(other) || other.startsWith(name) || name.endsWith(other) || other.endsWith(name))
  return isPart || jaroWinkler(name, other) >= 0.9 ? 1 : 0
}

function dateLevel(date: string | undefined, other: string | undefined): number {
  if (date === undefined || other === undefined) return ABSENT
  return date === other ? 2 : isNearDate(date, other) ? 1 : 0
}

function addressLevel(left: PersonRecord, right: PersonRecord): number {
  let highest = ABSENT
  for (const address of left.addresses)
    for (const other of right.addresses) {
      if (address.postalCode === '' || other.postalCode === '') continue
      const isSame = address.line !== '' && address.line === other.line
      highest = Math.max(highest, address.postalCode !== other.postalCode ? 0 : isSame ? 2 : 1)
    }
  return highest
}

/** A number without its area code agrees with one that has it. */
function samePhone(phone: string, other: string): boolean {
  return phone.length !== other.length && !phone.includes('@') && (phone.endsWith(other) || other.endsWith(phone))
}
