import type { DataUseAgreement } from '#shared/governance/agreement.ts'
import type { RandomPort } from '../../ports/host.ts'
import type { GovernanceStore } from './governance-store.ts'

/** Agreements on single snapshots while snapshots take the place of others. */
export interface ReplacedSnapshots {
  /** Whether it is known what binds. @throws AppError `unreadable-file` */
  requireReadable(): Promise<void>
  /** What binds a snapshot binds another one, too. */
  bindToo(snapshot: string, other: string): Promise<void>
  /** Forgets the agreements in force on a snapshot that is gone, which bind what took its place. */
  forget(snapshot: string): Promise<void>
}

const isOn = ({ scope, endedAt }: DataUseAgreement, snapshot: string): boolean =>
  endedAt === undefined && scope.data === 'snapshot' && scope.id === snapshot

/** @param store of the data folder */
export function replacedSnapshots(store: GovernanceStore, random: RandomPort): ReplacedSnapshots {
  async function change(
    snapshot: string,
    next: (agreements: readonly DataUseAgreement[]) => DataUseAgreement[]
  ): Promise<void> {
    const { agreements } = await store.read()
    if (!agreements.some((each) => isOn(each, snapshot))) return
    await store.update((stored) => ({ next: { ...stored, agreements: next(stored.agreements) }, result: undefined }))
  }

  return {
    async requireReadable() {
      await store.read()
    },
    bindToo: (snapshot, other) =>
      change(snapshot, (agreements) => [
        ...agreements,
        ...agreements
          .filter((each) => isOn(each, snapshot))
          .map((each) => ({ ...each, id: random.token(12), scope: { data: 'snapshot' as const, id: other } }))
      ]),
    forget: (snapshot) => change(snapshot, (agreements) => agreements.filter((each) => !isOn(each, snapshot)))
  }
}
