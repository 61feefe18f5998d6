import { stat } from 'node:fs/promises'
import type { AuditAction } from '#shared/audit-action.ts'
import { errorCode } from '#shared/error-code.ts'
import { acceptReasons } from '#shared/snapshot.ts'
import type { LogPort } from '../../ports/host.ts'
import type { RecordedDecision, RecordedDecisions } from '../../storage/snapshots/snapshot-state.ts'
import { withOriginals } from '../audit/carried-records.ts'
import { segmentRecords } from '../audit/newest-records.ts'
import { readEverySegment } from '../audit/read-segments.ts'
import type { AnyAuditRecord } from '../audit/record-chain.ts'

/** With these, what was decided before is no longer of the data that are there. */
const ends: readonly AuditAction[] = ['profile.started-over', 'incident.wiped']
const actions: readonly AuditAction[] = ['snapshot.held', 'snapshot.accepted', ...ends]
const uses = [...acceptReasons, 'withdrawn'] as const

/**
 * Reads from the audit log what was last decided about snapshots: the log is chained and keyed, so an older file next to a snapshot
 * cannot take it back. Segments that did not change are read once. While the log cannot be read, what was read before counts; without
 * the log nothing is deleted either.
 * @param folder of the audit log; need not exist
 */
export function recordedDecisions(folder: string, log: LogPort): () => Promise<RecordedDecisions> {
  let read: readonly ReadSegment[] = []
  const look = async (): Promise<readonly ReadSegment[]> => {
    const before = new Map(read.map((segment) => [segment.path, segment]))
    return readEverySegment(folder, async (path) => {
      const { size, mtimeMs } = await stat(path)
      const state = `${size} ${mtimeMs}`
      const known = before.get(path)
      return known?.state === state ? known : { path, state, records: await segmentRecords(path, actions) }
    })
  }
  return async () => {
    try {
      read = await look()
    } catch (error) {
      log.write('warn', 'snapshots.decisions-unreadable', { systemCode: errorCode(error) ?? 'unknown' })
    }
    return decisionsOf(withOriginals(read.flatMap(({ records }) => records)))
  }
}

/** What was read of a segment of the log. */
interface ReadSegment {
  readonly path: string
  /** Of its file when it was read. */
  readonly state: string
  readonly records: readonly AnyAuditRecord[]
}

/** @param records newest first */
function decisionsOf(records: readonly AnyAuditRecord[]): RecordedDecisions {
  const holds = new Map<string, Said<boolean>>()
  const accepted = new Map<string, Said<(typeof uses)[number]>>()
  for (const { action, outcome, facts } of records) {
    if (ends.includes(action as AuditAction) && outcome === 'success') break
    const { snapshot, hold, reason } = facts
    if (typeof snapshot !== 'string') continue
    const use = uses.find((each) => each === reason)
    if (action === 'snapshot.held' && typeof hold === 'boolean') say(holds, snapshot, hold, outcome === 'success')
    if (action === 'snapshot.accepted' && use !== undefined) say(accepted, snapshot, use, outcome === 'success')
  }
  const found = new Map<string, RecordedDecision>()
  for (const [id, { values, isSettled }] of holds) if (isSettled) found.set(id, { hold: values })
  for (const [id, { values, isSettled }] of accepted)
    if (isSettled) found.set(id, { ...found.get(id), accepted: values })
  return found
}

interface Said<T> {
  readonly values: Set<T>
  /** The last decision whose outcome is known was found; older ones say nothing. */
  isSettled: boolean
}

/** A decision that was announced after the last settled one may have been made, or not. */
function say<T>(decisions: Map<string, Said<T>>, id: string, value: T, isDone: boolean): void {
  const said = decisions.get(id) ?? { values: new Set<T>(), isSettled: false }
  decisions.set(id, said)
  if (said.isSettled) return
  said.values.add(value)
  said.isSettled = isDone
}
