import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PublishedCount, RegisterEnd } from '#shared/governance/published-count.ts'
import type { SecretsPort } from '../../src-main/ports/host.ts'
import { localSolver, type CountSolver } from '../../src-main/services/published/count-solver.ts'
import {
  createPublishedRegister,
  type PublishedRegister
} from '../../src-main/services/published/published-register.ts'
import { registerFile } from '../../src-main/services/published/register-file.ts'
import { createKeyring, type Keyring } from '../../src-main/storage/keys/keyring.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { memoryLog } from './memory-log.ts'
import { quickKeyring } from './quick-keyring.ts'

/** A keychain that obscures; a passphrase would cost a good part of a second in every test. */
const plainSecrets: SecretsPort = {
  isSafe: async () => true,
  backend: () => 'test',
  seal: async (secret) => Buffer.from(secret).reverse(),
  open: async (sealed) => ({ secret: Buffer.from(sealed).reverse().toString(), stale: false })
}

/** A register in a folder of a test, as the services open it. @param by what protects the key */
export function testRegister(
  folder: string,
  files: StoreFiles = diskFiles,
  by: 'keychain' | 'passphrase' = 'keychain',
  limit = 10,
  recorded: () => Promise<RegisterEnd | undefined> = async () => undefined,
  solver: CountSolver = localSolver()
): { readonly register: PublishedRegister; readonly keyring: Keyring } {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'keyring.json')
  const keyring = by === 'keychain' ? createKeyring(path, plainSecrets) : quickKeyring(path)
  const clock = { now: () => Date.UTC(2026, 10, 25, 9) }
  const file = registerFile({ folder: join(folder, 'published'), keyring, files, clock, recorded })
  const register = createPublishedRegister({
    file,
    keyring,
    solver,
    limit: () => limit,
    clock,
    log: memoryLog(),
    author: 'analyst'
  })
  return { register, keyring }
}

/** People with the values of some dimensions. */
export function peopleCount(count: number, where: Readonly<Record<string, string>>, data = 'monday'): PublishedCount {
  return {
    of: 'people',
    where: Object.entries(where).map(([dimension, value]) => ({ dimension, values: [value] })),
    asOf: 20_000,
    current: true,
    data,
    count,
    label: ['People', ...Object.values(where)].join(', ')
  }
}

/** Something that leaves with counts about the same people. */
export function releaseOf(title: string, ...counts: readonly PublishedCount[]) {
  return { what: 'figures', format: 'csv', title, people: [1, 2, 3], counts: [...counts] }
}
