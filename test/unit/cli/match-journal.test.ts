import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runPopulus } from '../../support/populus-command.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const passphrase = 'four unlikely words together'

it('populus match --journal names people for a reason only, on record before', async () => {
  const data = temporaryFolder()
  mkdirSync(join(data, 'snapshots'))
  const keyring = quickKeyring(join(data, 'snapshots', 'keyring.json'))
  await keyring.create(passphrase)
  keyring.lock()
  const match = (...words: string[]) =>
    runPopulus(['match', ...words, '--data', data], { POPULUS_PASSPHRASE: passphrase, POPULUS_DATA: data })
  expect((await match('--same', 'eve@hospital', 'adam@clinic')).code).toBe(0)
  const log = (): string => readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')

  const masked = await match('--journal')
  expect([masked.code, masked.out]).toEqual([0, expect.stringMatching(/: same •••• ••••\n$/)])
  expect(masked.err).toContain('Ids are written as dots')
  const asJson = JSON.parse((await match('--journal', '--json')).out) as object
  expect(asJson).toMatchObject({ entries: [{ kind: 'same', left: '••••', right: '••••' }] })
  expect((await match('--journal', '--identifying')).code).toBe(2)
  expect(log()).not.toContain('identity.revealed')

  const named = await match('--journal', '--identifying', '--reason', 'Review')
  expect([named.code, named.out]).toEqual([0, expect.stringContaining('same eve@hospital adam@clinic\n')])
  expect(named.err).not.toContain('dots')
  expect(log()).toMatch(/"identity\.revealed".*"reason":"Review","people":2/)
})
