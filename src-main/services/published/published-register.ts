import { servicesMessages as m } from '#messages/services.ts'
import { isSamePeople } from '#engine/sharing/published/same-people.ts'
import type { EarlierCount, EarlierRelease, SolvedCounts } from '#engine/sharing/published/solve-counts.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import {
  publishedKey,
  type AcknowledgedRegister,
  type CountRelease,
  type PeopleSketch,
  type PublishedList,
  type RegisterProblem,
  type ReleaseAnswer
} from '#shared/governance/published-count.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { CountSolver, SolvingControl } from './count-solver.ts'
import { publishedEntries, type PublishedRecord } from './published-record.ts'
import type { RegisterFile } from './register-file.ts'
import { nextEntry, registerPlace, type RegisterPlace } from './register-place.ts'

/** The register of all counts of people that left the program. */
export interface PublishedRegister {
  /**
   * Enters a release and says which of its counts must not leave. It is entered before it leaves: what fails afterwards counts
   * as known to others.
   * @throws AppError `not-allowed` where it would tell a small group together with what left before, while what left
   * before cannot be read, or where counts are withheld and the audit log vouches for another register; `not-supported`
   * for more counts than can be solved; `out-of-space`; the reason of the signal, and nothing is entered
   */
  enter(release: CountRelease, control?: SolvingControl): Promise<ReleaseAnswer>
  /**
   * Says which counts of a release must not leave, without entering it: for what is shown before it leaves.
   * @throws AppError as {@link enter}
   */
  compare(release: CountRelease, control?: SolvingControl): Promise<ReleaseAnswer>
  /**
   * What goes on with a register that is not what the audit log has: the record of it, with the end that this gives, is what
   * the log vouches for from then on.
   * @throws AppError `not-found` where there is nothing to acknowledge, `not-allowed` while no key is open
   */
  acknowledge(): Promise<AcknowledgedRegister>
  /** Never rejects: a register that cannot be read is a state. */
  list(): Promise<PublishedList>
  /**
   * From now on nothing is compared with an entry. The entry stays in the register, with the reason.
   * @throws AppError `not-found`, `not-allowed` while no key is open
   */
  forget(entry: number, reason: string): Promise<void>
  /** Ends the thread in which releases are solved; the next release starts another one. */
  close(): Promise<void>
}

/** Dependencies of {@link createPublishedRegister}. */
export interface PublishedRegisterDependencies {
  readonly file: RegisterFile
  readonly keyring: Keyring
  readonly solver: CountSolver
  /** Counts of 1 to so many people are withheld now; 0 withholds nothing. */
  readonly limit: () => number
  readonly clock: ClockPort
  readonly log: LogPort
  /** Who is at this computer, for the record. */
  readonly author: string
}

/** Times that a release is solved again because another process entered something meanwhile. */
const MOST_ATTEMPTS = 5

/**
 * Constructs the register. What is entered before there is a key is kept in memory, and written when there is one. Releases
 * are solved one at a time, each with the one before, and nothing waits for that but the next release: the register is
 * locked only while something is written.
 */
export function createPublishedRegister(dependencies: PublishedRegisterDependencies): PublishedRegister {
  const { file, keyring, solver, limit, clock, log, author } = dependencies
  const place = registerPlace(file, keyring, log)
  const inTurn = oneAtATime()
  const releasing = oneAtATime()

  /** Solves a release with what left before it. */
  async function compared(release: CountRelease, control: SolvingControl) {
    const small = limit()
    const { records, problem, mark } = await inTurn(() => place.look())
    if (problem !== undefined && small > 0) throw notVouched(problem)
    const { earlier, releases } = knownBefore(records, release.people)
    const solution = await solver.solve({ counts: release.counts, earlier, releases, limit: small }, control)
    return { limit: small, mark, problem, earlier, solution }
  }

  /** Solves a release with a register as it was, and enters it where that is still the same. @returns `undefined` where not */
  async function tryToEnter(release: CountRelease, control: SolvingControl): Promise<ReleaseAnswer | undefined> {
    const { limit: small, mark, problem, earlier, solution } = await compared(release, control)
    const { withheld, unsolved } = solution
    const { result, end } = await inTurn(() =>
      place.add<ReleaseAnswer | undefined>((now) => {
        control.signal?.throwIfAborted()
        if (now.mark !== mark) return { added: [], result: undefined }
        const facts = { entry: nextEntry(now.records), at: clock.now(), by: author, limit: small }
        return {
          added: [entered(release, withheld, earlier, facts)],
          result: { entry: facts.entry, ...answerOf(solution) }
        }
      })
    )
    if (result === undefined) return undefined
    const counts = release.counts.length
    log.write('info', 'published.entered', { counts, withheld: withheld.length, solved: solution.solved, unsolved })
    // Nobody vouches for a register that grows on one that was cut: it stays named until it is acknowledged.
    return problem === undefined && end !== undefined ? { ...result, end } : result
  }

  async function enterNow(release: CountRelease, control: SolvingControl): Promise<ReleaseAnswer> {
    if (release.counts.length === 0) return nothingWithheld
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const answer = await tryToEnter(release, control)
      if (answer !== undefined) return answer
    }
    throw new AppError('internal', m.othersEnteredWhatLeavesMeanwhile, { retryable: true })
  }

  return {
    enter: (release, control = {}) => releasing(() => enterNow(release, control)),
    compare: (release, control = {}) =>
      releasing(async () =>
        release.counts.length === 0 ? nothingWithheld : answerOf((await compared(release, control)).solution)
      ),
    acknowledge: () => inTurn(() => acknowledged(file, keyring)),
    list: () => inTurn(() => listed(file, keyring, place)),
    close: () => solver.close(),
    forget: (entry, reason) =>
      inTurn(async () => {
        await place.add(({ records, problem }) => {
          if (problem !== undefined) throw notVouched(problem)
          const known = publishedEntries(records).find((each) => each.entry === entry)
          if (known === undefined || known.forgotten !== undefined)
            throw new AppError('not-found', m.thisEntryIsNotInTheRegister)
          return {
            added: [{ type: 'forgotten', entry, at: clock.now(), by: author, reason }],
            result: undefined
          }
        })
      })
  }
}

