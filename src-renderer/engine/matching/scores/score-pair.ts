import type { PersonRecord } from '../records/person-record.ts'
import { ABSENT, matchFields, type PairLevels, type MatchFieldName } from './comparison.ts'
import type { TrainedWeights } from './train-weights.ts'

/** What one field says: for a match where it is above 0, against it below. */
export interface FieldScore {
  readonly field: MatchFieldName
  /** Place in the levels of the field; -1 where a record does not say. */
  readonly level: number
  /** Logarithm to base 2 of m / u. */
  readonly weight: number
}

/** How sure it is that two records are of one person. */
export interface PairScore {
  /** Sum of the weights and of the prior, as logarithm of odds to base 2. */
  readonly weight: number
  /** The same as a probability. */
  readonly probability: number
  readonly fields: readonly FieldScore[]
}

/** How often names occur, by which a rare name that agrees tells more than a common one. */
export interface NameShares {
  given(name: string): number
  family(name: string): number
}

/** Counts the names of the records. */
export function nameShares(records: readonly PersonRecord[]): NameShares {
  const count = (read: (record: PersonRecord) => readonly string[]): ((name: string) => number) => {
    const counts = new Map<string, number>()
    for (const record of records)
      for (const name of new Set(read(record))) counts.set(name, (counts.get(name) ?? 0) + 1)
    return (name) => (counts.get(name) ?? 0) / records.length
  }
  return {
    given: count(({ names }) => names.map(({ given }) => given)),
    family: count(({ names }) => names.map(({ family }) => family))
  }
}

/** Scores a pair by the trained weights. */
export function scorePair(
  left: PersonRecord,
  right: PersonRecord,
  comparison: PairLevels,
  { fields, prior }: TrainedWeights,
  names: NameShares
): PairScore {
  const scores = comparison.map((level, index): FieldScore => {
    const { name, levels } = matchFields[index]!
    if (level === ABSENT) return { field: name, level, weight: 0 }
    const { m, u } = fields[index]!
    const isSameName = level === levels.length - 1 && (name === 'given' || name === 'family')
    const chance = isSameName ? chanceOfName(left, right, name, names, u[level]!) : u[level]!
    return { field: name, level, weight: Math.log2(m[level]! / chance) }
  })
  const weight = scores.reduce((sum, score) => sum + score.weight, Math.log2(prior / (1 - prior)))
  const odds = 2 ** Math.min(60, weight)
  return { weight, probability: odds / (1 + odds), fields: scores }
}

/** Chance that two people have the name by which two records agree; of several such names the most common. */
function chanceOfName(
  left: PersonRecord,
  right: PersonRecord,
  field: 'given' | 'family',
  names: NameShares,
  average: number
): number {
  const others = new Set(right.names.map((name) => name[field]))
  const common = left.names.map((name) => name[field]).filter((name) => name !== '' && others.has(name))
  const share = Math.max(...common.map((name) => names[field](name)))
  // Half-way to the average: shares of rare names are known badly.
  return Math.sqrt(Math.max(share, 1e-5) * average)
}
