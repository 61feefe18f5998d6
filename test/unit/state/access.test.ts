import { describe, expect, it, vi } from 'vitest'
import type { RoleState } from '#shared/roles/role.ts'
import { Access } from '../../../src-renderer/state/session/access.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const locked: RoleState = { account: 'ann', state: 'locked', roles: [] }
const analyst: RoleState = { account: 'ann', state: 'role', roles: ['quality-analyst'] }

describe('what the user may do', () => {
  it('goes by the last answer that was asked for: an earlier one that comes later closes nothing', async () => {
    const asked: PromiseWithResolvers<RoleState>[] = []
    const transport = fakeTransport({
      'roles.mine': () => {
        const answer = Promise.withResolvers<RoleState>()
        asked.push(answer)
        return answer.promise
      }
    })
    const access = new Access(transport)
    const changed = vi.fn()
    access.onChange = changed
    // The data are unlocked, and the roles that were assigned here become known by that.
    const first = access.load()
    transport.emit('snapshots.changed', {})
    asked[1]!.resolve(analyst)
    await vi.waitFor(() => expect(access.state).toEqual(analyst))
    asked[0]!.resolve(locked)
    await first
    expect([access.state, access.closed]).toEqual([analyst, false])
    expect(changed).toHaveBeenCalledOnce()
  })
})
