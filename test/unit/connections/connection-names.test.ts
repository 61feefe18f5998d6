import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { openConnectionFiles } from '../../../src-main/services/connections/connection-file.ts'
import { createConnectionService } from '../../../src-main/services/connections/connection-service.ts'
import { openVendorCatalog } from '../../../src-main/services/connections/vendor-catalog.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('no two connections have one name, by which their saved data and worklists are told apart', async () => {
  const folder = join(temporaryFolder(), 'connections')
  const log = memoryLog()
  const files = await openConnectionFiles(folder, diskFiles, log)
  const service = await createConnectionService({
    files,
    keyring: quickKeyring(join(folder, 'keyring.json')),
    vendors: await openVendorCatalog(folder, log),
    clock: systemClock,
    random: systemRandom,
    log
  })
  const settings = { ...settingsFor('https://one.example/fhir'), name: 'County clinic' }
  const named = async (name: string): Promise<string> => (await service.create({ ...settings, name })).settings.name
  expect([await named('County clinic'), await named('county clinic'), await named('County clinic')]).toEqual([
    'County clinic',
    'county clinic 2',
    'County clinic 3'
  ])
  const { id } = await service.create({ ...settings, name: 'Hospital' })
  const renamed = async (name: string): Promise<string> =>
    (await service.change(id, { ...settings, name })).settings.name
  expect([await renamed('Hospital'), await renamed('County clinic 3'), await renamed('x'.repeat(200))]).toEqual([
    'Hospital',
    'County clinic 3 2',
    'x'.repeat(200)
  ])
  expect((await named('x'.repeat(200))).length).toBeLessThanOrEqual(200)
})
