import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownOptOuts, optOutFile } from '../../../src-main/services/consent/opt-out-file.ts'
import { testKeyring } from '../../support/audit.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

function list() {
  const data = temporaryFolder()
  const keyring = testKeyring()
  const path = join(data, 'opt-outs.sealed')
  return { keyring, path, file: optOutFile(data, keyring, { now: () => 7 }) }
}

describe('the list of people who opted out', () => {
  it('takes one person a line, as a list or the first field of a table, and no one twice', async () => {
    const { file, path } = list()
    expect(await file.read()).toEqual({ state: 'none', people: [] })
    expect(await file.import('p-1\r\nPatient/p-2\n\n"MRN 3";Eve\np-1,Adam\n')).toBe(3)
    expect(await file.read()).toEqual({ state: 'open', people: ['p-1', 'p-2', 'MRN 3'], importedAt: 7 })
    expect(readFileSync(path).includes('p-1')).toBe(false)
    expect(await file.import(' \n')).toBe(0)
    expect(existsSync(path)).toBe(false)
  })

  it('stops everything while it cannot be read', async () => {
    const { file, path, keyring } = list()
    await file.import('p-1')
    keyring.is = 'locked'
    await expect(file.import('p-2')).rejects.toMatchObject({ reason: 'locked' })
    const locked = await file.read()
    expect(() => knownOptOuts(locked)).toThrow('Unlock with the passphrase first')
    keyring.is = 'open'
    const sealed = readFileSync(path)
    for (const at of [0, 40, 70, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 4
      writeFileSync(path, changed)
      const damaged = await file.read()
      expect(damaged).toEqual({ state: 'damaged', people: [] })
      expect(() => knownOptOuts(damaged)).toThrow('was changed outside Populus')
    }
  })
})
