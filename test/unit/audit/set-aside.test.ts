import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeVerdict } from '#shared/audit-verdict.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import { auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { openKeyedAuditLog, type DataAudit } from '../../../src-main/services/audit/keyed-audit-log.ts'
import { auditCommand } from '../../../src-main/cli/commands/audit.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import type { Keyring } from '../../../src-main/storage/keys/keyring.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { unmanaged } from '../../support/policies.ts'
import { runDirectly } from '../../support/populus-command.ts'

const passphrase = 'four unlikely words together'

/** A data folder whose audit log was damaged and set aside. */
interface Damaged {
  readonly data: string
  readonly folder: string
  readonly keyring: Keyring
  open(): Promise<DataAudit>
  /** Damages the log and lets the next start find that. */
  damage(): Promise<DataAudit>
  /** Names of the files of logs that were set aside. */
  aside(): string[]
}

async function damagedLog(): Promise<Damaged> {
  const data = temporaryFolder()
  const folder = join(data, 'audit')
  await mkdir(join(data, 'snapshots'))
  const keyring = quickKeyring(join(data, 'snapshots', 'keyring.json'))
  await keyring.create(passphrase)
  const open = (): Promise<DataAudit> =>
    openKeyedAuditLog({
      data,
      keyring,
      writer: { version: '1.2.3', host: 'loopback' },
      clock: systemClock,
      log: memoryLog()
    })
  const damaged: Damaged = {
    data,
    folder,
    keyring,
    open,
    async damage() {
      const audit = await open()
      await audit.record({ action: 'sample.opened', outcome: 'success', facts: { patients: 100 } })
      const { records } = auditFiles(folder)
      writeFileSync(records, readFileSync(records, 'utf8').replace('"patients":100', '"patients":1'))
      return open()
    },
    aside: () => readdirSync(folder).filter((name) => name.includes('.damaged-'))
  }
  await damaged.damage()
  return damaged
}

const nameOf = (file: string): string => file.split('.damaged-')[1]!

async function acknowledge(audit: DataAudit, log: string): Promise<void> {
  const { files } = await audit.acknowledge(log)
  await audit.record({ action: 'audit.acknowledged', outcome: 'success', facts: { log, files, reason: 'crash' } })
}

/** What the command says, with the passphrase; it has to be what the program itself finds. */
async function command({ data }: Damaged, ...args: string[]): Promise<{ code: number; out: string }> {
  const secret = join(temporaryFolder(), 'passphrase')
  writeFileSync(secret, `${passphrase}\n`, { mode: 0o600 })
  let out = ''
  const io = {
    out: (text: string) => void (out += text),
    err: () => undefined,
    terminal: false,
    policies: unmanaged,
    resources: ''
  }
  const code = await runDirectly(auditCommand, ['--data', data, '--passphrase-file', secret, ...args], io)
  return { code, out }
}

async function agreed(damaged: Damaged): Promise<{ code: number; verdict: AuditVerdict }> {
  const verdict = await (await damaged.open()).verify()
  const { code, out } = await command(damaged, '--verify', '--json')
  expect(JSON.parse(out)).toEqual({ intact: verdict.result === 'intact', ...verdict })
  expect((await command(damaged, '--verify')).out).toBe(`${describeVerdict(verdict).join('\n')}\n`)
  return { code, verdict }
}

