import type { SetAsideLog } from '#shared/set-aside-log.ts'
import { listFolder } from './audit-files.ts'
import { isKeyed, type AnyAuditRecord } from './record-chain.ts'

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
 * What the first record of a new log says about the damaged ones beside it.
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

/** Gathers from the records of a log what it says about those that were set aside. */
export class SetAsideRecords {
  readonly #files = new Map<string, number>()
  readonly #acknowledged: { readonly log: string; readonly byKey: boolean }[] = []

  add(record: AnyAuditRecord): void {
    const { action, outcome, facts } = record
    if (action === 'audit.set-aside') {
      this.#expect(facts['log'], facts['files'])
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
      return { log, files, state: !isComplete ? 'missing' : known.includes(log) ? 'acknowledged' : 'open' }
    })
  }
}