const nothingWithheld: ReleaseAnswer = { withheld: [], small: 0 }

function answerOf({ withheld, small, unsolved }: SolvedCounts): ReleaseAnswer {
  const answer = { withheld: [...withheld], small }
  return unsolved === 0 ? answer : { ...answer, unsolved }
}

/** The refusal of whatever needs the whole register. */
function notVouched(problem: RegisterProblem): AppError {
  return new AppError('not-allowed', m.theAuditLogKnowsOfAnother(problem))
}

/** @throws AppError `not-found`, `not-allowed` */
async function acknowledged(file: RegisterFile, keyring: Keyring): Promise<AcknowledgedRegister> {
  if ((await keyring.state()).state !== 'open')
    throw new AppError('not-allowed', m.whatLeftBeforeIsSealedUnlock, { reason: 'locked' })
  const { problem, end, recorded } = await file.read()
  if (problem === undefined || recorded === undefined) throw new AppError('not-found', m.theRegisterIsWhatTheAuditLog)
  return { problem, expected: recorded.records, end }
}

async function listed(
  file: RegisterFile,
  keyring: Keyring,
  { unsealed, isRecorded: asRecorded }: Pick<RegisterPlace, 'unsealed' | 'isRecorded'>
): Promise<PublishedList> {
  const ring = await keyring.state()
  if (ring.state !== 'open') {
    const isRecorded = await asRecorded()
    if ((await file.exists()) || (isRecorded && ring.state === 'locked')) return { state: 'locked', entries: [] }
    if (isRecorded) return { state: 'removed', entries: publishedEntries(unsealed) }
    return { state: 'session', entries: publishedEntries(unsealed) }
  }
  try {
    const { records, damaged, problem } = await file.read()
    return { state: problem ?? (damaged ? 'damaged' : 'open'), entries: publishedEntries([...records, ...unsealed]) }
  } catch (error) {
    if (error instanceof AppError) return { state: 'damaged', entries: [] }
    throw error
  }
}

/** What left before about the same people and is not forgotten. */
function knownBefore(
  records: readonly PublishedRecord[],
  people: PeopleSketch
): { readonly earlier: readonly EarlierCount[]; readonly releases: readonly EarlierRelease[] } {
  const forgotten = new Set(records.flatMap(({ type, entry }) => (type === 'forgotten' ? [entry] : [])))
  const earlier: EarlierCount[] = []
  const releases: EarlierRelease[] = []
  for (const record of records) {
    if (record.type !== 'published' || forgotten.has(record.entry) || !isSamePeople(record.people, people)) continue
    const release = releases.push({ at: record.at, title: record.title, limit: record.limit }) - 1
    for (const count of record.counts) earlier.push({ ...count, release })
  }
  return { earlier, releases }
}

function entered(
  { what, format, title, people, counts }: CountRelease,
  withheld: readonly string[],
  before: readonly EarlierCount[],
  facts: Pick<Extract<PublishedRecord, { type: 'published' }>, 'entry' | 'at' | 'by' | 'limit'>
): Extract<PublishedRecord, { type: 'published' }> {
  const hidden = new Set(withheld)
  const countsByKey = new Map(counts.map((count) => [publishedKey(count), count]))
  const known = new Set(before.map((count) => `${publishedKey(count)} ${count.count} ${count.withheld}`))
  return {
    type: 'published',
    ...facts,
    what,
    format,
    title,
    people,
    counts: [...countsByKey].flatMap(([key, count]) =>
      known.has(`${key} ${count.count} ${hidden.has(key)}`) ? [] : [{ ...count, withheld: hidden.has(key) }]
    ),
    all: countsByKey.size,
    withheld: hidden.size
  }
}
