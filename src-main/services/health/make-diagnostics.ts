import { readdir, stat } from 'node:fs/promises'
import { arch, availableParallelism, freemem, release, totalmem } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { auditProblems } from '#shared/audit-problem.ts'
import { errorCode } from '#shared/error-code.ts'
import { policyNames } from '#shared/policy/policies.ts'
import { redact } from '../../log/redact.ts'
import { ConnectionFile } from '../connections/connection-file.ts'
import { backupContents } from '../../storage/backup/write-backup.ts'
import { readText } from '../../storage/files/read-text.ts'
import { checkHealth, type HealthSources } from './check-health.ts'

/** Files of the log that are read: the newest, and the one before it. */
const logFiles = ['populus.log.1', 'populus.log']
const maxEntries = 300
const LogEntry = v.looseObject({
  time: v.pipe(v.string(), v.isoTimestamp()),
  level: v.picklist(['debug', 'info', 'warn', 'error']),
  event: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,30}(?:\.[a-z0-9-]{1,30})+$/))
})
/** Limits of the health checks: what they warn of is in their facts, whatever the limit. */
const limits = { minimumFreeBytes: 5e9, maximumAgeMs: 48 * 3_600_000 }
/** A fact whose name comes from the code. */
const factName = /^[a-z][A-Za-z]{0,31}$/

/** Closed words of health checks, besides those that the log knows. */
const words: ReadonlySet<string> = new Set([
  ...['absent', 'locked', 'open', 'keychain', 'passphrase'],
  ...['intact', 'unchecked', 'unkeyed', 'problem', ...auditProblems]
])

/** A value as it may leave: a number, a truth value, or a word that comes from the code. */
type Harmless = string | number | boolean

/** What {@link makeDiagnostics} puts together. */
export interface DiagnosticsInput extends HealthSources {
  /** Absolute path of the data folder; it is not in the result. */
  readonly data: string
  readonly version: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * What somebody who helps needs to know of an installation: versions, platform, which policies are in force, health, sizes, schedules, and the
 * kinds of the last warnings and errors. Nothing in it is about people, and nothing names an account, a server, a path or a connection: texts
 * are words that come from the code, and everything else is replaced.
 */
export async function makeDiagnostics({ data, version, now, ...sources }: DiagnosticsInput): Promise<object> {
  const policies = sources.policies.current()
  const checks = await checkHealth(data, { ...limits, now }, sources)
  const { entries, unreadable } = await lastEntries(data)
  return {
    format: 'populus-diagnostics-1',
    time: new Date(now).toISOString(),
    program: { version, node: process.versions.node, packaged: process.versions['electron'] !== undefined },
    platform: {
      system: redact(process.platform),
      architecture: redact(arch()),
      release: /^\d+(?:\.\d+){0,3}/.exec(release())?.[0] ?? '',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem()
    },
    policies: {
      inForce: policyNames
        .filter((name) => policies.entries[name].state !== 'default')
        .map((name) => ({ name, state: policies.entries[name].state })),
      problems: policies.problems.length
    },
    health: checks.map(({ name, state, facts }) => ({ name, state, facts: harmless(facts) })),
    sizes: await sizesOf(data),
    schedules: await schedulesOf(data),
    kinds: countKinds(entries),
    log: entries,
    ...(unreadable === 0 ? {} : { unreadableLogs: unreadable })
  }
}

/** The same as the text of a file. */
export async function diagnosticsText(input: DiagnosticsInput): Promise<string> {
  return `${JSON.stringify(await makeDiagnostics(input), undefined, 2)}\n`
}

function harmless(facts: Readonly<Record<string, unknown>>): Record<string, Harmless> {
  const harmlessFacts: Record<string, Harmless> = {}
  for (const [name, value] of Object.entries(facts))
    if (factName.test(name) && isPlain(value))
      harmlessFacts[name] = typeof value === 'string' && words.has(value) ? value : redact(value)
  return harmlessFacts
}

function isPlain(value: unknown): value is Harmless {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** The last warnings and errors, oldest first. Somebody may have written into the log: every entry is looked at again. */
async function lastEntries(data: string): Promise<{ entries: Record<string, Harmless>[]; unreadable: number }> {
  const found: Record<string, Harmless>[] = []
  let unreadable = 0
  for (const name of logFiles) {
    const text = await readText(join(data, 'logs', name)).catch((error: unknown) => {
      if (errorCode(error) === undefined) throw error
      unreadable += 1
      return undefined
    })
    if (text === undefined) continue
    for (const line of text.split('\n')) {
      const read = v.safeParse(v.pipe(v.string(), v.parseJson(), LogEntry), line)
      if (!read.success || (read.output.level !== 'warn' && read.output.level !== 'error')) continue
      const { time, level, event, ...facts } = read.output
      found.push({ ...harmless(facts), time, level, event })
    }
  }
  return { entries: found.slice(-maxEntries), unreadable }
}

/** How often each kind of warning or error is in the log. */
function countKinds(entries: readonly Record<string, Harmless>[]): object[] {
  const counts = new Map<string, { readonly event: Harmless; readonly code?: Harmless; count: number }>()
  for (const { event = '', code } of entries) {
    const key = `${String(event)} ${String(code)}`
    const known = counts.get(key) ?? { event, ...(code === undefined ? {} : { code }), count: 0 }
    known.count += 1
    counts.set(key, known)
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

/** Files and bytes of a part of the data folder. */
interface PartSize {
  files: number
  bytes: number
  /** Files and folders whose size could not be read. */
  unreadable?: number
}

/** How large each part of the data folder is that Populus makes. */
async function sizesOf(data: string): Promise<Record<string, PartSize>> {
  const sizes: Record<string, PartSize> = {}
  for (const name of [...backupContents, 'logs']) {
    const size: PartSize = { files: 0, bytes: 0 }
    await addSize(join(data, name), size)
    sizes[name] = size
  }
  return sizes
}

/** Adds a file, or a folder with everything below it; what is not there adds nothing. */
async function addSize(path: string, size: PartSize): Promise<void> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) {
      size.files += 1
      size.bytes += found.size
    } else for (const name of await readdir(path)) await addSize(join(path, name), size)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') size.unreadable = (size.unreadable ?? 0) + 1
  }
}

/**
 * What the schedules say, without what they are of; `null` for a connection without one, or whose file cannot be read, and in
 * place of all where their folder cannot be read.
 */
async function schedulesOf(data: string): Promise<(object | null)[] | null> {
  const folder = join(data, 'connections')
  const names = await readdir(folder).catch((error: unknown) => (errorCode(error) === 'ENOENT' ? [] : null))
  if (names === null) return null
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        // A file that may not be read counts as one that cannot be.
        const text = await readText(join(folder, name)).catch(() => undefined)
        const read = v.safeParse(v.pipe(v.string(), v.parseJson(), ConnectionFile), text)
        const schedule = read.success ? read.output.schedule : undefined
        if (schedule === undefined) return null
        const { zone: _zone, blackout, ...rest } = schedule
        return { ...rest, blackout: blackout.length }
      })
  )
}
