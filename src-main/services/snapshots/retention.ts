import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { RetentionState, SnapshotEntry } from '#shared/snapshot.ts'
import type { AuditPort, ClockPort, LogPort } from '../../ports/host.ts'
import type { BackupGate } from '../../storage/backup/backup-gate.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import type { RetentionClock } from './retention-clock.ts'
import { retentionPlan, type RetentionPolicy } from './retention-plan.ts'

/** Dependencies of {@link createRetention}. */
export interface RetentionDependencies {
  readonly keyring: Keyring
  readonly store: SnapshotStore
  /** Nothing is deleted while a backup is being made. */
  readonly gate: Pick<BackupGate, 'isBackingUp' | 'change'>
  readonly audit: AuditPort
  readonly clock: ClockPort
  readonly retentionClock: RetentionClock
  readonly log: LogPort
  policy(): RetentionPolicy
  /** Whether somebody reads the snapshot at the moment. */
  isOpen(id: string): boolean
  /** Something was deleted. */
  changed(): void
}

/** Deletes snapshots that the policy does not keep. */
export interface Retention {
  /** Nothing happens while the keyring is locked, while the clock is not trusted, or without a record in the audit log. */
  apply(): Promise<RetentionState>
  /** What came of the last time. */
  state(): RetentionState
}

const dayMs = 86_400_000

/** Runs one after another; whoever asks meanwhile waits for a run of its own. */
export function createRetention(dependencies: RetentionDependencies): Retention {
  const { keyring, store, audit, clock, retentionClock, log } = dependencies
  let last: RetentionState = { state: 'waiting', deleted: 0 }
  const inTurn = oneAtATime()

  async function run(): Promise<RetentionState> {
    const policy = dependencies.policy()
    if (policy.keepCount === 0 && policy.keepDays === 0) return { state: 'off', deleted: 0 }
    if (dependencies.gate.isBackingUp() || (await keyring.state()).state !== 'open')
      return { state: 'waiting', deleted: 0 }
    const entries = await store.list()
    const now = clock.now()
    const trust = await retentionClock.judge(
      now,
      entries.map(({ keptAt }) => keptAt)
    )
    if (!trust.trusted) {
      log.write('warn', 'snapshots.retention-clock', { daysOff: trust.daysOff })
      return { state: 'clock', deleted: 0, daysOff: trust.daysOff }
    }
    const leaving = retentionPlan(entries, policy, now).filter(({ id }) => !dependencies.isOpen(id))
    let deleted = 0
    for (const entry of leaving) {
      if (!(await mayLeave(entry))) continue
      await dependencies.gate.change(() => remove(entry, now))
      deleted += 1
    }
    if (deleted > 0) {
      log.write('info', 'snapshots.expired', { removed: deleted })
      dependencies.changed()
    }
    return { state: 'done', deleted }
  }

  /** Whether nobody opened it, put it on hold or deleted it while those before it were deleted. */
  async function mayLeave({ id }: SnapshotEntry): Promise<boolean> {
    const found = (await store.list()).find((entry) => entry.id === id)
    return found !== undefined && found.hold !== true && !dependencies.isOpen(id)
  }

  /** Recorded first: what cannot be recorded is not deleted. */
  async function remove({ id, keptAt }: SnapshotEntry, now: number): Promise<void> {
    const ageDays = Math.floor((now - keptAt) / dayMs)
    await audit.record({ action: 'snapshot.expired', outcome: 'success', facts: { snapshot: id, ageDays } })
    await store.delete(id)
  }

  return {
    state: () => last,
    apply: () => inTurn(async () => (last = await run()))
  }
}
