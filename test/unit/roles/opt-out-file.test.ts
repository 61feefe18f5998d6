import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { strictestRecordRules, type RecordRules } from '#shared/consent/record-rules.ts'
import { knownOptOuts, optOutFile } from '../../../src-main/services/consent/opt-out-file.ts'
import { createRecordRules, knownRecordRules } from '../../../src-main/services/consent/record-rule-service.ts'
import { sealText } from '../../../src-main/storage/keys/sealed-text.ts'
import { testAudit } from '../../support/audit.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'

async function installation() {
  const audit = testAudit()
  const port = await audit.open()
  const data = dirname(audit.folder)
  const { keyring } = audit
  const open = () => optOutFile(data, keyring, { now: () => 7 })
  /** As the gate does it. */
  const importList = async (text: string): Promise<number> => {
    const action = 'consent.opt-outs-imported'
    const intent = await port.record({ action, outcome: 'intent', facts: {} })
    const facts = await open().import(text)
    await port.record({ action, outcome: 'success', intent, facts })
    return facts.people
  }
  const setRules = async (rules: RecordRules): Promise<void> => {
    const action = 'consent.rules-set'
    const intent = await port.record({ action, outcome: 'intent', facts: {} })
    const facts = await createRecordRules(data, keyring, unmanaged).set(rules)
    await port.record({ action, outcome: 'success', intent, facts })
  }
  return { data, audit, port, keyring, path: join(data, 'opt-outs.sealed'), open, importList, setRules }
}

const damaged = { state: 'damaged', people: [] }

describe('the list of people who opted out', () => {
  it('takes one person per line, as a list or the first field of a table, and no one twice', async () => {
    const { open, path, importList, audit } = await installation()
    expect(await open().read()).toEqual({ state: 'none', people: [] })
    expect(await importList('p-1\r\nPatient/p-2\n\n"MRN 3";Eve\np-1,Adam\n')).toBe(3)
    expect(await open().read()).toEqual({ state: 'open', people: ['p-1', 'p-2', 'MRN 3'], importedAt: 7 })
    expect(readFileSync(path).includes('p-1')).toBe(false)
    expect(audit.lines().join('')).not.toContain('p-1')
    expect(await importList(' \n')).toBe(0)
    expect(existsSync(path)).toBe(false)
    expect(await open().read()).toEqual({ state: 'none', people: [] })
  })

  it('stops everything while it cannot be read', async () => {
    const { open, path, keyring, importList } = await installation()
    await importList('p-1')
    keyring.is = 'locked'
    await expect(open().import('p-2')).rejects.toMatchObject({ reason: 'locked' })
    const locked = await open().read()
    expect(() => knownOptOuts(locked)).toThrow('Unlock with the passphrase first')
    keyring.is = 'open'
    const sealed = readFileSync(path)
    for (const index of [0, 40, 70, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[index]! ^= 4
      writeFileSync(path, changed)
      const list = await open().read()
      expect(list).toEqual(damaged)
      expect(() => knownOptOuts(list)).toThrow('was changed, replaced or removed outside Populus')
    }
  })

  it('does not take an older copy for the list because an import failed, nor a removal for a change', async () => {
    const { open, path, importList, port } = await installation()
    const action = 'consent.opt-outs-imported'
    await importList('p-1')
    const older = readFileSync(path)
    await importList('p-1\np-2')
    const newer = readFileSync(path)
    const failed = await port.record({ action, outcome: 'intent', facts: {} })
    await port.record({ action, outcome: 'failure', intent: failed, facts: { code: 'not-allowed' } })
    writeFileSync(path, older)
    expect(await open().read()).toEqual(damaged)
    writeFileSync(path, newer)
    expect(await open().read()).toMatchObject({ state: 'open' })
    // The program ends between the removal and its record.
    await port.record({ action, outcome: 'intent', facts: { people: 0 } })
    await open().import('')
    expect(await open().read()).toEqual({ state: 'none', people: [] })
  })

  it('stops everything when it was deleted, or an older copy was put in its place', async () => {
    const { open, path, importList } = await installation()
    await importList('p-1')
    const older = readFileSync(path)
    await importList('p-1\np-2')
    const newer = readFileSync(path)
    rmSync(path)
    expect(await open().read()).toEqual(damaged)
    writeFileSync(path, older)
    expect(await open().read()).toEqual(damaged)
    writeFileSync(path, newer)
    expect(await open().read()).toMatchObject({ state: 'open' })
    await importList('')
    writeFileSync(path, newer)
    expect(await open().read()).toEqual(damaged)
    await importList('p-3')
    expect(await open().read()).toMatchObject({ people: ['p-3'] })
  })

  it('stops everything by an older copy also where it was read while a later one was being imported', async () => {
    const { open, path, port, importList } = await installation()
    await importList('p-1')
    const older = readFileSync(path)
    const list = open()
    const action = 'consent.opt-outs-imported'
    const intent = await port.record({ action, outcome: 'intent', facts: {} })
    const facts = await list.import('p-1\np-2')
    expect(await list.read()).toMatchObject({ state: 'open', people: ['p-1', 'p-2'] })
    await port.record({ action, outcome: 'success', intent, facts })
    writeFileSync(path, older)
    expect(await list.read()).toEqual(damaged)
  })

  it('takes a list of an earlier version, whose record has no digest, and notices when it is gone', async () => {
    const { open, path, port, keyring } = await installation()
    writeFileSync(path, sealText(JSON.stringify({ people: ['p-1'], importedAt: 3 }), 'opt-outs', keyring))
    await port.record({ action: 'consent.opt-outs-imported', outcome: 'success', facts: { people: 1 } })
    expect(await open().read()).toEqual({ state: 'open', people: ['p-1'], importedAt: 3 })
    rmSync(path)
    expect(await open().read()).toEqual(damaged)
  })

  it('is as it was after an import that failed', async () => {
    const { open, port, importList } = await installation()
    await importList('p-1')
    const action = 'consent.opt-outs-imported'
    const intent = await port.record({ action, outcome: 'intent', facts: {} })
    await port.record({ action, outcome: 'failure', intent, facts: {} })
    expect(await open().read()).toMatchObject({ state: 'open', people: ['p-1'] })
  })
})

describe('rules about restricted records', () => {
  const rules: RecordRules = { labels: [{ labels: ['R'], action: 'mask' }], consents: 'followed' }

  it('are those of the machine, and noticed when they are gone', async () => {
    const { data, keyring, setRules } = await installation()
    const open = () => createRecordRules(data, keyring, unmanaged)
    expect(knownRecordRules(await open().read())).toEqual({ labels: [], consents: 'ignored' })
    await setRules(rules)
    expect(await open().read()).toEqual({ state: 'open', by: 'machine', rules })
    rmSync(join(data, 'record-rules.sealed'))
    const gone = await open().read()
    expect(() => knownRecordRules(gone)).toThrow('no data are opened without them')
    await setRules({ labels: [], consents: 'ignored' })
    expect((await open().read()).state).toBe('none')
  })

  it('are those of the policy alone, the strictest where it is malformed', async () => {
    const { data, keyring } = await installation()
    const managed = createRecordRules(data, keyring, managedBy({ RecordRules: rules }))
    expect(await managed.read()).toEqual({ state: 'open', by: 'policy', rules })
    await expect(managed.set(rules)).rejects.toThrow('by policy')
    const malformed = createRecordRules(data, keyring, managedBy({ RecordRules: { labels: 'R' } }))
    expect(knownRecordRules(await malformed.read())).toEqual(strictestRecordRules)
  })
})
