import type { DataUseAgreement } from '#shared/governance/agreement.ts'
import { isOnSnapshot } from './agreement-check.ts'
import type { GovernanceStore } from './governance-store.ts'

/** Agreements on single snapshots while others are made from them, or take their place. */
export interface ReplacedSnapshots {
  /** Whether it is known what binds. @throws AppError `unreadable-file` */
  requireReadable(): Promise<void>
  /** What binds a snapshot binds another one, too. Doing it again is harmless. */
  bindToo(snapshot: string, other: string): Promise<void>
  /** Forgets a snapshot that is gone: the agreements in force on it bind what was made from it alone, or nothing any more. */
  forget(snapshot: string): Promise<void>
}

/** @param store of the data folder */
export function replacedSnapshots(store: GovernanceStore): ReplacedSnapshots {
  async function change(snapshot: string, next: (agreement: DataUseAgreement) => DataUseAgreement[]): Promise<void> {
    const isOn = ({ endedAt, scope }: DataUseAgreement): boolean =>
      endedAt === undefined && isOnSnapshot(scope, snapshot)
    if (!(await store.read()).agreements.some(isOn)) return
    await store.update((stored) => {
      const agreements = stored.agreements.flatMap((each) => (isOn(each) ? next(each) : [each]))
      return { next: { ...stored, agreements }, result: undefined }
    })
  }

  return {
    async requireReadable() {
      await store.read()
    },
    bindToo: (snapshot, other) =>
      change(snapshot, (agreement) => [onSnapshots(agreement, [...snapshotsOf(agreement), other])]),
    forget: (snapshot) =>
      change(snapshot, (agreement) => {
        const others = snapshotsOf(agreement).filter((id) => id !== snapshot)
        return others.length === 0 ? [] : [onSnapshots(agreement, others)]
      })
  }
}

function snapshotsOf({ scope }: DataUseAgreement): readonly string[] {
  return scope.data === 'snapshot' ? [scope.id, ...(scope.also ?? [])] : []
}

function onSnapshots(agreement: DataUseAgreement, snapshots: readonly string[]): DataUseAgreement {
  const [id = '', ...also] = new Set(snapshots)
  return { ...agreement, scope: { data: 'snapshot', id, ...(also.length === 0 ? {} : { also }) } }
}
