import { servicesMessages as m } from '#messages/services.ts'
import { isSamePeople } from '#engine/sharing/published/same-people.ts'
import { solveCounts, type EarlierCount, type EarlierRelease } from '#engine/sharing/published/solve-counts.ts'
import { AppError } from '#shared/app-error.ts'
import {
  publishedKey,
  type AcknowledgedRegister,
  type CountRelease,
  type PeopleSketch,
  type PublishedList,
  type RegisterEnd,
  type RegisterProblem,
  type ReleaseAnswer
} from '#shared/governance/published-count.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { publishedEntries, type PublishedRecord } from './published-record.ts'
import type { ReadRegister, RegisterFile } from './register-file.ts'

/** The register of all counts of people that left the program. */
export interface PublishedRegister {
  /**
   * Enters a release and says which of its counts must not leave. It is entered before it leaves: what fails afterwards counts
   * as known to others.
   * @throws AppError `not-allowed` where it would tell a small group together with what left before, while what left
   * before cannot be read, or where counts are withheld and the audit log vouches for another register; `out-of-space`
   */
  enter(release: CountRelease): Promise<ReleaseAnswer>
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
}

/** Dependencies of {@link createPublishedRegister}. */
export interface PublishedRegisterDependencies {
  readonly file: RegisterFile
  readonly keyring: Keyring
  /** Counts of 1 to so many people are withheld now; 0 withholds nothing. */
  readonly limit: () => number
  readonly clock: ClockPort
  readonly log: LogPort
  /** Who is at this computer, for the record. */
  readonly author: string
}

/** Constructs the register. What is entered before there is a key is kept in memory, and written when there is one. */
export function createPublishedRegister(dependencies: PublishedRegisterDependencies): PublishedRegister {
  const { file, keyring, limit, clock, log, author } = dependencies
  let unsealed: PublishedRecord[] = []
  let turn: Promise<unknown> = Promise.resolve()

  /** One release at a time: each is solved with the one before. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  /** Whether the audit log vouches for a register. */
  const isRecorded = async (): Promise<boolean> => ((await file.recorded())?.records ?? 0) > 0

  /** Where records go: to the disk, or to memory while nothing can be sealed. */
  async function add<T>(
    choose: (before: ReadRegister) => { readonly added: readonly PublishedRecord[]; readonly result: T }
  ): Promise<{ readonly result: T; readonly end?: RegisterEnd }> {
    const ring = await keyring.state()
    if (ring.state === 'absent' && ring.by === 'keychain') await keyring.create()
    else if (ring.state === 'locked' && ((await file.exists()) || (await isRecorded())))
      throw new AppError('not-allowed', m.whatLeftBeforeIsSealedUnlock, { reason: 'locked' })
    else if (ring.state !== 'open') {
      const gone = (await isRecorded()) ? ({ problem: 'removed' } as const) : {}
      const { added, result } = choose({ records: unsealed, damaged: false, ...gone })
      unsealed = [...unsealed, ...added]
      return { result }
    }
    const waiting = unsealed
    const done = await file.add((before) => {
      if (before.damaged) log.write('warn', 'published.damaged', { records: before.records.length })
      const from = nextEntry(before.records) - nextEntry([])
      const moved = waiting.map((record) => ({ ...record, entry: record.entry + from }))
      const { added, result } = choose({ ...before, records: [...before.records, ...moved] })
      return { added: [...moved, ...added], result }
    })
    unsealed = []
    return done
  }

  async function enterNow(release: CountRelease): Promise<ReleaseAnswer> {
    if (release.counts.length === 0) return { withheld: [], small: 0 }
    let known = true
    let cells = 0
    const { result, end } = await add<ReleaseAnswer>(({ records, problem }) => {
      if (problem !== undefined && limit() > 0) throw notVouched(problem)
      known = problem === undefined
      const before = knownBefore(records, release.people)
      const { withheld, small, solved } = solveCounts(release.counts, before.counts, before.releases, limit())
      const record = entered(release, withheld, before.counts, {
        entry: nextEntry(records),
        at: clock.now(),
        by: author,
        limit: limit()
      })
      cells = solved
      return { added: [record], result: { entry: record.entry, withheld: [...withheld], small } }
    })
    log.write('info', 'published.entered', {
      counts: release.counts.length,
      withheld: result.withheld.length,
      solved: cells
    })
    // Nobody vouches for a register that grows on one that was cut: it stays named until it is acknowledged.
    return known && end !== undefined ? { ...result, end } : result
  }

  return {
    enter: (release) => inTurn(() => enterNow(release)),
    acknowledge: () => inTurn(() => acknowledged(file, keyring)),
    list: () => inTurn(() => listed(file, keyring, unsealed)),
    forget: (entry, reason) =>
      inTurn(async () => {
        await add(({ records, problem }) => {
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
  unsealed: readonly PublishedRecord[]
): Promise<PublishedList> {
  const ring = await keyring.state()
  if (ring.state !== 'open') {
    const isRecorded = ((await file.recorded())?.records ?? 0) > 0
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

function nextEntry(records: readonly PublishedRecord[]): number {
  return records.reduce((last, { entry }) => Math.max(last, entry), 0) + 1
}

/** What left before about the same people and is not forgotten. */
function knownBefore(
  records: readonly PublishedRecord[],
  people: PeopleSketch
): { readonly counts: readonly EarlierCount[]; readonly releases: readonly EarlierRelease[] } {
  const forgotten = new Set(records.flatMap(({ type, entry }) => (type === 'forgotten' ? [entry] : [])))
  const counts: EarlierCount[] = []
  const releases: EarlierRelease[] = []
  for (const record of records) {
    if (record.type !== 'published' || forgotten.has(record.entry) || !isSamePeople(record.people, people)) continue
    const release = releases.push({ at: record.at, title: record.title, limit: record.limit }) - 1
    for (const count of record.counts) counts.push({ ...count, release })
  }
  return { counts, releases }
}

function entered(
  { what, format, title, people, counts }: CountRelease,
  withheld: readonly string[],
  before: readonly EarlierCount[],
  facts: Pick<Extract<PublishedRecord, { type: 'published' }>, 'entry' | 'at' | 'by' | 'limit'>
): Extract<PublishedRecord, { type: 'published' }> {
  const hidden = new Set(withheld)
  const own = new Map(counts.map((count) => [publishedKey(count), count]))
  const known = new Set(before.map((count) => `${publishedKey(count)} ${count.count} ${count.withheld}`))
  return {
    type: 'published',
    ...facts,
    what,
    format,
    title,
    people,
    counts: [...own].flatMap(([key, count]) =>
      known.has(`${key} ${count.count} ${hidden.has(key)}`) ? [] : [{ ...count, withheld: hidden.has(key) }]
    ),
    all: own.size,
    withheld: hidden.size
  }
}
