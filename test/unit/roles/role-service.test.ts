import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { RoleRow } from '#shared/roles/role.ts'
import type { RoleSource } from '../../../src-main/ports/roles.ts'
import { recordedDigests } from '../../../src-main/services/audit/recorded-digests.ts'
import { roleFile, roleRecords, rolesDigest, type StoredRoles } from '../../../src-main/services/roles/role-file.ts'
import { createRoleService } from '../../../src-main/services/roles/role-service.ts'
import { testAudit } from '../../support/audit.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const admin: RoleRow = { account: 'eve', role: 'admin' }
const viewer: RoleRow = { account: 'bob', role: 'viewer' }

async function installation() {
  const data = temporaryFolder()
  const log = testAudit()
  const port = await log.open()
  const { keyring } = log
  const open = (account = 'eve', policy: RoleSource = { roles: () => undefined }) =>
    createRoleService({
      account,
      domain: () => 'corp',
      policy,
      file: roleFile(data, keyring),
      recorded: () => recordedDigests(log.folder, roleRecords)
    })
  /** As the gate does it. */
  const assign = async (rows: RoleRow[]): Promise<void> => {
    const facts = { rows: rows.length, digest: rolesDigest(rows) }
    const intent = await port.record({ action: 'roles.assigned', outcome: 'intent', facts })
    await open().assign(rows)
    await port.record({ action: 'roles.assigned', outcome: 'success', intent, facts })
  }
  return { file: join(data, 'roles.sealed'), keyring, open, assign, port }
}

