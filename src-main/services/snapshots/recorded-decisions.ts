import { stat } from 'node:fs/promises'
import type { AuditAction } from '#shared/audit-action.ts'
import { errorCode } from '#shared/error-code.ts'
import { acceptReasons } from '#shared/snapshot.ts'
import type { LogPort } from '../../ports/host.ts'
import type { RecordedDecision, RecordedDecisions } from '../../storage/snapshots/snapshot-state.ts'
import { auditFiles, listSegments } from '../audit/audit-files.ts'
import { withOriginals } from '../audit/carried-records.ts'
import { segmentRecords } from '../audit/newest-records.ts'
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
  let read = new Map<string, { readonly state: string; readonly records: readonly AnyAuditRecord[] }>()
  const look = async (): Promise<typeof read> => {
    const next: typeof read = new Map()
    for (const path of (await listSegments(auditFiles(folder))).reverse()) {
      const { size, mtimeMs } = await stat(path)
      const state = `${size} ${mtimeMs}`
      const before = read.get(path)
      next.set(path, before?.state === state ? before : { state, records: await segmentRecords(path, actions) })
    }
    return next
  }
  return async () => {
    try {
      read = await look()
    } catch (error) {
      log.write('warn', 'snapshots.decisions-unreadable', { systemCode: errorCode(error) ?? 'unknown' })
    }
    return decisionsOf(withOriginals([...read.values()].flatMap(({ records }) => records)))
  }
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
