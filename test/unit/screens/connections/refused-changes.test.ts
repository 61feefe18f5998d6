import { render } from 'svelte/server'
import { describe, expect, it, vi } from 'vitest'
import type { Role, RoleState } from '#shared/roles/role.ts'
import ChangedOutsideNotice from '../../../../src-renderer/screens/connections/ChangedOutsideNotice.svelte'
import RunProblem from '../../../../src-renderer/screens/connections/exports/RunProblem.svelte'
import NoConnection from '../../../../src-renderer/screens/connections/set-up/NoConnection.svelte'
import SetUpGuide from '../../../../src-renderer/screens/connections/set-up/SetUpGuide.svelte'
import { Access } from '../../../../src-renderer/state/session/access.svelte.ts'
import { connectionOf, runOf } from '../../../support/export-run.ts'
import { fakeTransport } from '../../../support/fake-transport.ts'

const page = vi.hoisted(() => ({ app: {} }))
vi.mock('../../../../src-renderer/state/app.ts', () => ({ useApp: () => page.app }))

/** The page of somebody with a role. */
async function openAs(role: Role): Promise<void> {
  const state: RoleState = { account: 'ann', state: 'role', roles: [role] }
  const access = new Access(fakeTransport({ 'roles.mine': () => state }))
  await access.load()
  const generic = {
    id: 'generic',
    name: 'Any server',
    switches: { bulkExport: 'yes', levels: [] },
    sources: [],
    registration: [],
    notes: []
  }
  page.app = { access, connections: { vendor: () => generic, vendors: [generic], needs: [] } }
}

const changed = { digest: 'd', fields: [{ name: 'Address', before: 'a', after: 'b' }] }
const problem = { what: 'The key was refused.', todo: 'Check the key.', action: 'connection' } as const
const views = {
  'the settings that were changed outside': {
    offer: 'Confirm the settings',
    html: () => render(ChangedOutsideNotice, { props: { connection: connectionOf(), changed } }).body
  },
  'the setup guide': {
    offer: 'Start the guided setup',
    html: () => render(SetUpGuide, { props: { vendor: 'generic' } }).body
  },
  'the page without a connection': {
    offer: 'Connect to an EHR',
    html: () => render(NoConnection, { props: { gone: false } }).body
  },
  'a problem of the connection': {
    offer: 'Check the connection',
    html: () => render(RunProblem, { props: { run: runOf({ state: 'failed', problem }) } }).body
  }
}

describe.each(Object.entries(views))('%s', (_, { offer, html }) => {
  it('offers a change to an admin, and says to others why there is none', async () => {
    await openAs('admin')
    expect(html()).toContain(offer)
    expect(html()).not.toContain('does not include')
    await openAs('quality-analyst')
    expect(html()).not.toContain(offer)
    expect(html()).toContain('does not include changes of connections and schedules. Ask an admin of Populus')
  })
})