describe('roles of an installation', () => {
  it('gives the one user every right while nobody assigned roles', async () => {
    const { open } = await installation()
    expect(await open().current()).toEqual({ account: 'eve', state: 'everything', roles: [] })
  })

  it('gives each account its role, and none to others', async () => {
    const { open, assign } = await installation()
    await assign([admin, viewer])
    expect(await open('eve').current()).toMatchObject({ state: 'role', by: 'machine', roles: ['admin'] })
    expect(await open('BOB').current()).toMatchObject({ state: 'role', roles: ['viewer'] })
    expect(await open('mallory').current()).toMatchObject({ state: 'refused', roles: [] })
  })

  it('knows no role while the data are locked', async () => {
    const { open, assign, keyring } = await installation()
    await assign([admin])
    keyring.is = 'locked'
    expect(await open().current()).toMatchObject({ state: 'locked', roles: [] })
  })

  it('refuses everybody when any byte of the file was changed', async () => {
    const { open, assign, file } = await installation()
    await assign([admin, viewer])
    const sealed = readFileSync(file)
    for (let index = 0; index < sealed.length; index += 7) {
      const changed = Buffer.from(sealed)
      changed[index]! ^= 0x10
      writeFileSync(file, changed)
      expect(await open().current()).toMatchObject({ state: 'refused', roles: [] })
    }
    for (const length of [0, 1, sealed.length - 1]) {
      writeFileSync(file, sealed.subarray(0, length))
      expect(await open().current()).toMatchObject({ state: 'refused' })
    }
  })

  it('refuses everybody when the file was removed, or an older one put in its place', async () => {
    const { open, assign, file } = await installation()
    await assign([admin, { account: 'bob', role: 'admin' }])
    const older = readFileSync(file)
    await assign([admin, viewer])
    const newer = readFileSync(file)
    writeFileSync(file, older)
    expect(await open('bob').current()).toMatchObject({ state: 'refused' })
    rmSync(file)
    expect(await open('bob').current()).toMatchObject({ state: 'refused' })
    writeFileSync(file, newer)
    expect(await open('bob').current()).toMatchObject({ state: 'role', roles: ['viewer'] })
  })

  it('takes an assignment whose outcome was not recorded', async () => {
    const { open, assign, port } = await installation()
    await assign([admin])
    const rows = [admin, viewer]
    await port.record({
      action: 'roles.assigned',
      outcome: 'intent',
      facts: { rows: rows.length, digest: rolesDigest(rows) }
    })
    expect(await open('eve').current()).toMatchObject({ state: 'role', roles: ['admin'] })
    await open().assign(rows)
    expect(await open('bob').current()).toMatchObject({ state: 'role', roles: ['viewer'] })
  })

  it.each([
    ['was interrupted', undefined],
    ['failed', 'failure']
  ] as const)('stay as they are where an assignment %s before it changed anything', async (_, outcome) => {
    const { open, assign, port } = await installation()
    const begin = async (rows: RoleRow[]): Promise<void> => {
      const facts = { rows: rows.length, digest: rolesDigest(rows) }
      const intent = await port.record({ action: 'roles.assigned', outcome: 'intent', facts })
      if (outcome !== undefined)
        await port.record({ action: 'roles.assigned', outcome, intent, facts: { code: 'invalid-input' } })
    }
    await begin([admin])
    expect(await open().current()).toMatchObject({ state: 'everything' })
    await assign([admin, viewer])
    await begin([])
    expect(await open('bob').current()).toMatchObject({ state: 'role', roles: ['viewer'] })
  })

  it('are gone where their removal was interrupted, and not where it failed and somebody else removed them', async () => {
    const { open, assign, port, file } = await installation()
    await assign([admin, viewer])
    const facts = { rows: 0, digest: rolesDigest([]) }
    const intent = await port.record({ action: 'roles.assigned', outcome: 'intent', facts })
    rmSync(file)
    expect(await open('bob').current()).toMatchObject({ state: 'everything' })
    await port.record({ action: 'roles.assigned', outcome: 'failure', intent, facts: { code: 'not-allowed' } })
    expect(await open('bob').current()).toMatchObject({ state: 'refused' })
  })

  it('knows the roles that are assigned between reading the file and the log', async () => {
    const stored: StoredRoles[] = [
      { state: 'open', rows: [admin] },
      { state: 'open', rows: [admin, viewer] }
    ]
    const service = createRoleService({
      account: 'bob',
      domain: () => 'corp',
      policy: { roles: () => undefined },
      file: { read: async () => (stored.length > 1 ? stored.shift()! : stored[0]!), write: async () => undefined },
      recorded: async () => ({ digests: new Set([rolesDigest([admin, viewer])]), none: false, undated: false })
    })
    expect(await service.current()).toMatchObject({ state: 'role', roles: ['viewer'] })
  })

  it('gives every right back when an admin removes all roles', async () => {
    const { open, assign, file } = await installation()
    await assign([admin])
    await assign([])
    expect(existsSync(file)).toBe(false)
    expect(await open('bob').current()).toMatchObject({ state: 'everything' })
  })

  it('does not let an admin take the role from themselves', async () => {
    const { open } = await installation()
    await expect(open().assign([viewer])).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(open().assign([{ account: 'eve', role: 'viewer' }])).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('puts a policy before what was assigned here, and gives nobody a role under a damaged one', async () => {
    const { open, assign } = await installation()
    await assign([admin])
    const managed = open('eve', { roles: () => [{ account: 'CORP\\eve', role: 'auditor' }] })
    expect(await managed.current()).toMatchObject({ by: 'policy', roles: ['auditor'] })
    await expect(managed.assign([admin])).rejects.toMatchObject({ code: 'not-allowed' })
    const damaged = open('eve', {
      roles() {
        throw new AppError('unreadable-file', 'The policy Roles is damaged.')
      }
    })
    expect(await damaged.current()).toMatchObject({ state: 'refused', problem: 'The policy Roles is damaged.' })
  })

  it('sees the people of any limited row, and a row without limits lifts none', async () => {
    const { open } = await installation()
    const rows: RoleRow[] = [
      { account: 'eve', role: 'admin' },
      { account: 'eve', role: 'care-manager', practices: ['north'] },
      { account: 'eve', role: 'payer-analyst', payers: ['Medicaid'], registries: ['diabetes'] }
    ]
    const state = await open('eve', { roles: () => rows }).current()
    expect(state.roles).toEqual(['admin', 'care-manager', 'payer-analyst'])
    expect(state.scopes).toEqual([{ practices: ['north'] }, { payers: ['Medicaid'], registries: ['diabetes'] }])
  })
})