describe('a damaged audit log that was set aside', () => {
  it('is a finding until somebody acknowledges it, and known from then on', async () => {
    const damaged = await damagedLog()
    const log = nameOf(damaged.aside()[0]!)
    const before = await agreed(damaged)
    expect(before).toMatchObject({ code: 1, verdict: { setAside: 1, setAsideLogs: [{ log, state: 'open' }] } })
    expect(describeVerdict(before.verdict).join(' ')).toContain(
      `A damaged log was set aside in the same folder (${log})`
    )

    const done = await command(damaged, '--acknowledge', log, '--reason', 'disk-fault', '--reference', 'INC-1042')
    expect(done).toMatchObject({ code: 0, out: `The damaged log ${log} is acknowledged.\n` })
    const after = await agreed(damaged)
    expect(after).toMatchObject({ code: 0, verdict: { result: 'intact', setAside: 0 } })
    expect(describeVerdict(after.verdict).join(' ')).toContain(
      `Known: a damaged log was set aside and acknowledged (${log})`
    )
    const { rows } = await (await damaged.open()).list({ actions: ['audit.acknowledged'] }, { limit: 10 })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      actor: expect.any(String) as string,
      outcome: 'success',
      facts: { log, reason: 'disk-fault', reference: 'INC-1042' }
    })
  })

  it.each(['before', 'after'])('is missed when it disappears %s it was acknowledged', async (when) => {
    const damaged = await damagedLog()
    const log = nameOf(damaged.aside()[0]!)
    if (when === 'after') await acknowledge(await damaged.open(), log)
    for (const file of damaged.aside()) rmSync(join(damaged.folder, file))
    const { code, verdict } = await agreed(damaged)
    expect(code).toBe(2)
    expect(verdict).toMatchObject({ problem: 'set-aside-missing', setAsideLogs: [{ log, files: 0, state: 'missing' }] })
    expect(describeVerdict(verdict).join(' ')).toContain(`Missing: ${log}.`)
    // The log itself is as it was: it goes on, and nothing is set aside for that.
    await (await damaged.open()).record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })
    expect(damaged.aside()).toEqual([])
    expect((await command(damaged, '--anchor')).code).toBe(0)
  })

  it('is missed when one of its files disappears', async () => {
    const damaged = await damagedLog()
    expect(damaged.aside().length).toBeGreaterThan(1)
    rmSync(join(damaged.folder, damaged.aside()[0]!))
    expect((await agreed(damaged)).verdict.problem).toBe('set-aside-missing')
  })

  it('is named by the log that begins when the next one is damaged, too', async () => {
    const damaged = await damagedLog()
    const first = nameOf(damaged.aside()[0]!)
    await acknowledge(await damaged.open(), first)
    await damaged.damage()
    // What the damaged log said of the first one counts no more.
    const { verdict } = await agreed(damaged)
    expect(verdict.setAsideLogs.map(({ state }) => state)).toEqual(['open', 'open'])
    for (const file of damaged.aside()) if (nameOf(file) === first) rmSync(join(damaged.folder, file))
    expect((await agreed(damaged)).verdict).toMatchObject({ problem: 'set-aside-missing', setAside: 1 })
  })

  it('is acknowledged with the key only', async () => {
    const damaged = await damagedLog()
    const log = nameOf(damaged.aside()[0]!)
    const audit = await damaged.open()
    damaged.keyring.lock()
    await expect(audit.acknowledge(log)).rejects.toMatchObject({ code: 'not-allowed', reason: 'locked' })
    // What somebody writes who has the files and no passphrase.
    const facts = { log, files: 2, reason: 'crash' }
    await audit.record({ action: 'audit.acknowledged', outcome: 'success', facts })
    await damaged.keyring.unlock(passphrase)
    expect((await agreed(damaged)).verdict).toMatchObject({ result: 'intact', setAside: 1, whileLocked: 1 })
  })

  it('is acknowledged by its name', async () => {
    const damaged = await damagedLog()
    const wrong = '2020-01-01T00-00-00-000Z'
    await expect((await damaged.open()).acknowledge(wrong)).rejects.toMatchObject({ code: 'not-found' })
    await expect(command(damaged, '--acknowledge', wrong, '--reason', 'crash')).rejects.toMatchObject({
      code: 'not-found'
    })
    await expect(command(damaged, '--acknowledge', wrong, '--reason', 'whatever')).rejects.toMatchObject({
      code: 'invalid-input'
    })
  })
})

