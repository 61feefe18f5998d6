import { servicesMessages as m } from '#messages/services.ts'
import type { AuditEntry, AuditPort, ClockPort, LogPort } from '../../ports/host.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { asideMark, setFileAside } from '../../storage/files/set-aside.ts'
import { AppError } from '#shared/app-error.ts'
import type { AuditProblem } from '#shared/audit-problem.ts'
import { defined } from '#shared/language/defined.ts'
import { errorCode } from '#shared/error-code.ts'
import { appendRecord, findEnd, type LogPlace } from './append-record.ts'
import { auditFiles, listSegments, type AuditFiles } from './audit-files.ts'
import type { AuditKey, OpenAuditKey } from './audit-key.ts'
import { personPseudonym } from './audit-codes.ts'
import type { AuditContent } from './record-chain.ts'
import { emptyChain } from './chain-end.ts'
import { findSetAside, setAsideFacts } from './set-aside-logs.ts'
import { verifyAuditLog } from './verify.ts'

/** Who and what writes, for the records. */
export interface AuditWriter {
  /** Account of the operating system. */
  readonly actor: string
  /** Version of Populus. */
  readonly version: string
  readonly host: string
  /** Role of the actor at this moment, where roles are in use. */
  readonly role?: () => string | undefined
}

/** Dependencies of {@link openAuditLog}. */
export interface AuditLogDependencies {
  /** Absolute path of the folder for the log; made when it is missing. */
  readonly folder: string
  readonly writer: AuditWriter
  readonly clock: ClockPort
  readonly log: LogPort
  /** The key of the codes; there is none when absent. */
  readonly key?: AuditKey
  /** Called when a record is on the disk. */
  readonly onRecord?: () => void
  /** Longest segment in bytes; 4 MB when absent. */
  readonly segmentBytes?: number
}

/**
 * Opens the append-only audit log and checks its end. A log that fails the check is set aside under another name and a new
 * one begins, whose first record says so. Several processes may share one log.
 */
export async function openAuditLog(dependencies: AuditLogDependencies): Promise<AuditPort> {
  const { folder, writer, clock, log } = dependencies
  await makePrivateFolder(folder)
  const files = auditFiles(folder)
  let queue = Promise.resolve()
  /** The end was checked with the key. */
  let checkedWithKey = false

  function stamped(entry: AuditEntry): AuditContent {
    const { actor, version, host } = writer
    const role = writer.role?.()
    return {
      time: new Date(clock.now()).toISOString(),
      actor,
      ...(role === undefined ? {} : { role }),
      version,
      host,
      action: entry.action,
      outcome: entry.outcome,
      ...(entry.intent === undefined ? {} : { intent: entry.intent }),
      facts: entry.facts
    }
  }

  /** The key for the next record. Makes it at the first record that can have a code. */
  async function keyFor(place: LogPlace): Promise<OpenAuditKey | undefined> {
    const known = await dependencies.key?.read()
    if (known?.state === 'open') return known
    const isKeyed = (place.head?.keyedFrom ?? 0) > 0
    if (isKeyed || known === undefined || known.state === 'absent' || known.state === 'locked') return undefined
    return defined(dependencies.key).make()
  }

  /** Puts a record at the end; the first one with a code says when keying began. */
  async function write(place: LogPlace, entry: AuditEntry): Promise<LogPlace> {
    const key = await keyFor(place)
    const keyed = await beginKeying(place, key)
    return appendRecord(files, keyed, stamped(entry), onDisk(key), dependencies.segmentBytes)
  }

  async function beginKeying(place: LogPlace, key: OpenAuditKey | undefined): Promise<LogPlace> {
    if (key === undefined || (place.head?.keyedFrom ?? 0) > 0) return place
    const facts = { recordsBefore: place.end.seq }
    return appendRecord(
      files,
      place,
      stamped({ action: 'audit.keyed', outcome: 'success', facts }),
      key,
      dependencies.segmentBytes
    )
  }

  async function openKey(): Promise<OpenAuditKey | undefined> {
    await checkOnce()
    const place = await findEnd(files)
    const key = await keyFor(place)
    await beginKeying(place, key)
    return key
  }

  async function append(entry: AuditEntry): Promise<number> {
    await checkOnce()
    let place = await findEnd(files)
    const { cutBytes } = place
    if (cutBytes > 0) {
      log.write('warn', 'audit.torn-line-cut', { bytes: cutBytes })
      place = await write(place, { action: 'audit.torn-line-cut', outcome: 'success', facts: { bytes: cutBytes } })
    }
    const { seq } = (await write(place, entry)).end
    dependencies.onRecord?.()
    return seq
  }

  /** Checks the end when the log is opened, and again with the key as soon as that is there. */
  async function checkOnce(isOpening = false): Promise<void> {
    const key = (await dependencies.key?.read()) ?? { state: 'absent' as const }
    const hasKey = key.state !== 'absent' && key.state !== 'locked'
    if (!isOpening && (!hasKey || checkedWithKey)) return
    const { problem, records, firstBadRecord } = await verifyAuditLog(folder, { key, newestOnly: true })
    // An incomplete last line is cut off at the next append.
    if (problem !== undefined && problem !== 'torn') await beginAnew(problem, records, firstBadRecord)
    checkedWithKey = hasKey
  }

  async function beginAnew(problem: AuditProblem, goodRecords: number, badRecord: number | undefined): Promise<void> {
    log.write('error', 'audit.set-aside', { problem, goodRecords })
    const now = clock.now()
    await setAside(files, problem, now)
    const damaged = setAsideFacts(await findSetAside(folder), asideMark(now))
    const place: LogPlace = { end: emptyChain, head: undefined, cutBytes: 0 }
    const facts = { problem, goodRecords, ...(badRecord === undefined ? {} : { badRecord }), ...damaged }
    await write(place, { action: 'audit.set-aside', outcome: 'failure', facts })
  }

  await withFileLock(files.lock, () => checkOnce(true))

  /** One after another, here and in other programs. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = queue.then(() => withFileLock(files.lock, task))
    queue = done.then(
      () => undefined,
      () => undefined
    )
    return done
  }

  return {
    record(entry) {
      return inTurn(() => append(entry)).catch((cause: unknown) => {
        log.write('error', 'audit.append-failed', { systemCode: errorCode(cause) ?? 'unknown' })
        throw new AppError('not-allowed', m.theAuditLogCannotBeWritten, { retryable: true, cause })
      })
    },
    async pseudonym(id) {
      const known = await dependencies.key?.read()
      if (known === undefined || known.state === 'absent' || known.state === 'locked') return undefined
      const { key } = known.state === 'open' ? known : ((await inTurn(openKey)) ?? {})
      return key === undefined ? undefined : personPseudonym(key, id)
    }
  }
}

/** A key behind the first record that it made a code for. */
function onDisk(key: OpenAuditKey | undefined): Pick<OpenAuditKey, 'key'> | undefined {
  return key && { key: key.key }
}

/** Any file may be what is missing. The key stays unless it is the problem: earlier logs are checked with it. */
async function setAside(files: AuditFiles, problem: AuditProblem, now: number): Promise<void> {
  for (const path of await listSegments(files)) await setFileAside(path, now)
  const damagedKey = problem === 'key-damaged' || problem === 'key-missing' ? [files.key] : []
  for (const path of [files.head, files.anchor, ...damagedKey]) await setFileAside(path, now)
}
