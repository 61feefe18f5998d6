import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { auditFiles } from '../../src-main/services/audit/audit-files.ts'
import type { AuditProblem } from '../../src-renderer/shared/audit-problem.ts'
import { copyOf, testAudit, type TestAudit } from '../support/audit.ts'

// What somebody can do who may write the files but has no key and no passphrase.

type Json = Record<string, unknown>

/** Nine records, one of which says that 5,000 rows with names left. */
export async function nineRecords(): Promise<TestAudit> {
  const audit = testAudit()
  const port = await audit.open()
  for (let index = 0; index < 7; index += 1)
    await port.record({ action: 'data.opened', outcome: 'success', facts: { files: index } })
  await port.record({ action: 'data.exported', outcome: 'success', facts: { rows: 5000, names: true } })
  return audit
}

/** The hash of a record by its documented form. */
export function hashOf(record: Json): string {
  const facts = Object.entries(record['facts'] as Json).sort()
  const names = ['prev', 'seq', 'time', 'actor', 'role', 'version', 'host', 'action', 'outcome'] as const
  const text = JSON.stringify([
    'populus-audit-2',
    ...names.map((name) => record[name] ?? ''),
    record['intent'] ?? 0,
    facts,
    record['keyedBy'] ?? ''
  ])
  return createHash('sha256').update(text).digest('hex')
}

/** The log with changed records, hashed again from there on, without codes, and a head and an anchor that fit. */
export function rehash(audit: TestAudit, change: (records: Json[]) => Json[]): void {
  const before = audit.lines()
  const changed = change(before.map((line) => JSON.parse(line) as Json))
  let prev = '0'.repeat(64)
  const lines = changed.map((record, index) => {
    const text = JSON.stringify(record)
    if (text === before[index]) {
      prev = record['code'] as string
      return text
    }
    const { hash: _hash, code: _code, keyedBy: _keyedBy, ...open } = record
    const made = { ...open, seq: index + 1, prev }
    prev = hashOf(made)
    return JSON.stringify({ ...made, hash: prev })
  })
  audit.put(lines)
  stateEnd(audit, lines.length, prev)
}

