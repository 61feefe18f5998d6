import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SnapshotFacts } from '#shared/snapshot.ts'
import type { SecretsPort } from '../../src-main/ports/host.ts'
import { createInstanceLock } from '../../src-main/storage/files/instance-lock.ts'
import { createKeyring, type Keyring } from '../../src-main/storage/keys/keyring.ts'
import type { SealedFacts } from '../../src-main/storage/sealed/sealed-writer.ts'
import type { Inside } from '../../src-main/storage/snapshots/snapshot-layout.ts'
import type { SnapshotDraft } from '../../src-main/storage/snapshots/snapshot-draft.ts'
import type { RecordedDecisions } from '../../src-main/storage/snapshots/snapshot-state.ts'
import { openSnapshotStore, type SnapshotStore } from '../../src-main/storage/snapshots/snapshot-store.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { memoryLog, type MemoryLog } from './memory-log.ts'

/** A keychain that obscures; a passphrase would cost a good part of a second in every test. */
export const plainSecrets: SecretsPort = {
  isSafe: async () => true,
  backend: () => 'test',
  seal: async (secret) => Buffer.from(secret).reverse(),
  open: async (sealed) => ({ secret: Buffer.from(sealed).reverse().toString(), stale: false })
}

/** A store in a folder of a test, with its keyring open. */
export interface TestStore {
  readonly store: SnapshotStore
  readonly keyring: Keyring
  readonly log: MemoryLog
  /** As when the process ends: another one may take the store. */
  readonly release: () => Promise<void>
}

/** Opens a snapshot store as the services do. */
export async function testStore(
  folder: string,
  files: StoreFiles = diskFiles,
  recorded?: () => Promise<RecordedDecisions>
): Promise<TestStore> {
  mkdirSync(folder, { recursive: true })
  const keyring = createKeyring(join(folder, 'keyring.json'), plainSecrets)
  if ((await keyring.state()).state === 'absent') await keyring.create()
  const lock = createInstanceLock(join(folder, 'instance.lock'))
  const log = memoryLog()
  const clock = { now: () => Date.now() }
  const store = await openSnapshotStore({ folder, keyring, files, lock, clock, log, recorded })
  return { store, keyring, log, release: () => lock.release() }
}

/** Facts of a population nobody looks at. */
export function someFacts(label: string): SnapshotFacts {
  return { label, source: 'files', patients: 2, resources: 3, release: 'R4', textBytes: 10 }
}

/** Writes raw files and columns and shows the snapshot. @param refreshes the one that it was made from */
export async function keepTexts(
  draft: SnapshotDraft,
  label: string,
  texts: Readonly<Record<string, string>>,
  cache?: string,
  refreshes?: Inside['refreshes']
): Promise<string> {
  const raw: ({ readonly name: string } & SealedFacts)[] = []
  try {
    for (const [name, text] of Object.entries(texts))
      raw.push({ name, ...(await writeText(draft, { raw: raw.length }, text)) })
    if (cache !== undefined) await writeText(draft, 'cache', cache)
  } catch (error) {
    await draft.abandon()
    throw error
  }
  return (await draft.commit({ facts: someFacts(label), ...(refreshes && { refreshes }), skipped: [] }, raw)).id
}

async function writeText(
  draft: SnapshotDraft,
  part: { readonly raw: number } | 'cache',
  text: string
): Promise<SealedFacts> {
  const writer = await draft.write(part)
  await writer.write(Buffer.from(text))
  return writer.finish()
}

/** All of a stream as text. */
export async function textOf(stream: ReadableStream<Uint8Array> | undefined): Promise<string | undefined> {
  return stream === undefined ? undefined : new Response(stream).text()
}
