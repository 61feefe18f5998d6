import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createBackupService } from '../../../src-main/services/backup/backup-service.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { finishRestore } from '../../../src-main/storage/backup/restore-backup.ts'
import { quickKeyring, quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const passphrase = 'four unlikely words'
const choice = { passphrase, snapshots: true }

async function profile({ theme = 'dark', busy = false } = {}) {
  const data = temporaryFolder()
  for (const folder of ['audit', 'connections', 'snapshots/s-1']) mkdirSync(join(data, folder), { recursive: true })
  await quickKeyring(join(data, 'snapshots', 'keyring.json')).create(passphrase)
  writeFileSync(join(data, 'snapshots', 's-1', 'raw-0'), Buffer.alloc(300_000, 7))
  writeFileSync(join(data, 'audit', 'audit.jsonl'), 'one\n')
  writeFileSync(join(data, 'connections', 'c-1.json'), '{}')
  writeFileSync(join(data, 'settings.json'), `{"theme":"${theme}"}`)
  const progress: number[] = []
  const cancelAt = { bytes: Number.POSITIVE_INFINITY, by: 'cancel' as 'cancel' | 'stop' }
  const service = createBackupService({
    data,
    secrets: undefined,
    clock: { now: () => Date.UTC(2026, 10, 27) },
    gate: createBackupGate(),
    isBusy: () => busy,
    work: quickWork,
    async whileQuiet(task) {
      await task()
      // From here on the log may grow again.
      writeFileSync(join(data, 'audit', 'audit.jsonl'), 'one\ntwo\n')
    },
    onProgress(done, total) {
      progress.push(done / total)
      if (done >= cancelAt.bytes) void service[cancelAt.by]()
    }
  })
  return { data, service, progress, cancelAt, file: join(temporaryFolder(), 'a.populus-backup') }
}

const themeIn = (data: string): string => readFileSync(join(data, 'settings.json'), 'utf8')

it('writes a backup, and restores it at the next start in the place of all that is there', async () => {
  const from = await profile()
  expect(await from.service.make(choice, from.file)).toBeGreaterThan(300)
  expect(from.progress.at(-1)).toBe(1)

  const to = await profile({ theme: 'light' })
  writeFileSync(join(to.data, 'opt-outs.sealed'), 'of the other key')
  expect(await to.service.check(passphrase, from.file)).toMatchObject({ files: 5, snapshots: 1, connections: 1 })
  const folder = await to.service.restore()
  // Nothing changes while Populus runs.
  expect([themeIn(to.data), to.service.isPrepared()]).toEqual(['{"theme":"light"}', true])

  expect(await finishRestore(to.data)).toBe(true)
  expect(themeIn(to.data)).toBe('{"theme":"dark"}')
  expect(readFileSync(join(to.data, 'audit', 'audit.jsonl'), 'utf8')).toBe('one\n')
  expect(existsSync(join(to.data, 'opt-outs.sealed'))).toBe(false)
  expect(readFileSync(join(folder, 'opt-outs.sealed'), 'utf8')).toBe('of the other key')
  expect(themeIn(folder)).toBe('{"theme":"light"}')
  expect(await finishRestore(to.data)).toBe(false)
})

it('hands a backup to the page once, and takes one from it in pieces', async () => {
  const { data, service } = await profile()
  await service.make(choice)
  const bytes = Buffer.from(await new Response(await service.openMade()).arrayBuffer())
  expect(readdirSync(join(data, 'backup-work'))).toEqual([])
  const pieces = (part: Buffer) => new Blob([Uint8Array.from(part)]).stream()
  await service.receive(true, pieces(bytes.subarray(0, 300)))
  await service.receive(false, pieces(bytes.subarray(300)))
  expect(await service.check(passphrase)).toMatchObject({ files: 5 })
  await service.cancel()
  expect(readdirSync(join(data, 'backup-work'))).toEqual([])
  await expect(service.restore()).rejects.toMatchObject({ code: 'not-found' })
  await service.sweep()
  expect(existsSync(join(data, 'backup-work'))).toBe(false)
})

it('leaves nothing when it is cancelled, and withdraws what was decided', async () => {
  const { data, service, file, cancelAt } = await profile()
  cancelAt.bytes = 1
  await expect(service.make(choice, file)).rejects.toMatchObject({ code: 'cancelled' })
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])

  cancelAt.bytes = Number.POSITIVE_INFINITY
  await service.make(choice, file)
  cancelAt.bytes = 1
  await expect(service.check(passphrase, file)).rejects.toMatchObject({ code: 'cancelled' })
  expect(existsSync(join(data, 'restoring'))).toBe(false)

  cancelAt.bytes = Number.POSITIVE_INFINITY
  await service.check(passphrase, file)
  await service.restore()
  await expect(service.check(passphrase, file)).rejects.toMatchObject({ code: 'not-allowed' })
  await service.withdraw()
  expect([service.isPrepared(), await finishRestore(data)]).toEqual([false, false])
})

it('leaves nothing of a backup when the program ends in the middle, and what was checked before', async () => {
  const { data, service, file, cancelAt } = await profile()
  await service.make(choice, file)
  await service.check(passphrase, file)
  cancelAt.bytes = 1
  cancelAt.by = 'stop'
  const other = `${file}-2`
  await expect(service.make(choice, other)).rejects.toMatchObject({ code: 'cancelled' })
  await service.stop()
  expect([existsSync(other), existsSync(`${other}.part`), existsSync(join(data, 'restoring'))]).toEqual([
    false,
    false,
    true
  ])
})

it('refuses a wrong passphrase, and waits for exports', async () => {
  const { service, file } = await profile()
  await expect(service.make({ ...choice, passphrase: 'four other words' }, file)).rejects.toMatchObject({
    reason: 'locked'
  })
  await service.make(choice, file)
  await expect(service.check('four other words', file)).rejects.toMatchObject({ code: 'unreadable-file' })
  const busy = await profile({ busy: true })
  await expect(busy.service.make(choice, busy.file)).rejects.toMatchObject({ code: 'not-allowed', retryable: true })
})
