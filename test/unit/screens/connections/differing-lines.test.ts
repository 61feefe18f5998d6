import { describe, expect, it } from 'vitest'
import type { Role, RoleState } from '#shared/roles/role.ts'
import { differingLines } from '../../../../src-renderer/screens/connections/settings/differing-lines.ts'
import { Access } from '../../../../src-renderer/state/session/access.svelte.ts'
import { fakeTransport } from '../../../support/fake-transport.ts'
import { connectionOf } from '../../../support/export-run.ts'

/** What somebody with a role reads about two lines. */
async function readAs(role: Role, changes: Parameters<typeof connectionOf>[0] = {}): Promise<string> {
  const state: RoleState = { account: 'ann', state: 'role', roles: [role] }
  const access = new Access(fakeTransport({ 'roles.mine': () => state }))
  await access.load()
  return differingLines(connectionOf(changes), '2 lines differ', access.refusal('connections'))
}

describe('lines in which a server differs from its profile', () => {
  it('name the switch to an admin, and say to others why they have none', async () => {
    expect(await readAs('admin')).toBe('2 lines differ: change the switch in the settings where the server is right.')
    const others = await readAs('payer-analyst')
    expect(others).toMatch(/^2 lines differ\. .*does not include changes of connections and schedules\. Ask an admin/)
    expect(others).not.toContain('switch')
  })

  it('name no switch that nobody has: of a managed connection, and of the sample server', async () => {
    expect(await readAs('admin', { managed: true })).toBe('2 lines differ. Your organization manages this connection.')
    expect(await readAs('admin', { kind: 'sandbox' })).toBe('2 lines differ.')
  })
})
