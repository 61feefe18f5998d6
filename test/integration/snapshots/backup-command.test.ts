import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unmanagedPolicies } from '#shared/policy/effective-policies.ts'
import { backupCommand } from '../../../src-main/cli/commands/backup.ts'
import { restoreCommand } from '../../../src-main/cli/commands/restore.ts'
import type { CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { fixedPolicies } from '../../../src-main/ports/fixed-policies.ts'
import { createInstanceLock } from '../../../src-main/storage/files/instance-lock.ts'
import { makePrivateFolder } from '../../../src-main/storage/files/private-folder.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { runDirectly } from '../../support/populus-command.ts'

const passphrase = 'four unlikely words'

beforeEach(() => {
  process.env['POPULUS_PASSPHRASE'] = passphrase
})
afterEach(() => {
  delete process.env['POPULUS_PASSPHRASE']
})

async function profile() {
  const data = temporaryFolder()
  await makePrivateFolder(join(data, 'snapshots'))
  await quickKeyring(join(data, 'snapshots', 'keyring.json')).create(passphrase)
  writeFileSync(join(data, 'settings.json'), '{"theme":"dark"}')
  const printed: string[] = []
  const io: CommandIo = {
    out: (text) => void printed.push(text),
    err: (text) => void printed.push(text),
    terminal: false,
    policies: fixedPolicies(unmanagedPolicies),
    resources: data
  }
  return { data, io, printed, file: join(temporaryFolder(), 'backup.populus') }
}

const actionsIn = (data: string): string[] =>
  readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const { action, outcome } = JSON.parse(line) as { action: string; outcome: string }
      return `${action} ${outcome}`
    })

describe('populus backup and populus restore', () => {
  it('move a data folder, and are recorded', async () => {
    const { data, io, file, printed } = await profile()
    expect(await runDirectly(backupCommand, ['--out', file, '--data', data], io)).toBe(0)
    expect(actionsIn(data)).toEqual(['backup.made intent', 'backup.made success'])
    const target = temporaryFolder()
    expect(await runDirectly(restoreCommand, [file, '--data', target, '--json'], io)).toBe(0)
    expect(printed.at(-1)).toMatch(/^\{"files":\d+\}\n$/)
    expect(readFileSync(join(target, 'settings.json'), 'utf8')).toBe('{"theme":"dark"}')
    expect(actionsIn(target)).toEqual(expect.arrayContaining(['backup.made intent', 'backup.restored success']))
  })

  it('are not hindered by what a killed one left, and leave nothing where they fail', async () => {
    const { data, io, file } = await profile()
    writeFileSync(`${file}.part`, 'the beginning of a backup')
    const folder = dirname(file)
    let room = false
    const draftedIo: CommandIo = {
      ...io,
      // A drive that is taken away while the backup is written.
      drafted: () => {
        if (!room) rmSync(folder, { recursive: true })
      }
    }
    const words = ['--out', file, '--data', data]
    await expect(runDirectly(backupCommand, words, draftedIo)).rejects.toMatchObject({ reason: 'disk' })
    expect(actionsIn(data)).toEqual(['backup.made intent', 'backup.made failure'])
    // Told before the passphrase is asked for.
    process.env['POPULUS_PASSPHRASE'] = 'four other words'
    await expect(runDirectly(backupCommand, words, draftedIo)).rejects.toThrow(
      'The folder of --out does not exist. Make it first.'
    )
    process.env['POPULUS_PASSPHRASE'] = passphrase
    mkdirSync(folder)
    writeFileSync(`${file}.part`, 'the beginning of a backup')
    room = true
    expect(await runDirectly(backupCommand, words, draftedIo)).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['backup.populus', 'backup.populus.part'])
  })

  it('say what is wrong, and write nothing', async () => {
    const { data, io, file } = await profile()
    const nothing = runDirectly(backupCommand, ['--out', file, '--data', temporaryFolder()], io)
    await expect(nothing).rejects.toThrow('nothing to back up')
    await expect(runDirectly(backupCommand, ['--data', data], io)).rejects.toMatchObject({ code: 'invalid-input' })
    process.env['POPULUS_PASSPHRASE'] = 'four other words'
    await expect(runDirectly(backupCommand, ['--out', file, '--data', data], io)).rejects.toMatchObject({
      reason: 'locked'
    })
    process.env['POPULUS_PASSPHRASE'] = passphrase
    const lock = createInstanceLock(join(data, 'snapshots', 'instance.lock'))
    await lock.hold()
    await expect(runDirectly(backupCommand, ['--out', file, '--data', data], io)).rejects.toMatchObject({
      reason: 'in-use'
    })
    await lock.release()
    expect(await runDirectly(backupCommand, ['--out', file, '--data', data], io)).toBe(0)
    await expect(runDirectly(backupCommand, ['--out', file, '--data', data], io)).rejects.toMatchObject({
      code: 'invalid-input'
    })
    await expect(runDirectly(restoreCommand, [`${file}x`, '--data', temporaryFolder()], io)).rejects.toMatchObject({
      code: 'not-found'
    })
    await expect(runDirectly(restoreCommand, [file, '--data', data], io)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
