import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { compose } from '../../src-main/composition/compose.ts'
import { findInstallation } from '../../src-main/host/process/installation.ts'
import { findPolicies } from '../../src-main/policy/find-policies.ts'
import { nodeHost } from '../support/node-host.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// A role that an administrator withdraws in the policy ends while the program runs, and not at its next start.

const passphrase = 'four unlikely words together'
const worklist = { population: 'server:clinic', from: 0 }
const seconds = 1000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** The program under policies in files, with a quality analyst in front of it. */
async function program() {
  const data = temporaryFolder()
  const folder = join(temporaryFolder(), 'policies')
  const file = join(folder, 'managed', 'roles.json')
  mkdirSync(join(folder, 'managed'), { recursive: true })
  /** As tools of administrators do: a file in its place at once. */
  const assign = (...roles: readonly object[]): void => {
    writeFileSync(`${file}.new`, JSON.stringify({ Roles: roles.map((row) => ({ account: '*', ...row })) }))
    renameSync(`${file}.new`, file)
  }
  assign({ role: 'quality-analyst' })
  const told: string[] = []
  const woken: (() => void)[] = []
  const composed = await compose(
    nodeHost(data, {
      policies: findPolicies({ packaged: false, env: { POPULUS_POLICIES: folder }, platform: 'linux' }),
      paths: { ...findInstallation(import.meta.dirname), data },
      emit: (name) => void told.push(name),
      power: {
        onBattery: () => undefined,
        onMetered: () => undefined,
        onResume(listener) {
          woken.push(listener)
          return () => undefined
        }
      }
    })
  )
  const call = (name: string, input?: unknown) => composed.dispatch(name, input, { windowId: 1 })
  return {
    composed,
    assign,
    file,
    told,
    call,
    wake: () => {
      for (const listener of woken) listener()
    },
    roles: async () => (await composed.access()).roles,
    /** What the audit log has on the disk about changes of roles. */
    recorded: () =>
      readdirSync(join(data, 'audit'))
        .flatMap((name) => readFileSync(join(data, 'audit', name), 'utf8').split('\n'))
        .filter((line) => line.includes('"roles.changed"'))
        .map((line) => (JSON.parse(line) as { facts: unknown }).facts)
  }
}

const withdrawn = {
  by: 'policy',
  state: 'role',
  roles: 'viewer',
  limited: false,
  'before.state': 'role',
  'before.roles': 'quality-analyst',
  'before.limited': false
}

it('ends at the latest when the data are unlocked, with a record', async () => {
  const { composed, assign, told, call, roles, recorded } = await program()
  try {
    expect(await call('keyring.create', { passphrase })).toMatchObject({ ok: true })
    expect(await call('worklist.read', worklist)).toMatchObject({ ok: true })
    expect(await call('keyring.lock')).toMatchObject({ ok: true })
    assign({ role: 'viewer' })
    told.length = 0
    expect(await call('keyring.unlock', { passphrase })).toMatchObject({ ok: true })
    expect(await roles()).toEqual(['viewer'])
    expect(await call('worklist.read', worklist)).toMatchObject({ ok: false, error: { code: 'not-allowed' } })
    expect(told).toContain('policies.changed')
    expect(recorded()).toEqual([withdrawn])
  } finally {
    await composed.close()
  }
})

it('ends within seconds of a change of the file, once the file has been written to its end', async () => {
  const { composed, assign, file, told, roles, recorded } = await program()
  try {
    await vi.advanceTimersByTimeAsync(30 * seconds)
    told.length = 0
    // Half of a file, as a tool leaves it for a moment that writes it in place, would give nobody a role.
    writeFileSync(file, '{"Roles":[{"account"')
    await vi.advanceTimersByTimeAsync(10 * seconds)
    assign({ role: 'viewer' })
    await vi.advanceTimersByTimeAsync(10 * seconds)
    expect(await roles()).toEqual(['quality-analyst'])
    await vi.advanceTimersByTimeAsync(10 * seconds)
    await vi.waitFor(() => expect(recorded()).toEqual([withdrawn]))
    expect(await roles()).toEqual(['viewer'])
    expect(told.filter((name) => name === 'policies.changed')).toHaveLength(1)
    assign()
    await vi.advanceTimersByTimeAsync(20 * seconds)
    await vi.waitFor(() => expect(recorded()).toHaveLength(2))
    expect(await composed.access()).toMatchObject({ state: 'refused', by: 'policy' })
    expect(recorded()[1]).toMatchObject({ state: 'refused', roles: '', 'before.roles': 'viewer' })
  } finally {
    await composed.close()
  }
})

it('ends when the computer wakes up, and when somebody opens the settings, and the window hears of it', async () => {
  const { composed, assign, told, call, wake, roles, recorded } = await program()
  try {
    assign({ role: 'viewer', payers: ['Medicaid'] })
    wake()
    await vi.waitFor(() => expect(recorded()).toEqual([{ ...withdrawn, limited: true }]))
    expect(await roles()).toEqual(['viewer'])
    told.length = 0
    assign({ role: 'auditor' })
    expect(await call('policies.get')).toMatchObject({ ok: true })
    expect(await roles()).toEqual(['auditor'])
    expect(told).toContain('policies.changed')
    expect(recorded()).toHaveLength(2)
  } finally {
    await composed.close()
  }
})

it('a change of other policies is no change of roles', async () => {
  const { composed, file, told, call, recorded } = await program()
  try {
    writeFileSync(file, JSON.stringify({ Roles: [{ account: '*', role: 'quality-analyst' }], AllowPrint: false }))
    expect(await call('policies.get')).toMatchObject({ ok: true })
    expect(told).toContain('policies.changed')
    expect(recorded()).toEqual([])
  } finally {
    await composed.close()
  }
})
