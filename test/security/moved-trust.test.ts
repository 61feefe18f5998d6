import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { openCommandAudit } from '../../src-main/cli/data/command-audit.ts'
import { createContentService } from '../../src-main/services/content/content-service.ts'
import { withSignedPacks } from '../../src-main/services/content/signed-packs.ts'
import { digestOfFile, makePublisherKey } from '../../src-main/services/publishers/file-signature.ts'
import { createTrustedPublishers } from '../../src-main/services/publishers/trusted-publishers.ts'
import { recordedFeed } from '../../src-main/services/updates/recorded-feed.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { restoreBackup } from '../../src-main/storage/backup/restore-backup.ts'
import { writeBackup } from '../../src-main/storage/backup/write-backup.ts'
import { makePrivateFolder } from '../../src-main/storage/files/private-folder.ts'
import { createKeyring, type Keyring } from '../../src-main/storage/keys/keyring.ts'
import { portableKeyring } from '../../src-main/storage/keys/portable-keyring.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { openContentStore } from '../../src-main/storage/snapshots/content-store.ts'
import { streamOf } from '../support/byte-stream.ts'
import { memoryLog } from '../support/memory-log.ts'
import { managedBy } from '../support/policies.ts'
import { quickWork } from '../support/quick-keyring.ts'
import { plainSecrets } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Whose signatures count, which packs they signed and which feed was seen last move with a backup to another computer.

const passphrase = 'four unlikely words'
const issuedAt = Date.UTC(2026, 10, 27)
const publisher = { name: 'Quality Network', key: makePublisherKey().key }
const policies = managedBy({ RequireSignedPacks: true })

const keyringOf = (data: string, secrets?: typeof plainSecrets): Keyring =>
  createKeyring(join(data, 'snapshots', 'keyring.json'), secrets, quickWork)

async function contentOf(data: string, keyring: Keyring) {
  const store = await openContentStore({
    folder: join(data, 'content'),
    files: diskFiles,
    clock: systemClock,
    log: memoryLog()
  })
  const installed = createContentService({
    store,
    random: systemRandom,
    author: 'tester',
    readBuiltIn: () => Promise.reject(new Error('not asked for'))
  })
  const publishers = createTrustedPublishers(data, keyring, policies)
  return withSignedPacks(installed, () => publishers.rules(), join(data, 'audit'))
}

/** As the gate of the window does it: what is done is recorded with its facts. */
async function filled(data: string, keyring: Keyring): Promise<void> {
  const audit = await openCommandAudit(data, keyring)
  const facts = await createTrustedPublishers(data, keyring, policies).add(publisher)
  await audit.record({ action: 'publishers.changed', outcome: 'success', facts: { ...facts } })
  const document: ContentDocument = { format: 'populus-content-1', title: 'Quality 2027', resources: [], cases: [] }
  const text = Buffer.from(JSON.stringify(document))
  const { sha256: hash } = digestOfFile(text)
  const content = await contentOf(data, keyring)
  const draft = content.announce(packFacts(document, { hash, textBytes: text.length, source: 'import' }))
  await content.take(draft, streamOf([gzipSync(text)]))
  await content.commit(draft)
  await audit.record({ action: 'content.installed', outcome: 'success', facts: { hash, key: publisher.key } })
  const newer = { newer: false, issuedAt: new Date(issuedAt).toISOString() }
  await audit.record({ action: 'update.checked', outcome: 'success', facts: newer })
}

async function backupOf(data: string, secrets?: typeof plainSecrets): Promise<Buffer> {
  const path = join(data, 'snapshots', 'keyring.json')
  const keyring = await portableKeyring({ path, secrets, passphrase, work: quickWork })
  const parts: Uint8Array[] = []
  for await (const part of writeBackup({ data, keyring, passphrase, snapshots: true, work: quickWork }))
    parts.push(part)
  return Buffer.concat(parts)
}

it.each([
  ['a passphrase', undefined],
  ['a keychain', plainSecrets]
])('as they were, of data under %s', async (_, secrets) => {
  const [from, to] = [temporaryFolder(), temporaryFolder()]
  await makePrivateFolder(join(from, 'snapshots'))
  const keyring = keyringOf(from, secrets)
  await (secrets === undefined ? keyring.create(passphrase) : keyring.create())
  await filled(from, keyring)
  const backup = await backupOf(from, secrets)
  await restoreBackup(
    to,
    {
      size: backup.length,
      read: async (offset, length) => backup.subarray(offset, offset + length),
      close: async () => undefined
    },
    passphrase,
    issuedAt
  )

  const moved = keyringOf(to)
  const publishers = createTrustedPublishers(to, moved, policies)
  // Before the key is open nobody is trusted, and no pack is used.
  expect(await publishers.list()).toMatchObject({ state: 'locked', publishers: [] })
  expect(await (await contentOf(to, moved)).imported()).toMatchObject([{ unusable: 'unsigned' }])
  await moved.unlock(passphrase)
  expect(await publishers.list()).toMatchObject({ state: 'open', publishers: [publisher] })
  expect(await (await contentOf(to, moved)).imported()).toMatchObject([{ signers: [{ publisher: 'Quality Network' }] }])
  expect(await recordedFeed(join(to, 'audit'))).toBe(issuedAt)
  // The log vouches on the new computer as well: a list that is removed or changed there is noticed.
  rmSync(join(to, 'publishers.sealed'))
  expect((await createTrustedPublishers(to, moved, policies).list()).state).toBe('damaged')
  writeFileSync(join(to, 'publishers.sealed'), 'changed')
  expect(await (await contentOf(to, moved)).imported()).toMatchObject([{ unusable: 'unsigned' }])
})