/** Head and anchor that state another end of the log. */
export function stateEnd(audit: TestAudit, seq: number, code: string): void {
  const { head, anchor } = auditFiles(audit.folder)
  for (const path of [head, anchor]) {
    const { last: _last, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as Json
    writeFileSync(path, JSON.stringify({ ...rest, seq, code }))
  }
}

/** Puts files of a copy in their places. */
export function putBack(copy: ReadonlyMap<string, Buffer>, which: (path: string) => boolean): void {
  for (const [path, bytes] of copy) if (which(path)) writeFileSync(path, bytes)
}

const cutLast = (audit: TestAudit): void => {
  const lines = audit.lines().slice(0, -1)
  audit.put(lines)
  stateEnd(audit, lines.length, (JSON.parse(lines.at(-1)!) as { code: string }).code)
}

interface Forgery {
  readonly what: string
  readonly forge: (audit: TestAudit) => void | Promise<void>
  readonly found: AuditProblem
  /** What is found without the passphrase; undefined where nothing can be. */
  readonly foundWithoutKey: AuditProblem | undefined
  readonly firstBadRecord?: number
}

/** Ways to forge a log, and what finds each of them. */
export const forgeries: readonly Forgery[] = [
  {
    what: 'a removed export record, the rest hashed anew and without codes',
    forge: (audit) => rehash(audit, (records) => records.filter(({ action }) => action !== 'data.exported')),
    // The eight records before are as they were: what is missing is the ninth.
    found: 'head-changed',
    foundWithoutKey: undefined
  },
  {
    what: 'a removed record in the middle, the rest hashed anew and without codes',
    forge: (audit) => rehash(audit, (records) => records.toSpliced(3, 1)),
    found: 'code-missing',
    foundWithoutKey: 'code-missing',
    firstBadRecord: 4
  },
  {
    what: 'other counts in the last record, without a code',
    forge: (audit) =>
      rehash(audit, (records) => records.with(-1, { ...records.at(-1), facts: { rows: 1, names: false } })),
    found: 'code-missing',
    foundWithoutKey: 'code-missing',
    firstBadRecord: 9
  },
  {
    what: 'every code dropped and the log said to be unkeyed',
    forge(audit) {
      rehash(audit, (records) => records.map((record) => ({ ...record, actor: 'somebody else' })))
      const { head, anchor } = auditFiles(audit.folder)
      for (const path of [head, anchor]) {
        const {
          seal: _seal,
          sealedBy: _by,
          running: _running,
          ...rest
        } = JSON.parse(readFileSync(path, 'utf8')) as Json
        writeFileSync(path, JSON.stringify({ ...rest, keyedFrom: 0 }))
      }
    },
    found: 'code-missing',
    foundWithoutKey: undefined
  },
  {
    what: 'a made-up code',
    forge: (audit) =>
      audit.put(
        audit.lines().map((line, index) => (index === 8 ? line.replace(/"code":"....../, '"code":"000000') : line))
      ),
    found: 'code-wrong',
    foundWithoutKey: 'head-changed',
    firstBadRecord: 9
  },
  {
    what: 'the last record cut, head and anchor rewritten',
    forge: cutLast,
    found: 'head-changed',
    foundWithoutKey: undefined
  },
  {
    what: 'the log deleted',
    forge: (audit) => rmSync(audit.file),
    found: 'deleted',
    foundWithoutKey: 'deleted'
  },
  {
    what: 'log and head deleted',
    forge(audit) {
      rmSync(audit.file)
      rmSync(auditFiles(audit.folder).head)
    },
    found: 'deleted',
    foundWithoutKey: 'deleted'
  },
  {
    what: 'log, head and anchor deleted',
    forge(audit) {
      const { head, anchor } = auditFiles(audit.folder)
      for (const path of [audit.file, head, anchor]) rmSync(path)
    },
    found: 'deleted',
    foundWithoutKey: 'deleted'
  },
  {
    what: 'the whole folder deleted',
    forge: (audit) => rmSync(audit.folder, { recursive: true }),
    found: 'deleted',
    foundWithoutKey: 'deleted'
  },
  {
    what: 'the anchor deleted',
    forge: (audit) => rmSync(auditFiles(audit.folder).anchor),
    found: 'anchor-missing',
    foundWithoutKey: 'anchor-missing'
  },
  {
    what: 'the key overwritten with zeros and the log rewritten',
    forge(audit) {
      rehash(audit, (records) => records.with(-1, { ...records.at(-1), facts: { rows: 1, names: false } }))
      writeFileSync(auditFiles(audit.folder).key, Buffer.alloc(60))
    },
    found: 'code-missing',
    foundWithoutKey: 'code-missing',
    firstBadRecord: 9
  },
  {
    what: 'the key overwritten with zeros',
    forge: (audit) => writeFileSync(auditFiles(audit.folder).key, Buffer.alloc(60)),
    found: 'key-damaged',
    foundWithoutKey: undefined
  },
  {
    what: 'the key cut',
    forge: (audit) => writeFileSync(auditFiles(audit.folder).key, Buffer.alloc(7)),
    found: 'key-damaged',
    foundWithoutKey: 'key-damaged'
  },
  {
    what: 'the key deleted',
    forge: (audit) => rmSync(auditFiles(audit.folder).key),
    found: 'key-missing',
    foundWithoutKey: 'key-missing'
  },
  {
    what: 'the key replaced by one of another keyring, with a log of its own',
    async forge(audit) {
      const other = await nineRecords()
      for (const [path, bytes] of copyOf(other)) {
        const isAnchor = path === auditFiles(other.folder).anchor
        writeFileSync(isAnchor ? auditFiles(audit.folder).anchor : join(audit.folder, basename(path)), bytes)
      }
    },
    found: 'key-damaged',
    foundWithoutKey: undefined
  }
]
