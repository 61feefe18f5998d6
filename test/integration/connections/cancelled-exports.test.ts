import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort } from '../../../src-main/ports/host.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { startExporting } from '../../support/exporting.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { connected, reached, type Connected } from './connected.ts'

/** A network on which some requests get no answer until they are stopped. */
function silentNet() {
  const net = createNodeNet()
  const state = { isSilent: (_: Parameters<NetPort['send']>[0]): boolean => false, unanswered: [] as string[] }
  const asked = Promise.withResolvers<void>()
  return {
    state,
    asked: asked.promise,
    net: {
      ...net,
      send(request) {
        if (!state.isSilent(request)) return net.send(request)
        state.unanswered.push(`${request.method} ${new URL(request.url).pathname}`)
        asked.resolve()
        const { promise, reject } = Promise.withResolvers<never>()
        const stop = (): void => reject(new AppError('cancelled', 'The request was stopped.'))
        if (request.signal?.aborted === true) stop()
        request.signal?.addEventListener('abort', stop)
        return promise
      }
    } satisfies NetPort
  }
}

const endless = { pollsBeforeDone: 1_000_000 }
const connectedBy = (net: NetPort, folder = temporaryFolder()): Promise<Connected> =>
  connected(endless, {}, folder, undefined, net)

/** Two exports that run, and a third one that waits for its turn; of a server that does not answer. */
async function waiting() {
  const { net, state } = silentNet()
  const run = await connectedBy(net)
  const { services, id, sandbox } = run
  const running = [await services.exports.start(id, 'full', 'asked')]
  const other = await services.connections.create(settingsFor(sandbox.base, { auth: 'none' }))
  running.push(await services.exports.start(other.id, 'full', 'asked'))
  const silent = await services.connections.create(settingsFor('http://127.0.0.1:9/fhir', { auth: 'none' }))
  state.isSilent = ({ url }) => url.includes(':9/')
  const third = await services.exports.start(silent.id, 'full', 'asked')
  return { ...run, state, running, third }
}

const keyOfExport = ({ folder }: Pick<Connected, 'folder'>, id: string): string => join(folder, 'exports', id, 'key')
const began = ({ log }: Pick<Connected, 'log'>): number =>
  log.entries.filter(({ event }) => event === 'exports.began').length

describe('an export that is cancelled', () => {
  it('while others run ends at once, without its key, and the server that it never asked is not asked', async () => {
    const all = await waiting()
    const { services, state, running, third } = all
    expect(third.waiting).toBe(true)
    expect(existsSync(keyOfExport(all, third.id))).toBe(true)
    expect(await services.exports.cancel(third.id)).toMatchObject({ state: 'cancelled', waiting: false })
    expect(existsSync(keyOfExport(all, third.id))).toBe(false)
    const before = began(all)
    for (const { id } of running) await services.exports.cancel(id)
    expect(began(all)).toBe(before)
    expect(state.unanswered).toEqual([])
    expect(all.exportService.history(third.connection)[0]?.ended).toMatchObject({
      state: 'cancelled',
      leftOnServer: false
    })
  })

  it('while the data are locked does not begin after they are unlocked, and is given up on the server then', async () => {
    const run = await connected(endless)
    const { services, exportService, id, sandbox, kept, folder } = run
    const { id: cancelled } = await services.exports.start(id, 'full', 'asked')
    await reached(run, cancelled, 'polling')
    await exportService.suspend()
    const { keyring } = kept
    const open = keyring.openKey.bind(keyring)
    const state = keyring.state.bind(keyring)
    const locked = (): never => {
      throw new AppError('not-allowed', 'locked', { reason: 'locked' })
    }
    Object.assign(keyring, { state: async () => ({ state: 'locked', by: 'passphrase' }), openKey: locked })
    expect(await services.exports.cancel(cancelled)).toMatchObject({ state: 'cancelled', can: { resume: false } })
    expect(existsSync(keyOfExport({ folder }, cancelled))).toBe(false)
    await expect(services.exports.resume(cancelled)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(sandbox.server.jobs()).toBe(1)
    Object.assign(keyring, { state, openKey: open })
    const before = began(run)
    await exportService.goOn()
    await expect
      .poll(() => exportService.history(id)[0]?.ended)
      .toMatchObject({ state: 'cancelled', leftOnServer: false })
    expect(sandbox.server.jobs()).toBe(0)
    expect(began(run)).toBe(before)
  })

  it('does not go on where the data are locked and unlocked before its server has answered', async () => {
    const { net, state, asked } = silentNet()
    const run = await connectedBy(net)
    const { services, exportService, id, sandbox } = run
    const { id: cancelled } = await services.exports.start(id, 'full', 'asked')
    await reached(run, cancelled, 'polling')
    state.isSilent = ({ method }) => method === 'DELETE'
    const cancelling = services.exports.cancel(cancelled)
    await asked
    const before = began(run)
    await exportService.suspend()
    expect(await cancelling).toMatchObject({ state: 'cancelled' })
    state.isSilent = () => false
    await exportService.goOn()
    await expect.poll(() => sandbox.server.jobs()).toBe(0)
    expect(began(run)).toBe(before)
    expect(await services.exports.get(cancelled)).toMatchObject({ state: 'cancelled' })
  })

  it('does not go on at the next start where the program ended before its server was told', async () => {
    const { net, state, asked } = silentNet()
    const first = await connectedBy(net)
    const { services, id, folder, sandbox } = first
    const { id: cancelled } = await services.exports.start(id, 'full', 'asked')
    await reached(first, cancelled, 'polling')
    // Its server describes itself first.
    state.isSilent = () => true
    const cancelling = services.exports.cancel(cancelled)
    await asked
    await first.stop()
    await cancelling
    const second = await startExporting(folder)
    expect(await second.services.exports.get(cancelled)).toMatchObject({ state: 'cancelled' })
    await second.exportService.goOn()
    await expect.poll(() => sandbox.server.jobs()).toBe(0)
    expect(began(second)).toBe(0)
  })

  it('ends at once where its server does not even say what it is', async () => {
    const { net, state, asked } = silentNet()
    const run = await connectedBy(net)
    state.isSilent = () => true
    const { id } = await run.services.exports.start(run.id, 'full', 'asked')
    await asked
    expect(await run.services.exports.cancel(id)).toMatchObject({ state: 'cancelled' })
    expect(run.exportService.active()).toEqual([])
    expect(existsSync(keyOfExport(run, id))).toBe(false)
  })

  it('does not begin where somebody had asked to go on with it a moment before', async () => {
    const run = await connected(endless)
    const { services, id } = run
    const { id: cancelled } = await services.exports.start(id, 'full', 'asked')
    await reached(run, cancelled, 'polling')
    await services.exports.pause(cancelled)
    const before = began(run)
    const [, last] = await Promise.allSettled([services.exports.resume(cancelled), services.exports.cancel(cancelled)])
    expect(last).toMatchObject({ status: 'fulfilled', value: { state: 'cancelled' } })
    expect(began(run)).toBe(before)
  })
})
