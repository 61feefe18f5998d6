import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { packText, sealPack } from '#engine/sharing/pack/seal-pack.ts'
import { runCommandLine } from '../../src-main/cli/command-line.ts'
import { openCommandAudit } from '../../src-main/cli/data/command-audit.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { createTrustedPublishers } from '../../src-main/services/publishers/trusted-publishers.ts'
import { makePrivateFolder } from '../../src-main/storage/files/private-folder.ts'
import { createKeyring, type Keyring } from '../../src-main/storage/keys/keyring.ts'
import { managedBy } from '../support/policies.ts'
import { quickWork } from '../support/quick-keyring.ts'
import { plainSecrets } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Publishers who are trusted in Settings are trusted by commands as well, as far as these have the key of the list.

const words = 'four unlikely words together'
const publisher = makePublisherKey()
const required = managedBy({ RequireSignedPacks: true })

afterEach(() => void vi.unstubAllEnvs())

/** A data folder whose admin trusts the publisher, and a pack that the publisher signed. */
async function installation(by: 'passphrase' | 'keychain') {
  const [data, out] = [temporaryFolder(), temporaryFolder()]
  await makePrivateFolder(join(data, 'snapshots'))
  const path = join(data, 'snapshots', 'keyring.json')
  const keyring: Keyring = createKeyring(path, by === 'keychain' ? plainSecrets : undefined, quickWork)
  await (by === 'keychain' ? keyring.create() : keyring.create(words))
  const facts = await createTrustedPublishers(data, keyring, managedBy({})).add({
    name: 'Quality Network',
    key: publisher.key
  })
  const audit = await openCommandAudit(data, keyring)
  // As the gate of the window does it.
  await audit.record({ action: 'publishers.changed', outcome: 'success', facts: { ...facts } })
  keyring.lock()
  const file = join(out, 'october.pack.json')
  const bytes = Buffer.from(
    packText(
      await sealPack({
        format: 2,
        series: 'network',
        engine: '1.0.0',
        asOf: '2026-10-31',
        smallCells: 10,
        definitions: [],
        aggregates: [{ key: 'people', title: 'People', group: '', people: 400 }]
      })
    )
  )
  writeFileSync(file, bytes)
  writeFileSync(`${file}.sig`, signDigest(digestOfFile(bytes), readPublisherKey(publisher.text), 0))
  const secret = join(out, 'passphrase')
  writeFileSync(secret, `${words}\n`, { mode: 0o600 })
  async function run(args: readonly string[], policies = required) {
    let said = ''
    const code = await runCommandLine(args, {
      out: (text) => void (said += text),
      err: (text) => void (said += text),
      terminal: false,
      policies,
      resources: join(process.cwd(), 'resources'),
      data,
      ...(by === 'keychain' ? { secrets: plainSecrets } : {})
    })
    return [code, said] as const
  }
  return { data, file, run, secret }
}

it('by the passphrase of the data folder, from a file, the environment, or not at all', async () => {
  const { data, file, run, secret } = await installation('passphrase')
  const show = ['pack', 'show', '--pack', file, '--json']
  const trusted = [0, expect.stringContaining('"publisher":"Quality Network"')]
  const locked = await run(show)
  expect(locked).toEqual([
    2,
    expect.stringContaining('while the list of trusted publishers of this computer is locked')
  ])
  expect(locked[1]).toContain('--passphrase-file')
  expect(await run([...show, '--passphrase-file', secret])).toEqual(trusted)
  expect(await run(['pack', 'verify', file])).toEqual([1, expect.stringContaining('is locked')])
  expect(await run(['pack', 'verify', file, '--passphrase-file', secret])).toEqual([
    0,
    expect.stringContaining('Signed by Quality Network')
  ])
  vi.stubEnv('POPULUS_PASSPHRASE', words)
  expect(await run(show)).toEqual(trusted)
  // A policy decides alone where there is one.
  const others = managedBy({
    RequireSignedPacks: true,
    TrustedPublishers: [{ name: 'Other', key: makePublisherKey().key }]
  })
  expect(await run(show, others)).toEqual([2, expect.stringContaining('not among the trusted publishers')])
  vi.stubEnv('POPULUS_PASSPHRASE', 'another passphrase entirely')
  expect((await run(show))[0]).toBe(2)
  vi.stubEnv('POPULUS_PASSPHRASE', words)
  // Changed outside Populus: nobody on the list is trusted, and the sentence says why.
  writeFileSync(join(data, 'publishers.sealed'), 'changed')
  expect(await run(show)).toEqual([2, expect.stringContaining('is damaged')])
})

it('by the keychain, where the program may ask it', async () => {
  const { file, run } = await installation('keychain')
  expect(await run(['pack', 'show', '--pack', file, '--json'])).toEqual([
    0,
    expect.stringContaining('"publisher":"Quality Network"')
  ])
})
