import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'

const Word = (max: number) => v.pipe(v.string(), v.maxLength(max))

/** A condition on the people who are counted: the value of a dimension is one of `values`, or none of them. */
const CountCondition = v.object({
  dimension: Word(300),
  values: v.pipe(v.array(Word(500)), v.maxLength(2000)),
  exclude: v.optional(v.literal(true))
})
export type CountCondition = v.InferOutput<typeof CountCondition>

/** A number of people that leaves the program, by what it means and not by where it stands. */
export const PublishedCount = v.object({
  /** What is counted, e.g. `people`, or a part or the whole of a definition. */
  of: v.pipe(Word(400), v.minLength(1)),
  /** Who is counted: every condition holds. Sorted by dimension, one of each. */
  where: v.pipe(v.array(CountCondition), v.maxLength(60)),
  /** Day for which it holds, since 1970. */
  asOf: v.pipe(v.number(), v.integer()),
  /** It is about the day of the view, and no earlier one in a series. */
  current: v.boolean(),
  /** Which data it was counted in. */
  data: Word(100),
  count: Natural,
  /** The key of the count that it is a part of. */
  within: v.optional(Word(100_000)),
  /** What it is in words, for people who read what was published. */
  label: Word(300)
})
export type PublishedCount = v.InferOutput<typeof PublishedCount>

/** The people of some data: two lists with common entries are about the same people. */
export const PeopleSketch = v.pipe(v.array(Natural), v.maxLength(64))
export type PeopleSketch = v.InferOutput<typeof PeopleSketch>

/** Most counts that leave together. */
const MAX_COUNTS_TOGETHER = 20_000

/** All counts of one file, copy or print. */
export const CountRelease = v.object({
  /** What leaves, as the audit log has it. */
  what: Word(40),
  format: Word(100),
  /** Without personal data. */
  title: Word(200),
  people: PeopleSketch,
  counts: v.pipe(v.array(PublishedCount), v.maxLength(MAX_COUNTS_TOGETHER))
})
export type CountRelease = v.InferOutput<typeof CountRelease>

/** How many records a register has, and what stands for all of them: kept in the audit log, which vouches for the register. */
export const RegisterEnd = v.object({ records: Natural, digest: Word(64) })
export type RegisterEnd = v.InferOutput<typeof RegisterEnd>

/** What the audit log finds in a register: it is gone, lacks records at its end, or is another one. */
export const registerProblems = ['removed', 'truncated', 'replaced'] as const
export type RegisterProblem = (typeof registerProblems)[number]

/** A register that is not what the audit log has, as an administrator goes on with it. */
export const AcknowledgedRegister = v.object({
  problem: v.picklist(registerProblems),
  /** Records that the audit log knows of. */
  expected: Natural,
  /** What is there, and vouched for from now on. */
  end: RegisterEnd
})
export type AcknowledgedRegister = v.InferOutput<typeof AcknowledgedRegister>

/** What the register says of a release: it is entered, with these counts withheld. */
export const ReleaseAnswer = v.object({
  /** Number of the entry; absent where no entry was needed. */
  entry: v.optional(Natural),
  /** Keys of the counts that must not leave. */
  withheld: v.array(v.string()),
  /** Of these, counts that are small themselves. */
  small: Natural,
  /** Of these, counts that are withheld because comparing them all with each other would take too long; absent for none. */
  unsolved: v.optional(Natural),
  /** For the audit log; absent where nothing is sealed yet, or the log finds something else than what it has. */
  end: v.optional(RegisterEnd)
})
export type ReleaseAnswer = v.InferOutput<typeof ReleaseAnswer>

/** One entry of the register: something that left with counts of people. */
export const PublishedEntry = v.object({
  entry: Natural,
  /** Milliseconds since 1970. */
  at: v.number(),
  by: v.string(),
  what: v.string(),
  format: v.string(),
  title: v.string(),
  /** Counts of 1 to so many people were withheld. */
  limit: Natural,
  counts: Natural,
  withheld: Natural,
  /** Why later releases are no longer compared with it. */
  forgotten: v.optional(v.object({ at: v.number(), by: v.string(), reason: v.string() }))
})
export type PublishedEntry = v.InferOutput<typeof PublishedEntry>

/** What the audit log says of a register that somebody acknowledged. */
export function acknowledgedFacts({ problem, expected, end }: AcknowledgedRegister): RegisterFacts {
  return { problem, expected, records: end.records, digest: end.digest }
}

/** What the audit log says of a release that was entered; `undefined` where it needed no entry. */
export function enteredFacts(
  { what, format, counts }: Pick<CountRelease, 'what' | 'format' | 'counts'>,
  { entry, withheld, small, unsolved, end }: ReleaseAnswer
): RegisterFacts | undefined {
  if (entry === undefined) return undefined
  const some = { entry, what, format, counts: counts.length, withheld: withheld.length, small }
  const told = unsolved === undefined ? some : { ...some, unsolved }
  return end === undefined ? told : { ...told, records: end.records, digest: end.digest }
}

type RegisterFacts = Readonly<Record<string, string | number>>

/** The register of published counts as people read it. */
export const PublishedList = v.object({
  /** `session`: kept until the program ends, because nothing can be sealed yet. */
  state: v.picklist(['open', 'session', 'locked', 'damaged', ...registerProblems]),
  /** Newest first. */
  entries: v.array(PublishedEntry)
})
export type PublishedList = v.InferOutput<typeof PublishedList>

/** The same text for the same conditions, whatever their order. */
function whereKey(where: readonly CountCondition[]): string {
  return JSON.stringify(
    where
      .map(({ dimension, values, exclude }) => [dimension, exclude === true ? 0 : 1, [...values].toSorted()] as const)
      .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  )
}

/** The same text for the same question about other data or another day. */
export function questionKey({ of, where }: Pick<PublishedCount, 'of' | 'where'>): string {
  return `${of} ${whereKey(where)}`
}

/** The same text for the same count in the same data. */
export function publishedKey(count: Pick<PublishedCount, 'of' | 'where' | 'asOf' | 'data'>): string {
  return `${count.data} ${count.asOf} ${questionKey(count)}`
}
