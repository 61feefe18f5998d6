import * as v from 'valibot'
import { AcceptReason, type SnapshotEntry } from '#shared/snapshot.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'

/** What people decided about a snapshot. Each decision is a small file beside the sealed ones, so that it needs no key. */
export interface SnapshotMarks {
  read(layout: SnapshotLayout): Promise<Pick<SnapshotEntry, 'hold' | 'accepted'>>
  hold(layout: SnapshotLayout, hold: boolean): Promise<void>
  accept(layout: SnapshotLayout, reason: AcceptReason | undefined): Promise<void>
}

/** Marks of snapshots on the disk. */
export function snapshotMarks(files: StoreFiles): SnapshotMarks {
  async function mark({ folder }: SnapshotLayout, path: string, text: string | undefined): Promise<void> {
    await files.remove(path)
    if (text !== undefined) await writeCompleteFile(files, path, Buffer.from(text, 'utf8'))
    await files.syncFolder(folder)
  }
  return {
    async read({ hold, accepted }) {
      const reason = v.safeParse(AcceptReason, (await files.read(accepted))?.toString('utf8'))
      return {
        ...((await files.read(hold)) === undefined ? {} : { hold: true }),
        ...(reason.success ? { accepted: reason.output } : {})
      }
    },
    hold: (layout, hold) => mark(layout, layout.hold, hold ? '' : undefined),
    accept: (layout, reason) => mark(layout, layout.accepted, reason)
  }
}
