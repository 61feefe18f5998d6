import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { optOutFile } from '../../../src-main/services/consent/opt-out-file.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const passphrase = 'four unlikely words together'
const identifier = [{ system: 'http://hl7.org/fhir/sid/us-mbi', value: '1EG4TE5MK73' }]
const ann = {
  resourceType: 'Patient',
  identifier,
  name: [{ family: 'Stone', given: ['Ann'] }],
  birthDate: '1950-02-03'
}

it('populus match has nobody who opted out', async () => {
  const data = temporaryFolder()
  mkdirSync(join(data, 'snapshots'))
  const keyring = quickKeyring(join(data, 'snapshots', 'keyring.json'))
  await keyring.create(passphrase)
  const source = (id: string): string => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Patient.ndjson'), `${JSON.stringify({ ...ann, id })}\n`)
    return folder
  }
  const words = ['match', `hospital=${source('1')}`, `clinic=${source('7')}`, '--json']
  const match = async (): Promise<object> =>
    JSON.parse((await runPopulus(words, { POPULUS_PASSPHRASE: passphrase, POPULUS_DATA: data })).out) as object
  expect(await match()).toMatchObject({ records: 2, people: 1, matched: { rule: 1 } })
  await optOutFile(data, keyring, { now: () => 0 }).import('7')
  expect(await match()).toMatchObject({ records: 0, people: 0, matched: { rule: 0 } })
})
