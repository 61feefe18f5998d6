import { join } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import { asUnreadable } from '../../storage/files/misplaced.ts'
import { damageOf, type Damage } from '#shared/audit-problem.ts'
import type { SetAsideLog } from '#shared/set-aside-log.ts'
import { listFolder } from './audit-files.ts'
import { readLines, type FileLine } from './read-lines.ts'
import { hasCode, isKeyed, readAuditRecord, type AnyAuditRecord } from './record-chain.ts'
import { emptyChain } from './chain-end.ts'

/** Damaged logs that were set aside in the folder of an audit log, with the number of their files, oldest first. */
export async function findSetAside(folder: string): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const file of await listFolder(folder)) {
    const log = /\.damaged-([A-Za-z0-9-]{1,40})$/.exec(file)?.[1]
    if (log !== undefined) found.set(log, (found.get(log) ?? 0) + 1)
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * What the first record of a new log says about the damaged ones next to it.
 * @param log the one that was just set aside; it may have had no files
 */
export function setAsideFacts(
  found: ReadonlyMap<string, number>,
  log: string
): Readonly<Record<string, string | number>> {
  const files = found.get(log)
  const earlier = [...found].filter(([each]) => each !== log).map(([each, count]) => `${each}/${count}`)
  return {
    ...(files === undefined ? {} : { log, files }),
    ...(earlier.length === 0 ? {} : { earlier: earlier.join(' ') })
  }
}

/**
 * Whether a log without codes is the one that Populus itself began when it set a keyed log aside while the key was locked: its
 * first record says so, every file of the other log that it names is there, and that one has a record with a code of the key.
 * Where it has none it may have been set aside while locked itself, and then begins in the same way.
 *
 * Whoever wipes a keyed log and writes such a beginning has to leave a keyed log, which then is to be acknowledged, as if it
 * had been damaged and left for Populus to set aside.
 * @param segments absolute paths, oldest first
 * @throws AppError `unreadable-file` for a file that is there and cannot be read: no log is set aside for that
 */
export async function isBegunWhileLocked(
  folder: string,
  segments: readonly string[],
  key: Uint8Array
): Promise<boolean> {
  const found = await findSetAside(folder)
  const names = await listFolder(folder)
  const seen = new Set<string>()
  let paths = segments
  for (;;) {
    const { log, files } = (await firstRecord(paths)) ?? {}
    if (log === undefined || files === undefined || seen.has(log) || (found.get(log) ?? 0) < files) return false
    seen.add(log)
    paths = names
      .filter((name) => name.startsWith('audit') && name.endsWith(`.jsonl.damaged-${log}`))
      // The open segment, without a number, comes last.
      .sort()
      .map((name) => join(folder, name))
    for (const path of paths) if (await hasKeyedRecord(path, key)) return true
  }
}

/** What the first record of a log says of the one that was set aside before it. */
async function firstRecord(segments: readonly string[]): Promise<{ log: string; files: number } | undefined> {
  for (const path of segments.slice(0, 1))
    for await (const { text } of linesOf(path)) {
      const record = readAuditRecord(text)
      if (record === undefined || !('v' in record) || record.code !== undefined) return undefined
      if (record.seq !== 1 || record.prev !== emptyChain.code || record.action !== 'audit.set-aside') return undefined
      const { log, files } = record.facts
      return typeof log === 'string' && typeof files === 'number' && files > 0 ? { log, files } : undefined
    }
  return undefined
}

/** The lines of a file; none where it went away meanwhile. @throws AppError for one that cannot be read */
async function* linesOf(path: string): AsyncGenerator<FileLine> {
  try {
    yield* readLines(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw asUnreadable(error, path)
  }
}

async function hasKeyedRecord(path: string, key: Uint8Array): Promise<boolean> {
  for await (const { text } of linesOf(path)) {
    const record = readAuditRecord(text)
    if (record !== undefined && isKeyed(record) && record.keyedBy === 'key' && hasCode(record, key)) return true
  }
  return false
}

/** Gathers from the records of a log what it says about those that were set aside. */
export class SetAsideRecords {
  readonly #files = new Map<string, number>()
  readonly #damage = new Map<string, Damage>()
  readonly #acknowledged: { readonly log: string; readonly byKey: boolean }[] = []

  add(record: AnyAuditRecord): void {
    const { action, outcome, facts } = record
    if (action === 'audit.set-aside') {
      this.#expect(facts['log'], facts['files'])
      const damage = damageOf(facts)
      if (damage !== undefined) this.#damage.set(String(facts['log']), damage)
      for (const each of String(facts['earlier'] ?? '').split(' ')) {
        const [log, files] = each.split('/')
        this.#expect(log, Number(files))
      }
    } else if (action === 'audit.acknowledged' && outcome === 'success') {
      this.#expect(facts['log'], facts['files'])
      this.#acknowledged.push({ log: String(facts['log']), byKey: isKeyed(record) && record.keyedBy === 'key' })
    }
  }

  #expect(log: unknown, files: unknown): void {
    if (typeof log !== 'string' || typeof files !== 'number' || !(files > 0)) return
    this.#files.set(log, Math.max(files, this.#files.get(log) ?? 0))
  }

  /**
   * Every log that is there or has to be.
   * @param wasKeyed an acknowledgement then counts with a code of the audit key only
   */
  compare(found: ReadonlyMap<string, number>, wasKeyed: boolean): SetAsideLog[] {
    const known = this.#acknowledged.filter(({ byKey }) => byKey || !wasKeyed).map(({ log }) => log)
    return [...new Set([...found.keys(), ...this.#files.keys()])].sort().map((log) => {
      const files = found.get(log) ?? 0
      const isComplete = files >= (this.#files.get(log) ?? 0)
      const state = !isComplete ? 'missing' : known.includes(log) ? 'acknowledged' : 'open'
      return { log, files, state, ...this.#damage.get(log) }
    })
  }
}
