import { engineMatchingScoresMessages as m } from '#messages/engine/matching/scores.ts'
import type { PersonRecord } from '../records/person-record.ts'
import { soundex } from '../records/similarity.ts'

/** Two records that may be of one person, as places in the list of records; `left` is the smaller one. */
export interface CandidatePair {
  readonly left: number
  readonly right: number
}

/** The pairs to look at, and what was not looked at. */
export interface CandidatePairs {
  readonly pairs: readonly CandidatePair[]
  /** Values that so many records share that their pairs were left to the other keys. */
  readonly skippedBlocks: number
}

/** Records that share a value are compared unless so many share it that it tells little. */
const LARGEST_BLOCK = 200

/** The keys by which records are brought together; one that two records share makes them a pair. Nothing absent makes a key. */
const blockingKeys: readonly {
  readonly label: string
  readonly keys: (record: PersonRecord) => readonly string[]
}[] = [
  {
    label: m.sameIdentifier,
    keys: ({ identifiers }) => identifiers.map(({ system, value }) => `${system}|${value}`)
  },
  {
    label: m.sameBirthDateAndFirstLetter,
    keys: ({ birthDate, names }) =>
      birthDate === undefined ? [] : names.flatMap(({ given }) => (given === '' ? [] : [`${birthDate} ${given[0]!}`]))
  },
  {
    label: m.sameBirthDateAndFamilyName,
    keys: ({ birthDate, names }) =>
      birthDate === undefined
        ? []
        : names.flatMap(({ family }) => (family === '' ? [] : [`${birthDate} ${soundex(family)}`]))
  },
  {
    label: m.familyNameThatSoundsAlikeAnd,
    keys: ({ names }) =>
      names.flatMap(({ family, given }) => (family === '' || given === '' ? [] : [`${soundex(family)} ${given}`]))
  },
  {
    label: m.samePhoneOrEmailAndFirst,
    keys: ({ contacts, names }) =>
      contacts.flatMap((contact) =>
        names.flatMap(({ given }) => (given === '' ? [] : [`${contact.slice(-7)} ${given[0]!}`]))
      )
  },
  {
    label: m.sameStreetAndPostalCodeAnd,
    keys: ({ addresses, names }) =>
      addresses.flatMap(({ line, postalCode }) =>
        line === '' || postalCode === ''
          ? []
          : names.flatMap(({ given }) => (given === '' ? [] : [`${postalCode} ${line} ${given[0]!}`]))
      )
  }
]

/** Finds the pairs of records from different sources that share a key. */
export function candidatePairs(records: readonly PersonRecord[]): CandidatePairs {
  const found = new Map<number, CandidatePair>()
  let skippedBlocks = 0
  for (const { keys } of blockingKeys) {
    const blocks = new Map<string, Set<number>>()
    records.forEach((record, index) => {
      for (const key of keys(record)) {
        const block = blocks.get(key)
        if (block === undefined) blocks.set(key, new Set([index]))
        else block.add(index)
      }
    })
    for (const block of blocks.values()) {
      if (block.size > LARGEST_BLOCK) skippedBlocks++
      else pairBlock([...block], records, found)
    }
  }
  const pairs = Array.from(found.values()).sort((a, b) => a.left - b.left || a.right - b.right)
  return { pairs, skippedBlocks }
}

function pairBlock(
  block: readonly number[],
  records: readonly PersonRecord[],
  found: Map<number, CandidatePair>
): void {
  block.forEach((left, index) => {
    for (const right of block.slice(index + 1))
      if (records[left]!.source !== records[right]!.source) found.set(left * records.length + right, { left, right })
  })
}
