import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { errorCode } from '#shared/error-code.ts'

/** Identity of a process beyond its number, which the system reuses. Absent where the system does not tell. */
const Origin = v.object({
  host: v.string(),
  /** Changes with every start of the computer (Linux). */
  boot: v.optional(v.string()),
  /** When the process started, in clock ticks since the computer did (Linux). */
  started: v.optional(v.string()),
  /** Device and inode of the folder: a copy of the folder has another. */
  place: v.string()
})
type Origin = v.InferOutput<typeof Origin>

/** Who holds a lock, as written in its file. */
interface LockOwner {
  readonly pid: number
  /** Absent in lock files of earlier versions. */
  readonly origin: Origin | undefined
}

/** A lock that is not touched for this long is stale where the process cannot be identified for certain. */
const staleMs = 45_000
/** Computed start times of the computer differ by this much at most. */
const bootToleranceMs = 60_000

/** Text for a new lock file of this process; no two are equal. */
export async function describeOwner(lockPath: string): Promise<string> {
  const origin: Origin = {
    host: hostname(),
    ...optional('boot', bootId()),
    ...optional('started', startOf(process.pid)),
    place: await placeOf(lockPath)
  }
  return `${process.pid} ${randomBytes(12).toString('base64url')} ${JSON.stringify(origin)}`
}

/**
 * Whether the owner of a lock is gone: its process ended, the computer was restarted, or the lock was copied with its folder.
 * @param text what the lock file holds; not empty
 * @param touchedMs when the lock file was last touched, in milliseconds since 1970
 */
export async function isOwnerGone(text: string, lockPath: string, touchedMs: number): Promise<boolean> {
  const { pid, origin } = parseOwner(text)
  const stale = Date.now() - touchedMs > staleMs
  if (origin === undefined) return stale || !isAlive(pid)
  const place = await placeOf(lockPath)
  // A shared folder has another device number on every computer, and the same inode.
  if (origin.host !== hostname()) return stale || inodeOf(origin.place) !== inodeOf(place)
  if (origin.place !== place || !isAlive(pid)) return true
  if (origin.boot !== undefined && origin.boot !== bootId()) return true
  const started = startOf(pid)
  if (origin.started !== undefined && started !== undefined) return origin.started !== started
  const bootedMs = Date.now() - uptime() * 1000
  return stale || touchedMs < bootedMs - bootToleranceMs
}

function parseOwner(text: string): LockOwner {
  const [, pid = '', rest = ''] = /^(\d+) \S+ ?(.*)$/s.exec(text) ?? []
  const origin = v.safeParse(v.pipe(v.string(), v.parseJson(), Origin), rest)
  return { pid: Number.parseInt(pid, 10), origin: origin.success ? origin.output : undefined }
}

/** Whether a process of this number runs, of any user. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

async function placeOf(lockPath: string): Promise<string> {
  const { dev, ino } = await stat(dirname(lockPath), { bigint: true })
  return `${dev}:${ino}`
}

function inodeOf(place: string): string {
  return place.slice(place.indexOf(':') + 1)
}

function bootId(): string | undefined {
  return readSystemFile('/proc/sys/kernel/random/boot_id')?.trim()
}

/** Field 22 of `/proc/<pid>/stat` (proc_pid_stat(5)); the name in front of it may hold spaces and brackets. */
function startOf(pid: number): string | undefined {
  const text = readSystemFile(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

function readSystemFile(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process ended, or the system hides other processes: then the lock's age decides.
    return undefined
  }
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string })
}
