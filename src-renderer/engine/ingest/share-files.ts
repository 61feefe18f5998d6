import { defined } from '#shared/language/defined.ts'
import { recognizeForm } from '../base/ndjson/recognize.ts'
import type { LineRange } from '../base/ndjson/complete-lines.ts'
import type { ThreadPool } from '../base/threads/thread-pool.ts'
import type { FileAccount } from '../store/model/chunk.ts'

/** A file, or a stretch of one, that one reader reads at a time. */
export interface ReadJob {
  readonly file: number
  readonly stretch: LineRange | undefined
}

/** What is known of a file before it is read. */
export interface UnreadFile {
  /** 0 when unknown. */
  readonly bytes: number
  /** Its first bytes of text; undefined when parts of the file cannot be read on their own, as of a compressed one. */
  readonly prefix: (() => Promise<Uint8Array>) | undefined
}

/** Larger files are shared among readers, in stretches of this size or more. */
export const STRETCH_BYTES = 32 * 1024 * 1024

/** No stretch is larger, so that with its last line it is no more than a host gives at once. */
const MAX_BYTES = 60 * 1024 * 1024

/** Stretches per reader, so that none waits long for the last one. */
const STRETCHES_PER_READER = 4

/** Shares files among readers: large files of lines in stretches, and the largest pieces of work first. */
export async function shareFiles(
  files: readonly UnreadFile[],
  readers: number,
  least: number = STRETCH_BYTES
): Promise<ReadJob[]> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const size = Math.min(Math.max(least, Math.ceil(total / (readers * STRETCHES_PER_READER))), MAX_BYTES)
  const jobs: (ReadJob & { readonly bytes: number })[] = []
  for (const [file, { bytes, prefix }] of files.entries()) {
    const isShared = readers > 1 && bytes > size && prefix !== undefined && isLines(await prefix())
    const count = isShared ? Math.ceil(bytes / size) : 1
    if (count === 1) jobs.push({ file, stretch: undefined, bytes })
    else {
      for (let index = 0; index < count; index++) {
        const from = Math.floor((bytes / count) * index)
        const to = index === count - 1 ? Number.POSITIVE_INFINITY : Math.floor((bytes / count) * (index + 1))
        jobs.push({ file, stretch: { from, to }, bytes: bytes / count })
      }
    }
  }
  return jobs.sort((a, b) => b.bytes - a.bytes)
}

/** Whether a file holds plain text in lines. */
function isLines(prefix: Uint8Array): boolean {
  return !(prefix[0] === 0x1f && prefix[1] === 0x8b) && recognizeForm(prefix) === 'lines'
}

/**
 * Has each job done by the next thread that is free.
 * @param read asks a thread for a job
 * @param done is called when the last stretch of a file has been read
 * @returns accounts by job; see `joinStretches`
 */
export async function readShared<Reader>(
  jobs: readonly ReadJob[],
  pool: Pick<ThreadPool<Reader>, 'run'>,
  read: (reader: Reader, job: ReadJob) => Promise<FileAccount>,
  done: (file: number) => void = () => undefined
): Promise<FileAccount[]> {
  const left = new Map<number, number>()
  for (const { file } of jobs) left.set(file, (left.get(file) ?? 0) + 1)
  return Promise.all(
    jobs.map(async (job) => {
      const account = await pool.run((reader) => read(reader, job))
      const rest = defined(left.get(job.file)) - 1
      left.set(job.file, rest)
      if (rest === 0) done(job.file)
      return account
    })
  )
}
