import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { auditFiles } from '../../src-main/services/audit/audit-files.ts'
import { createAuditKey } from '../../src-main/services/audit/audit-key.ts'
import { openAuditLog } from '../../src-main/services/audit/audit-log.ts'
import { verifyAuditLog } from '../../src-main/services/audit/verify.ts'
import type { AuditPort } from '../../src-main/ports/host.ts'
import type { AuditVerdict } from '../../src-renderer/shared/audit-verdict.ts'
import type { Keyring } from '../../src-main/storage/keys/keyring.ts'
import { createMemoryKeyring } from '../../src-main/storage/keys/memory-keyring.ts'
import { memoryLog, type MemoryLog } from './memory-log.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A keyring without a passphrase whose state the test sets. */
export interface TestKeyring extends Keyring {
  is: 'absent' | 'locked' | 'open'
}

export function testKeyring(): TestKeyring {
  const memory = createMemoryKeyring()
  const keyring: TestKeyring = {
    ...memory,
    is: 'open',
    state: async () => ({ state: keyring.is, by: 'passphrase' })
  }
  return keyring
}

/** An audit log in a folder of its own. */
export interface TestAudit {
  readonly folder: string
  /** The open segment. */
  readonly file: string
  readonly keyring: TestKeyring
  readonly log: MemoryLog
  open(segmentBytes?: number): Promise<AuditPort>
  /** With the key, as far as the keyring is open. */
  verify(): Promise<AuditVerdict>
  /** What `populus audit --verify` can know without a passphrase. */
  verifyWithoutKey(): Promise<AuditVerdict>
  lines(): string[]
  put(lines: readonly string[]): void
}

const testWriter = { actor: 'quality nurse', version: '1.2.3', host: 'loopback' }

export function testAudit(keyring = testKeyring()): TestAudit {
  const folder = join(temporaryFolder(), 'audit')
  const files = auditFiles(folder)
  const log = memoryLog()
  const clock = { now: () => Date.UTC(2026, 10, 25, 12) }
  return {
    folder,
    file: files.records,
    keyring,
    log,
    open: (segmentBytes) =>
      openAuditLog({
        folder,
        writer: testWriter,
        clock,
        log,
        key: createAuditKey(files, keyring),
        ...(segmentBytes === undefined ? {} : { segmentBytes })
      }),
    verify: async () => verifyAuditLog(folder, { key: await createAuditKey(files, keyring).read() }),
    verifyWithoutKey: () => verifyAuditLog(folder, { key: { state: keyring.is === 'absent' ? 'absent' : 'locked' } }),
    lines: () => readFileSync(files.records, 'utf8').split('\n').slice(0, -1),
    put: (lines) => writeFileSync(files.records, lines.map((line) => `${line}\n`).join(''))
  }
}

/** Every file of a log with its anchor, to be put back later. */
export function copyOf({ folder }: Pick<TestAudit, 'folder'>): ReadonlyMap<string, Buffer> {
  const { anchor } = auditFiles(folder)
  const paths = [...readdirSync(folder).map((name) => join(folder, name)), ...(existsSync(anchor) ? [anchor] : [])]
  return new Map(paths.map((path) => [path, readFileSync(path)]))
}
