import { join } from 'node:path'
import * as v from 'valibot'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'

/** What is about to happen, or has happened, to a snapshot. Written to the disk before the next step. */
const Step = v.variant('step', [
  v.object({ step: v.picklist(['begin', 'kept', 'dropped', 'delete', 'deleted']), id: v.string() }),
  v.object({ step: v.literal('replace'), id: v.string(), by: v.string() })
])
type Step = v.InferOutput<typeof Step>

/** A snapshot, and the one that takes its place. */
export interface Replacement {
  readonly id: string
  readonly by: string
}

/** The store's journal: one JSON object a line. */
export interface SnapshotJournal {
  record(step: Exclude<Step['step'], 'replace'>, id: string): Promise<void>
  /** A snapshot is about to be shown in the place of another one, which goes then. */
  replace(id: string, by: string): Promise<void>
  /** Ids whose deletion began and did not end. */
  unfinishedDeletions(): Promise<readonly string[]>
  /** Snapshots that were going to be replaced and were not deleted. Where what takes their place is not there, they stay. */
  unfinishedReplacements(): Promise<readonly Replacement[]>
  /** Begins an empty journal when everything in the old one has ended. */
  clear(): Promise<void>
}

/** @param folder absolute path of the store */
export function createSnapshotJournal(folder: string, files: StoreFiles): SnapshotJournal {
  const path = join(folder, 'journal.jsonl')
  const next = join(folder, 'journal.next')

  async function write(step: Step): Promise<void> {
    const file = await files.append(path)
    try {
      // The line end in front closes a line that a crash left half written.
      await file.write(Buffer.from(`\n${JSON.stringify(step)}\n`))
      await file.sync()
    } finally {
      await file.close()
    }
  }

  async function steps(): Promise<readonly Step[]> {
    const text = ((await files.read(path)) ?? Buffer.alloc(0)).toString('utf8')
    return text.split('\n').flatMap((line) => readStep(line) ?? [])
  }

  return {
    record: (step, id) => write({ step, id }),
    replace: (id, by) => write({ step: 'replace', id, by }),
    async unfinishedDeletions() {
      const open = new Set<string>()
      for (const { step, id } of await steps()) {
        if (step === 'delete') open.add(id)
        else if (step === 'deleted') open.delete(id)
      }
      return [...open]
    },
    async unfinishedReplacements() {
      const open = new Map<string, Replacement>()
      for (const step of await steps()) {
        if (step.step === 'replace') open.set(step.id, { id: step.id, by: step.by })
        else if (step.step === 'deleted') open.delete(step.id)
      }
      return [...open.values()]
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
