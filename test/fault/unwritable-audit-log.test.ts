import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MethodName } from '#shared/contract/contract.ts'
import { compose } from '../../src-main/composition/compose.ts'
import { findInstallation } from '../../src-main/host/process/installation.ts'
import { connectionInputs } from '../support/connection-calls.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { nodeHost } from '../support/node-host.ts'

const caller = { windowId: 1 }
const refused = /The audit log cannot be written, so nothing was done/

async function services() {
  const data = temporaryFolder()
  const host = nodeHost(data, { paths: { ...findInstallation(import.meta.dirname), data } })
  const composed = await compose(host)
  const call = async (name: MethodName, input: unknown): Promise<unknown> => {
    const reply = await composed.dispatch(name, input, caller)
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value
  }
  return { data, call, close: () => composed.close() }
}

/** A folder in the place of the log cannot be appended to, whoever runs the program. */
function makeUnwritable(data: string): void {
  const path = join(data, 'audit', 'audit.jsonl')
  rmSync(path, { force: true })
  mkdirSync(path)
}

describe('an audit log that cannot be written', () => {
  it('keeps everything with an effect from happening', async () => {
    const { data, call, close } = await services()
    await call('settings.set', { theme: 'light' })
    const { id } = (await call('connections.create', connectionInputs['connections.create'])) as { id: string }
    makeUnwritable(data)

    await expect(call('settings.set', { theme: 'dark' })).rejects.toThrow(refused)
    expect(await call('settings.get', undefined)).toMatchObject({ theme: 'light' })

    await expect(call('connections.create', connectionInputs['connections.create'])).rejects.toThrow(refused)
    await expect(call('connections.delete', { id })).rejects.toThrow(refused)
    const left = (await call('connections.list', undefined)) as { id: string }[]
    expect(left.map((run) => run.id)).toEqual([id])

    await expect(call('sandbox.start', { patients: 10 })).rejects.toThrow(refused)
    expect(await call('exports.list', {})).toEqual([])
    expect(await call('connections.list', undefined)).toHaveLength(1)

    await expect(call('keyring.create', { passphrase: 'four unlikely words' })).rejects.toThrow(refused)
    expect(await call('keyring.state', undefined)).toMatchObject({ state: 'absent' })
    await close()
  })

  it('keeps snapshots from being deleted', async () => {
    const { data, call, close } = await services()
    await call('sandbox.start', { patients: 10 })
    const kept = async (): Promise<{ id: string }[]> => (await call('snapshots.list', undefined)) as { id: string }[]
    await expect.poll(kept, { timeout: 60_000 }).toHaveLength(1)
    const [{ id } = { id: '' }] = await kept()
    const log = readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')
    expect(log).toContain('"action":"sample.opened","outcome":"intent"')
    makeUnwritable(data)
    await expect(call('snapshots.delete', { id })).rejects.toThrow(refused)
    expect((await kept()).map((run) => run.id)).toEqual([id])
    await close()
  })
})
