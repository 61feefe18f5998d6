import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditFiles } from '../../../src-main/services/audit/audit-files.ts'
import { createAuditKey } from '../../../src-main/services/audit/audit-key.ts'
import { checkAuditLog } from '../../../src-main/services/audit/check-log.ts'
import { openKeyedAuditLog, type DataAudit } from '../../../src-main/services/audit/keyed-audit-log.ts'
import type { ChainEnd } from '../../../src-main/services/audit/chain-end.ts'
import { createAppLock } from '../../../src-main/services/snapshots/app-lock.ts'
import { createKeyringService } from '../../../src-main/services/snapshots/keyring-service.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import type { Keyring } from '../../../src-main/storage/keys/keyring.ts'
import { startOverIfAsked } from '../../../src-main/storage/snapshots/start-over.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { unmanaged } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { quickKeyring, quickWork } from '../../support/quick-keyring.ts'

const passphrase = 'four unlikely words together'
const other = 'another four unlikely words'

/** A keyed audit log of a data folder, with the service that changes its keys. */
async function profile() {
  const data = temporaryFolder()
  const log = memoryLog()
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: undefined,
    work: quickWork,
    clock: systemClock,
    log
  })
  const nothing = async (): Promise<void> => undefined
  const service = createKeyringService({
    keyring: folder.keyring,
    appLock: createAppLock({ keyring: folder.keyring, owner: undefined, policies: unmanaged }),
    store: folder.store,
    gate: createBackupGate(),
    data,
    clock: systemClock,
    log,
    idleMinutes: () => 0,
    isBusy: () => false,
    forget: nothing,
    beforeOpen: nothing,
    onOpen: nothing,
    onLocked: nothing
  })
  await service.create(passphrase)
  const audit = await openLog(data, folder.keyring)
  await record(audit)
  return { data, folder, service, audit }
}

const openLog = (data: string, keyring: Keyring): Promise<DataAudit> =>
  openKeyedAuditLog({
    data,
    keyring,
    writer: { version: '1.2.3', host: 'loopback' },
    clock: systemClock,
    log: memoryLog()
  })

const record = (audit: DataAudit): Promise<number> =>
  audit.record({ action: 'settings.changed', outcome: 'success', facts: { settings: 1 } })

async function anchorOf(audit: DataAudit): Promise<ChainEnd> {
  const { result, records, code } = await audit.verify()
  expect(result).toBe('intact')
  return { seq: records, code }
}

const keyringPath = (data: string): string => join(data, 'snapshots', 'keyring.json')

/** As another process finds the log, with nothing but the files and the passphrase. */
async function checkAnew(data: string, secret: string, against: ChainEnd) {
  const keyring = quickKeyring(keyringPath(data))
  await keyring.unlock(secret)
  const folder = join(data, 'audit')
  const verdict = await checkAuditLog(folder, {
    key: await createAuditKey(auditFiles(folder), keyring).read(),
    against: [against]
  })
  keyring.lock()
  return verdict
}

type Profile = Awaited<ReturnType<typeof profile>>
const changes: readonly {
  readonly what: string
  readonly change: (parts: Profile) => Promise<void>
  readonly opensWith: string
}[] = [
  {
    what: 'a change of the passphrase',
    change: ({ service }) => service.changePassphrase(passphrase, other),
    opensWith: other
  },
  {
    what: 'a rotation of the root key',
    change: async ({ service }) => void (await service.rotate(passphrase)),
    opensWith: passphrase
  },
  {
    what: 'two rotations, after which no older root key is left',
    async change({ data, service }) {
      await service.rotate(passphrase)
      await service.rotate(passphrase)
      const stored = JSON.parse(readFileSync(keyringPath(data), 'utf8')) as object
      writeFileSync(keyringPath(data), JSON.stringify({ ...stored, older: [] }))
    },
    opensWith: passphrase
  },
  {
    what: 'a recovery with the recovery key',
    async change({ service }) {
      const key = await service.makeRecovery(passphrase)
      await service.lock()
      await service.recover(key, other)
    },
    opensWith: other
  },
  {
    what: 'a recovery after a rotation',
    async change({ service }) {
      await service.rotate(passphrase)
      const key = await service.makeRecovery(passphrase)
      await service.lock()
      await service.recover(key, other)
    },
    opensWith: other
  }
]

describe('the audit log', () => {
  it.each(changes)('verifies after $what, and the anchor from before holds', async ({ change, opensWith }) => {
    const parts = await profile()
    const { data, folder, audit } = parts
    const person = await audit.pseudonym('patient-1')
    const anchor = await anchorOf(audit)
    await change(parts)
    await record(audit)
    expect(await audit.verify()).toMatchObject({ result: 'intact', records: anchor.seq + 1, setAside: 0 })
    // The same person has the same name in it.
    expect(await audit.pseudonym('patient-1')).toBe(person)
    await folder.release()
    expect(await checkAnew(data, opensWith, anchor)).toMatchObject({ result: 'intact', records: anchor.seq + 1 })
  })

  it('goes on while it is locked, and verifies after the next unlock', async () => {
    const { data, folder, service, audit } = await profile()
    const anchor = await anchorOf(audit)
    await service.changePassphrase(passphrase, other)
    await service.lock()
    await record(audit)
    await service.unlock(other)
    await record(audit)
    await folder.release()
    expect(await checkAnew(data, other, anchor)).toMatchObject({ result: 'intact', whileLocked: 1 })
  })

  it('moves aside whole when somebody starts over, and a new one begins that has nothing of its key', async () => {
    const { data, folder, service, audit } = await profile()
    const anchor = await anchorOf(audit)
    await service.lock()
    const aside = join(data, basename(await service.startOver()))
    await record(audit)
    await folder.release()
    expect(await startOverIfAsked(data)).toBe(true)

    // With the old passphrase the old log still verifies where it stands now.
    expect(await checkAnew(aside, passphrase, anchor)).toMatchObject({ result: 'intact', whileLocked: 1 })

    const log = memoryLog()
    const next = await openSnapshotFolder({
      folder: join(data, 'snapshots'),
      secrets: undefined,
      work: quickWork,
      clock: systemClock,
      log
    })
    await next.keyring.create(other)
    const fresh = await openLog(data, next.keyring)
    await fresh.record({ action: 'profile.started-over', outcome: 'success', facts: {} })
    expect(await fresh.verify()).toMatchObject({ result: 'intact', keyedFrom: 1, setAside: 0, setAsideLogs: [] })
    await next.release()
    // The anchor of the old log is not one of the new log.
    expect((await checkAnew(data, other, anchor)).problem).toBe('anchor-mismatch')
  })
})
