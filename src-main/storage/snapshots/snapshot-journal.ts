import { join } from 'node:path'
import * as v from 'valibot'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'

/** What is about to happen, or has happened, to a snapshot. Written to the disk before the next step. */
const Step = v.object({ step: v.picklist(['begin', 'kept', 'dropped', 'delete', 'deleted']), id: v.string() })
type Step = v.InferOutput<typeof Step>

/** The store's journal: one JSON object a line. */
export interface SnapshotJournal {
  record(step: Step['step'], id: string): Promise<void>
  /** Ids whose deletion began and did not end. */
  unfinishedDeletions(): Promise<readonly string[]>
  /** Begins an empty journal when everything in the old one has ended. */
  clear(): Promise<void>
}

/** @param folder absolute path of the store */
export function createSnapshotJournal(folder: string, files: StoreFiles): SnapshotJournal {
  const path = join(folder, 'journal.jsonl')
  const next = join(folder, 'journal.next')
  return {
    async record(step, id) {
      const file = await files.append(path)
      try {
        // The line end in front closes a line that a crash left half written.
        await file.write(Buffer.from(`\n${JSON.stringify({ step, id } satisfies Step)}\n`))
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async unfinishedDeletions() {
      const open = new Set<string>()
      for (const line of ((await files.read(path)) ?? Buffer.alloc(0)).toString('utf8').split('\n')) {
        const entry = readStep(line)
        if (entry?.step === 'delete') open.add(entry.id)
        else if (entry?.step === 'deleted') open.delete(entry.id)
      }
      return [...open]
    },
    async clear() {
      await files.destroy(next)
      await writeCompleteFile(files, next, Buffer.alloc(0))
      await files.rename(next, path)
      await files.syncFolder(folder)
    }
  }
}

/** Lines that a crash cut are no steps: what they would have announced did not begin. */
function readStep(line: string): Step | undefined {
  if (line === '') return undefined
  try {
    const parsed = v.safeParse(Step, JSON.parse(line))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
