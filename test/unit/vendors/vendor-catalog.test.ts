import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { VendorEntry } from '#shared/connections/vendor-entry.ts'
import { openVendorCatalog } from '../../../src-main/services/connections/vendor-catalog.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('changes of vendors that cannot be read stand aside when another one is made', async () => {
  const folder = join(temporaryFolder(), 'connections')
  mkdirSync(folder)
  const path = join(folder, 'vendors.json')
  const catalog = async () => openVendorCatalog(folder, memoryLog())
  const [{ id }] = (await catalog()).list() as [VendorEntry]
  await (await catalog()).change(id, { kickOff: 'post' })
  const damaged = readFileSync(path, 'utf8').slice(0, -9)
  writeFileSync(path, damaged)
  await (await catalog()).change(id, { kickOff: 'get-commas' })
  const aside = readdirSync(folder).filter((each) => each.startsWith('vendors.json.damaged-'))
  expect(aside.map((each) => readFileSync(join(folder, each), 'utf8'))).toEqual([damaged])
  expect(readFileSync(path, 'utf8')).not.toBe(damaged)
})
