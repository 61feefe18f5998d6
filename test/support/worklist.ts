import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { WorklistEntry } from '#shared/contract/worklist.ts'
import type { SecretsPort } from '../../src-main/ports/host.ts'
import { systemRandom } from '../../src-main/ports/system.ts'
import type { Worklist } from '../../src-main/services/worklist/worklist.ts'
import { createInstanceLock } from '../../src-main/storage/files/instance-lock.ts'
import { createKeyring, type Keyring } from '../../src-main/storage/keys/keyring.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { createWorklistService } from '../../src-main/services/worklist/worklist-service.ts'
import { memoryLog, type MemoryLog } from './memory-log.ts'
import { quickKeyring } from './quick-keyring.ts'

/** A keychain that obscures; a passphrase would cost a good part of a second in every test. */
const plainSecrets: SecretsPort = {
  isSafe: async () => true,
  backend: () => 'test',
  seal: async (secret) => Buffer.from(secret).reverse(),
  open: async (sealed) => ({ secret: Buffer.from(sealed).reverse().toString(), stale: false })
}

/** A worklist in a folder of a test. */
export interface TestWorklist {
  readonly worklist: Worklist
  readonly keyring: Keyring
  readonly log: MemoryLog
  /** As when the process ends: another one may take it. */
  readonly release: () => Promise<void>
}

/** Opens a worklist as the services do. @param by what protects the key */
export function testWorklist(
  folder: string,
  files: StoreFiles = diskFiles,
  by: 'keychain' | 'passphrase' = 'keychain'
): TestWorklist {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'keyring.json')
  const keyring = by === 'keychain' ? createKeyring(path, plainSecrets) : quickKeyring(path)
  const worklistFolder = join(folder, 'worklist')
  const lock = createInstanceLock(join(worklistFolder, 'instance.lock'))
  const log = memoryLog()
  const clock = { now: () => Date.UTC(2026, 10, 25, 9) }
  const worklist = createWorklistService({
    folder: worklistFolder,
    keyring,
    files,
    lock,
    clock,
    random: systemRandom,
    log,
    author: 'quality nurse'
  })
  return { worklist, keyring, log, release: () => lock.release() }
}

/** A note about a person's gap. */
export function noteOn(patient: string, text: string): Extract<WorklistEntry, { kind: 'note' }> {
  return {
    kind: 'note',
    patient,
    measure: 'http://example.org/Measure/eye-exam',
    group: 'g1',
    period: { start: '2026-01-01', end: '2026-12-31' },
    text
  }
}

/** Texts of all notes of a population, in order. */
export async function notesOf(worklist: Worklist, population: string): Promise<string[]> {
  const texts: string[] = []
  for (;;) {
    const { events, total } = await worklist.read(population, texts.length)
    texts.push(...events.map((event) => (event.kind === 'note' ? event.text : event.kind)))
    if (texts.length >= total) return texts
  }
}
