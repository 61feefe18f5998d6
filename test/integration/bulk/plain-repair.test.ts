import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetPort } from '../../../src-main/ports/host.ts'
import { runPlainExport } from '../../../src-main/cli/export/plain-export.ts'
import { quick, requestFor } from '../../support/export-parts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { plainResources, smallHistory, startSandbox, trueResources } from './sandbox.ts'
import { unmanaged } from '../../support/policies.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('')
}

/** An export in the clear from a server that does not hand out its first two files while it is broken. */
async function started() {
  const sandbox = await startSandbox()
  const server = { broken: true }
  const node = createNodeNet()
  const net: NetPort = {
    async send(request) {
      if (server.broken && /\/files\/[^/]+\/[01]\./.test(request.url))
        return { status: 500, headers: {}, body: nothing(), close: () => undefined }
      return node.send(request)
    }
  }
  const folder = join(temporaryFolder(), 'out')
  const data = temporaryFolder()
  const run = (types: readonly string[] = ['Patient', 'Condition']) =>
    runPlainExport({
      folder,
      order: {
        request: requestFor(sandbox.base, { types: [...types] }),
        credentials: sandbox.credentials,
        profile: undefined,
        tokenEndpoint: undefined,
        scopes: undefined,
        allowHttpLoopback: true,
        trustedOrigins: [],
        absent: 'refuse',
        mode: 'bulk'
      },
      refresh: undefined,
      io: {
        out: () => undefined,
        err: () => undefined,
        terminal: false,
        policies: unmanaged,
        resources: '',
        data,
        net
      },
      signal: new AbortController().signal,
      policy: quick
    })
  return { sandbox, server, folder, run }
}

const truth = () => trueResources(smallHistory(), 0, ['Patient', 'Condition'])

describe('an export in the clear of which files are missing', () => {
  it('is completed by the same command: what is missing is fetched, and nothing else', async () => {
    const { sandbox, server, folder, run } = await started()
    expect(await run()).toMatchObject({ state: 'partial', completeness: { state: 'partial' } })
    const partial = plainResources(folder)
    expect(partial.size).toBeLessThan((await truth()).size)

    server.broken = false
    const before = sandbox.server.seen.length
    expect(await run()).toMatchObject({ state: 'committed', completeness: { state: 'complete', missing: [] } })
    const asked = sandbox.server.seen.slice(before)
    expect(asked.filter(({ path }) => path.includes('/files/'))).toHaveLength(2)
    expect(asked.some(({ path }) => path.includes('$export'))).toBe(false)
    expect(plainResources(folder)).toEqual(await truth())
    expect(existsSync(join(folder, '.export-earlier'))).toBe(false)
    // A further run finds it complete.
    const after = sandbox.server.seen.length
    expect(await run()).toMatchObject({ state: 'committed' })
    expect(sandbox.server.seen.slice(after).some(({ path }) => path.includes('/files/'))).toBe(false)
  })

  it('stays as it is while the server stays broken, and is completed later', async () => {
    const { server, folder, run } = await started()
    await run()
    const partial = plainResources(folder)
    expect(await run()).toMatchObject({ state: 'partial' })
    expect(plainResources(folder)).toEqual(partial)
    server.broken = false
    expect(await run()).toMatchObject({ state: 'committed' })
    expect(plainResources(folder)).toEqual(await truth())
  })

  it('is completed after an end right behind the moment when the first was set aside', async () => {
    const { server, folder, run } = await started()
    await run()
    renameSync(join(folder, '.export'), join(folder, '.export-earlier'))
    server.broken = false
    expect(await run()).toMatchObject({ state: 'committed' })
    expect(plainResources(folder)).toEqual(await truth())
  })

  it('is not mixed with another request', async () => {
    const { sandbox, server, run } = await started()
    await run()
    server.broken = false
    const before = sandbox.server.seen.length
    expect(await run(['Patient'])).toMatchObject({ state: 'partial' })
    expect(sandbox.server.seen.slice(before).some(({ path }) => path.includes('/files/'))).toBe(false)
  })
})
