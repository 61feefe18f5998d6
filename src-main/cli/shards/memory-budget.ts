import { constrainedMemory } from 'node:process'
import { totalmem } from 'node:os'
import { AppError } from '#shared/app-error.ts'

/** The option of commands that can read more data than fit into memory. */
export const memoryOptions = { memory: { type: 'string' } } as const

/** Help for {@link memoryOptions}. */
export const memoryHelp = `  --memory SIZE  memory to use, such as 4GB or 1500MB (default: half of this computer's). A population that needs more is
                 put into encrypted temporary files, which are read as needed and removed at the end`

const MB = 1024 * 1024
/** A program without any data, while it reads and arranges some. */
const BASE = 250 * MB
/** A thread that reads. */
const READER = 100 * MB
/** Bytes of JSON for a byte of columns. */
const TEXT_PER_COLUMNS = 7
/** Memory while columns are made, for a byte of them. */
const PEAK_PER_COLUMNS = 2.5
/** Bytes of text for a byte of gzip, as FHIR data have them. */
const TEXT_PER_GZIP = 12
/** More would mostly be overhead, and each has a file. */
const MAX_SHARDS = 1024

/** The memory that a command may use, in bytes. @throws AppError `invalid-input` */
export function memoryBudget(asked: string | undefined): number {
  if (asked === undefined) return Math.floor(machineMemory() / 2)
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(MB|GB|M|G)$/i.exec(asked) ?? []
  const bytes = Number(number) * MB * (unit?.toUpperCase().startsWith('G') === true ? 1024 : 1)
  if (number === undefined || bytes < 256 * MB)
    throw new AppError('invalid-input', '--memory takes a size of 256MB or more, such as 4GB or 1500MB.')
  return bytes
}

/** The memory of this computer, or what the system allows this program. */
function machineMemory(): number {
  const limit = constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/** What a load may use. */
export interface LoadSize {
  /** One where everything fits into memory. */
  readonly shards: number
  /** Bytes of columns in memory at a time, where there are several shards. */
  readonly cacheBytes: number
  /** Readers at most. */
  readonly readers: number
}

/** Plans a load by the size of its files. @param budget bytes */
export function sizeOfLoad(
  files: readonly { readonly name: string; readonly bytes: number }[],
  budget: number
): LoadSize {
  const text = files.reduce((sum, { name, bytes }) => sum + bytes * (/\.gz$/i.test(name) ? TEXT_PER_GZIP : 1), 0)
  const peak = (text / TEXT_PER_COLUMNS) * PEAK_PER_COLUMNS
  const readers = Math.max(1, Math.floor((budget - BASE) / 3 / READER))
  if (peak + BASE + READER <= budget) return { shards: 1, cacheBytes: 0, readers }
  const shards = Math.ceil(peak / ((budget - BASE) / 4))
  return { shards: Math.min(MAX_SHARDS, Math.max(2, shards)), cacheBytes: (budget - BASE) / 3, readers }
}
