import { engineMatchingMessages as m } from '#messages/engine/matching.ts'
import type { PersonRecord } from './records/person-record.ts'
import { recordsInUse } from './replaced-records.ts'

/** Facts of which a person has one and sources may tell several. */
export type PersonFact = 'birthDate' | 'sex' | 'deceased' | 'deathDate'

/** What one source says. */
export interface FactSaying {
  readonly source: string
  readonly value: string
}

/** A fact about a person of several records. */
export interface ResolvedFact {
  readonly fact: PersonFact
  /** Undefined when no record says it. */
  readonly value: string | undefined
  /** Whether records say different things. */
  readonly isConflict: boolean
  readonly sayings: readonly FactSaying[]
}

/** How conflicting facts are resolved, in a sentence for people. */
export const factRule = m.whatMostRecordsSayHoldsWhen

/** Resolves the facts of one person by {@link factRule}. */
export function resolveFacts(records: readonly PersonRecord[]): readonly ResolvedFact[] {
  return [
    resolve(records, 'birthDate', ({ birthDate }) => birthDate),
    resolve(records, 'sex', ({ sex }) => sex),
    resolve(
      records,
      'deceased',
      ({ deceased }) => (deceased === undefined ? undefined : deceased ? 'yes' : 'no'),
      'yes'
    ),
    resolve(records, 'deathDate', ({ deathDate }) => deathDate)
  ]
}

function resolve(
  records: readonly PersonRecord[],
  fact: PersonFact,
  read: (record: PersonRecord) => string | undefined,
  overrides?: string
): ResolvedFact {
  const said = records.flatMap((record) => {
    const value = read(record)
    return value === undefined ? [] : [{ record, value }]
  })
  const inUse = new Set(recordsInUse(records))
  const current = said.filter(({ record }) => inUse.has(record))
  const values = new Map<string, { count: number; latest: string }>()
  for (const { record, value } of current.length === 0 ? said : current) {
    const known = values.get(value) ?? { count: 0, latest: '' }
    values.set(value, {
      count: known.count + 1,
      latest: record.lastUpdated > known.latest ? record.lastUpdated : known.latest
    })
  }
  const [best] = Array.from(values).sort(
    ([a, support], [b, other]) =>
      Number(b === overrides) - Number(a === overrides) ||
      other.count - support.count ||
      (other.latest > support.latest ? 1 : other.latest < support.latest ? -1 : a < b ? -1 : 1)
  )
  return {
    fact,
    value: best?.[0],
    isConflict: values.size > 1,
    sayings: said.map(({ record, value }) => ({ source: record.source, value }))
  }
}

/**
 * The record that stands for a person, of those that no other one replaces: the one that agrees with most of the resolved facts, then the one that was changed last.
 * @returns its place in the list
 */
export function leadingRecord(records: readonly PersonRecord[]): number {
  const facts = new Map(resolveFacts(records).map(({ fact, value }) => [fact, value]))
  const agreement = (record: PersonRecord): number => {
    const recordFacts = new Map(resolveFacts([record]).map(({ fact, value }) => [fact, value]))
    return [...facts].filter(([fact, value]) => value !== undefined && recordFacts.get(fact) === value).length
  }
  const inUse = recordsInUse(records)
  let best = records.indexOf(inUse[0]!)
  records.forEach((record, index) => {
    if (!inUse.includes(record)) return
    const leading = records[best]!
    const ahead = agreement(record) - agreement(leading)
    if (ahead > 0 || (ahead === 0 && record.lastUpdated > leading.lastUpdated)) best = index
  })
  return best
}