describe('a log that began while the key was locked', () => {
  /** The log of a locked profile was forged, and the next start set it aside. */
  async function begunLocked(): Promise<Damaged & { readonly audit: DataAudit; readonly log: string }> {
    const damaged = await damagedLog()
    const known = nameOf(damaged.aside()[0]!)
    await acknowledge(await damaged.open(), known)
    await damaged.open()
    const { records } = auditFiles(damaged.folder)
    writeFileSync(records, readFileSync(records, 'utf8').replace('"reason":"crash"', '"reason":"moved"'))
    damaged.keyring.lock()
    const audit = await damaged.open()
    const log = damaged
      .aside()
      .map(nameOf)
      .find((each) => each !== known)!
    return { ...damaged, audit, log }
  }

  const changed = { action: 'settings.changed', outcome: 'success', facts: { settings: 1 } } as const
  const logs = (damaged: Damaged): number => new Set(damaged.aside().map(nameOf)).size
  const actions = ({ folder }: Damaged): string[] =>
    readFileSync(auditFiles(folder).records, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { action: string }).action)

  it('goes on at the unlock, and its records are not vouched for', async () => {
    const begun = await begunLocked()
    await begun.audit.record(changed)
    expect((await begun.audit.verify()).result).toBe('unchecked')
    await begun.keyring.unlock(passphrase)
    const unkeyed = await begun.audit.verify()
    expect(unkeyed).toMatchObject({ result: 'unkeyed', keyedFrom: 0 })
    expect(describeVerdict(unkeyed)[0]).toContain('No record has a code yet')
    await begun.audit.record(changed)
    expect(actions(begun)).toEqual(['audit.set-aside', 'settings.changed', 'audit.keyed', 'settings.changed'])
    expect(logs(begun)).toBe(2)
    const { code, verdict } = await agreed(begun)
    expect(code).toBe(1)
    expect(verdict).toMatchObject({ result: 'intact', keyedFrom: 3, setAside: 2 })
    expect(describeVerdict(verdict)).toContain(
      'Records 1 to 2 were written before keying: their codes prove nothing about them.'
    )
    expect(describeVerdict(verdict).join(' ')).toContain(`${begun.log}: Record 3 was changed.`)
  })

  it('goes on at the unlock when it was damaged and set aside itself', async () => {
    const begun = await begunLocked()
    await begun.audit.record(changed)
    await begun.audit.record(changed)
    const { records } = auditFiles(begun.folder)
    writeFileSync(records, readFileSync(records, 'utf8').replace('"settings":1', '"settings":7'))
    const audit = await begun.open()
    await begun.keyring.unlock(passphrase)
    await audit.record(changed)
    expect(actions(begun)).toEqual(['audit.set-aside', 'audit.keyed', 'settings.changed'])
    expect((await agreed(begun)).verdict).toMatchObject({ result: 'intact', keyedFrom: 2, setAside: 3 })
  })

  it('does not count an acknowledgement without the key, also before the unlock', async () => {
    const begun = await begunLocked()
    const facts = { log: begun.log, files: 2, reason: 'crash' }
    await begun.audit.record({ action: 'audit.acknowledged', outcome: 'success', facts })
    expect((await begun.audit.verify()).setAside).toBe(2)
    await begun.keyring.unlock(passphrase)
    await begun.audit.record(changed)
    expect((await agreed(begun)).verdict).toMatchObject({ result: 'intact', setAside: 2 })
  })

  const files = ({ folder }: Damaged, log: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(`.damaged-${log}`))
      .map((name) => join(folder, name))

  it.each([
    ['what was set aside is gone', 'code-missing'],
    ['a file of what was set aside is gone', 'code-missing'],
    ['what was set aside has no code of this installation', 'code-missing']
  ] as const)('is found when %s', async (what, problem) => {
    const begun = await begunLocked()
    const aside = files(begun, begun.log)
    expect(aside.length).toBeGreaterThan(1)
    if (what.endsWith('installation')) for (const path of aside) writeFileSync(path, '{}\n')
    else for (const path of what.startsWith('a file') ? aside.slice(0, 1) : aside) rmSync(path)
    await begun.keyring.unlock(passphrase)
    expect((await begun.audit.verify()).problem).toBe(problem)
    await begun.audit.record(changed)
    expect(actions(begun)).toEqual(['audit.keyed', 'audit.set-aside', 'settings.changed'])
  })

  it('stays as it is while what was set aside is there and cannot be read', async () => {
    const begun = await begunLocked()
    const aside = files(begun, begun.log)
    const all = begun.aside()
    const before = aside.map((path) => readFileSync(path))
    for (const path of aside) {
      rmSync(path)
      mkdirSync(path)
    }
    await begun.keyring.unlock(passphrase)
    await expect(begun.audit.verify()).rejects.toMatchObject({ code: 'unreadable-file' })
    await expect(begun.audit.record(changed)).rejects.toThrow()
    expect(begun.aside()).toEqual(all)
    for (const [index, path] of aside.entries()) {
      rmdirSync(path)
      writeFileSync(path, before[index]!)
    }
    await begun.audit.record(changed)
    expect((await agreed(begun)).verdict).toMatchObject({ result: 'intact' })
  })

  it('is found when it does not begin with what Populus wrote', async () => {
    const begun = await begunLocked()
    const { folder } = begun
    const { records, head, anchor } = auditFiles(folder)
    // A log without codes of a profile without a key, in place of the one that names what was set aside.
    const data = temporaryFolder()
    await mkdir(join(data, 'snapshots'))
    const other = await openKeyedAuditLog({
      data,
      keyring: quickKeyring(join(data, 'snapshots', 'keyring.json')),
      writer: { version: '1.2.3', host: 'loopback' },
      clock: systemClock,
      log: memoryLog()
    })
    await other.record(changed)
    const from = auditFiles(join(data, 'audit'))
    for (const [path, put] of [
      [from.records, records],
      [from.head, head],
      [from.anchor, anchor]
    ] as const)
      writeFileSync(put, readFileSync(path))
    await begun.keyring.unlock(passphrase)
    expect((await begun.audit.verify()).problem).toBe('code-missing')
    await begun.audit.record(changed)
    expect(actions(begun)).toEqual(['audit.keyed', 'audit.set-aside', 'settings.changed'])
  })
})

it('says of a folder without a log that nothing was recorded, and not where a damaged one was set aside', () => {
  const nothing: AuditVerdict = {
    result: 'unkeyed',
    records: 0,
    code: '0'.repeat(64),
    keyedFrom: 0,
    whileLocked: 0,
    setAside: 0,
    setAsideLogs: [],
    neverWritten: false
  }
  expect(describeVerdict(nothing)).toEqual([expect.stringContaining('nothing was recorded in it yet')])
  const log = '2026-11-25T12-00-00-000Z'
  const damaged = { ...nothing, setAside: 1, setAsideLogs: [{ log, files: 1, state: 'open' as const }] }
  expect(describeVerdict(damaged)[0]).toContain('The chain of 0 records is unbroken')
})
