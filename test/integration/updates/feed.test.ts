import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { UpdateFeed } from '#shared/governance/update.ts'
import { runCommandLine } from '../../../src-main/cli/command-line.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { createCallLedger } from '../../../src-main/policy/call-ledger.ts'
import { networkUnderPolicy } from '../../../src-main/policy/network-under-policy.ts'
import type { AuditEntry } from '../../../src-main/ports/host.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../../src-main/services/publishers/file-signature.ts'
import { listRecords } from '../../../src-main/services/audit/list-records.ts'
import { compareVersions } from '../../../src-main/services/updates/compare-versions.ts'
import { createUpdateService } from '../../../src-main/services/updates/update-service.ts'
import { managedBy } from '../../support/policies.ts'
import { fc } from '../../support/property.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// A server of this computer plays the one of the organization, and the one of somebody who attacks.

const trustedKey = makePublisherKey()
const stranger = makePublisherKey()
const now = Date.UTC(2026, 10, 28, 12)
const day = 86_400_000
const content = Buffer.from('the package of version 2.0.0, byte for byte'.repeat(500))
const name = 'populus_2.0.0_amd64.deb'

function feedOf(more: Partial<UpdateFeed> = {}): UpdateFeed {
  return {
    format: 'populus-update-1',
    version: '2.0.0',
    issuedAt: new Date(now - day).toISOString(),
    expiresAt: new Date(now + 14 * day).toISOString(),
    packages: [
      {
        name,
        platform: 'linux',
        arch: 'x64',
        bytes: content.length,
        sha512: createHash('sha512').update(content).digest('hex')
      },
      { name: 'Populus-2.0.0-x64.msi', platform: 'win32', arch: 'x64', bytes: 5, sha512: '0'.repeat(128) }
    ],
    ...more
  }
}

type Answer = Buffer | string | ((request: IncomingMessage, response: ServerResponse) => void)

/** Serves files under `/populus/` until the test ends. @returns what was asked, and how to change what is served */
async function serve(files: Record<string, Answer>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/populus\//, '')
    asked.push(path)
    const answer = files[path]
    if (typeof answer === 'function') answer(request, response)
    else if (answer === undefined) response.writeHead(404).end()
    else response.writeHead(200).end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { asked, files, origin: `http://127.0.0.1:${port}`, feed: `http://127.0.0.1:${port}/populus/feed.json` }
}

function signed(feed: UpdateFeed, key = trustedKey): Record<string, Answer> {
  const text = Buffer.from(JSON.stringify(feed))
  return { 'feed.json': text, 'feed.json.sig': signDigest(digestOfFile(text), readPublisherKey(key.text), now) }
}

function updatesOf(
  feed: string,
  {
    folder = join(temporaryFolder(), 'updates'),
    version = '1.0.0',
    at = now,
    policies = {},
    recorded = undefined as number | undefined
  } = {}
) {
  const audited: AuditEntry[] = []
  const managed = managedBy({
    UpdateFeed: feed,
    UpdateKeys: [{ name: 'IT department', key: trustedKey.key }],
    ...policies
  })
  const clock = { now: () => at }
  const ledger = createCallLedger({ audit: { record: async (entry) => audited.push(entry) }, policies: managed, clock })
  const network = networkUnderPolicy(
    { net: createNodeNet(), serve: () => Promise.reject(new Error('serves nothing')), policies: managed },
    ledger
  )
  const updates = createUpdateService({
    folder,
    policies: managed,
    net: network.netFor('update'),
    clock,
    installed: { version, platform: 'linux', arch: 'x64' },
    recorded: async () => recorded
  })
  return { updates, folder, audited }
}

/** No package is in the folder, under its name or another one. */
const packagesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((each) => each !== 'seen.json') : []

describe('an update feed', () => {
  it('offers what is newer, and its package is downloaded and verified, and never installed', async () => {
    const server = await serve({ ...signed(feedOf()), [name]: content })
    const { updates, folder, audited } = updatesOf(server.feed)
    expect(await updates.state()).toEqual({ state: 'ready', daily: false, version: '1.0.0' })
    expect(server.asked).toEqual([])
    expect(await updates.check()).toMatchObject({
      offer: { version: '2.0.0', signedBy: 'IT department', packages: [{ name, bytes: content.length }] },
      issuedAt: feedOf().issuedAt
    })
    const { path, version } = await updates.download()
    expect([version, readFileSync(path)]).toEqual(['2.0.0', content])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await updates.state()).toMatchObject({ offer: { version: '2.0.0' }, ready: path })
    expect(await updates.verify(path)).toMatchObject({ version: '2.0.0' })
    expect(audited[0]).toMatchObject({ action: 'network.called', outcome: 'intent', facts: { purpose: 'update' } })
    // Later, one byte of the file is another one.
    const changed = Buffer.from(content)
    changed[1000]! ^= 1
    writeFileSync(path, changed)
    await expect(updates.verify(path)).rejects.toThrow('at least one byte differs')
    expect(packagesIn(folder)).toEqual([name])
  })

  it('leaves nothing of a download that is canceled', async () => {
    const stop = new AbortController()
    const { feed } = await serve({
      ...signed(feedOf()),
      [name]: (_, response) => {
        response.writeHead(200).write(content.subarray(0, 1000))
        setTimeout(() => {
          stop.abort(new AppError('cancelled', 'Canceled.'))
          response.end(content.subarray(1000))
        }, 100)
      }
    })
    const { updates, folder } = updatesOf(feed)
    await expect(updates.download(undefined, stop.signal)).rejects.toThrow('Canceled.')
    expect(packagesIn(folder)).toEqual([])
  })

  it.each([
    [
      'a piece of the package',
      name,
      (response: ServerResponse) => response.writeHead(200).write(content.subarray(0, 1000))
    ],
    ['the first byte of the package', name, (response: ServerResponse) => response.writeHead(200).flushHeaders()],
    ['the answer with the package', name, () => undefined],
    ['the answer with the feed', 'feed.json', () => undefined]
  ])('is canceled while it waits for %s, which never comes', async (_, stuck, begin) => {
    const stop = new AbortController()
    const { feed } = await serve({
      ...signed(feedOf()),
      [name]: content,
      [stuck]: (_request, response) => {
        begin(response)
        setTimeout(() => stop.abort(new AppError('cancelled', 'Canceled.')), 50)
      }
    })
    const { updates, folder } = updatesOf(feed)
    await expect(updates.download(undefined, stop.signal)).rejects.toThrow('Canceled.')
    expect(packagesIn(folder)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')(
    'is canceled while a file of a share is read that does not answer',
    async () => {
      const share = temporaryFolder()
      for (const [file, bytes] of Object.entries(signed(feedOf()))) writeFileSync(join(share, file), bytes as Buffer)
      const stuck = join(share, name)
      execFileSync('mkfifo', [stuck])
      const stop = new AbortController()
      const { updates, folder } = updatesOf(join(share, 'feed.json'))
      setTimeout(() => stop.abort(new AppError('cancelled', 'Canceled.')), 50)
      await expect(updates.download(undefined, stop.signal)).rejects.toThrow('Canceled.')
      expect(packagesIn(folder)).toEqual([])
      // What still waits for the file goes on to its end.
      closeSync(openSync(stuck, 'r+'))
    }
  )

  it('leaves one download of each package of the newest release, and nothing of those before', async () => {
    const { files, feed } = await serve({ ...signed(feedOf()), [name]: content })
    const folder = join(temporaryFolder(), 'updates')
    await updatesOf(feed, { folder }).updates.download()
    writeFileSync(join(folder, 'populus_1.5.0_amd64.deb.partial'), 'cut off')
    const [{ name: _, ...like }] = feedOf().packages as [UpdateFeed['packages'][number]]
    const newer = { name: 'populus_2.1.0_amd64.deb', ...like }
    Object.assign(files, signed(feedOf({ version: '2.1.0', packages: [newer] })), { [newer.name]: content })
    await updatesOf(feed, { folder }).updates.download()
    expect(readdirSync(folder).sort()).toEqual([newer.name, 'seen.json'])
  })

  it('of the version that runs offers nothing', async () => {
    const server = await serve(signed(feedOf()))
    const { updates } = updatesOf(server.feed, { version: '2.0.0' })
    expect((await updates.check()).offer).toBeUndefined()
    await expect(updates.download()).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each([
    ['nobody signed', { ...signed(feedOf()), 'feed.json.sig': undefined }, {}, 'has no signature'],
    ['a stranger signed', signed(feedOf(), stranger), {}, 'not in the policy UpdateKeys'],
    [
      'has the signature of another feed',
      { ...signed(feedOf()), 'feed.json': Buffer.from(JSON.stringify(feedOf({ version: '3.0.0' }))) },
      {},
      'not of this file'
    ],
    ['has expired', signed(feedOf({ expiresAt: new Date(now).toISOString() })), {}, 'expired on'],
    ['is of the future', signed(feedOf({ issuedAt: new Date(now + 3 * day).toISOString() })), {}, 'in the future'],
    ['goes back to an older version', signed(feedOf()), { version: '2.0.1' }, 'does not go back'],
    [
      'has nothing for this computer',
      signed(feedOf({ packages: feedOf().packages.slice(1) })),
      {},
      'no package of it for this computer'
    ],
    ['is oversized', { ...signed(feedOf()), 'feed.json': Buffer.alloc(70_000, ' ') }, {}, 'too long to be one'],
    [
      'names a path in place of a file',
      signed(feedOf({ packages: [{ ...feedOf().packages[0]!, name: '../../etc/cron.d/x' }] })),
      {},
      'cannot read its format'
    ],
    ['is not there', {}, {}, 'There is no update feed']
  ] as const)('that %s is refused', async (_, files, options, sentence) => {
    const served = Object.fromEntries(Object.entries(files).filter(([, answer]) => answer !== undefined))
    const server = await serve({ ...(served as Record<string, Answer>), [name]: content })
    const { updates, folder } = updatesOf(server.feed, options)
    await expect(updates.check()).rejects.toThrow(sentence)
    await expect(updates.download()).rejects.toThrow(sentence)
    expect(server.asked).not.toContain(name)
    expect(packagesIn(folder)).toEqual([])
    expect((await updates.state()).offer).toBeUndefined()
  })

  it('that was replaced by an older copy is refused, also after a restart and before it expires', async () => {
    const old = signed(feedOf({ version: '1.5.0', issuedAt: new Date(now - 5 * day).toISOString() }))
    const server = await serve(signed(feedOf()))
    const { updates, folder } = updatesOf(server.feed)
    await updates.check()
    Object.assign(server.files, old)
    await expect(updates.check()).rejects.toThrow('older than one that was seen')
    await expect(updatesOf(server.feed, { folder }).updates.check()).rejects.toThrow('older than one that was seen')
    Object.assign(server.files, signed(feedOf()))
    expect(await updates.check()).toMatchObject({ offer: { version: '2.0.0' } })
  })

  it('that is older than the audit log knows is refused, and that what was seen is gone is named', async () => {
    const old = feedOf({ version: '1.5.0', issuedAt: new Date(now - 5 * day).toISOString() })
    const server = await serve(signed(old))
    const { updates, folder } = updatesOf(server.feed)
    await updates.check()
    const recorded = now - day
    // The file of an earlier look was put back, and then removed.
    for (const step of [() => undefined, () => rmSync(join(folder, 'seen.json'))]) {
      step()
      const after = updatesOf(server.feed, { folder, recorded }).updates
      const state = await after.state()
      expect([state.forgotten, state.offer]).toEqual([recorded, undefined])
      await expect(after.check()).rejects.toThrow('older than one that was seen')
    }
    Object.assign(server.files, signed(feedOf()))
    const after = updatesOf(server.feed, { folder, recorded }).updates
    await after.check()
    expect(await after.state()).toMatchObject({ offer: { version: '2.0.0' } })
    expect((await after.state()).forgotten).toBeUndefined()
  })

  it('offers nothing once it has expired', async () => {
    const server = await serve(signed(feedOf()))
    const { updates, folder } = updatesOf(server.feed)
    await updates.check()
    const later = updatesOf(server.feed, { folder, at: now + 15 * day }).updates
    expect((await later.state()).offer).toBeUndefined()
    await expect(later.verify(join(folder, name))).rejects.toThrow('expired on')
  })

  it('is not followed elsewhere', async () => {
    const evil = await serve({ ...signed(feedOf()), [name]: content })
    const to =
      (path: string): Answer =>
      (_, response) =>
        void response.writeHead(302, { location: `${evil.origin}/populus/${path}` }).end()
    const server = await serve({ 'feed.json': to('feed.json') })
    await expect(updatesOf(server.feed).updates.check()).rejects.toThrow('leads to another address')
    Object.assign(server.files, signed(feedOf()), { [name]: to(name) })
    const { updates, folder } = updatesOf(server.feed)
    await expect(updates.download()).rejects.toThrow('leads to another address')
    expect([evil.asked, packagesIn(folder)]).toEqual([[], []])
  })

  it('fits no other package: a changed byte, an end that is missing and one that is too many', async () => {
    const server = await serve(signed(feedOf()))
    const { updates, folder } = updatesOf(server.feed)
    const attempt = async (answer: Answer): Promise<unknown> => {
      server.files[name] = answer
      const error: unknown = await updates.download().catch((caught: unknown) => caught)
      expect(packagesIn(folder)).toEqual([])
      return error
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length - 1), fc.integer({ min: 1, max: 255 }), async (index, flip) => {
        const changed = Buffer.from(content)
        changed[index]! ^= flip
        expect(await attempt(changed)).toMatchObject({ code: 'invalid-input' })
      }),
      { numRuns: 20 }
    )
    expect(await attempt(content.subarray(0, -1))).toMatchObject({
      message: expect.stringContaining('ends before') as string
    })
    expect(await attempt(Buffer.concat([content, Buffer.from('x')]))).toMatchObject({
      message: expect.stringContaining('longer than the feed says') as string
    })
    // The connection is cut in the middle.
    expect(
      await attempt((_, response) => {
        response.writeHead(200, { 'content-length': String(content.length) })
        response.write(content.subarray(0, 1000))
        setImmediate(() => response.destroy())
      })
    ).toMatchObject({ code: 'network' })
    // One without an end is given up as soon as it is too long.
    expect(
      await attempt((_, response) => {
        response.writeHead(200)
        const send = (): void => {
          if (!response.destroyed) response.write(content, () => setImmediate(send))
        }
        send()
      })
    ).toMatchObject({ message: expect.stringContaining('longer than the feed says') as string })
    server.files[name] = content
    expect(readFileSync((await updates.download()).path)).toEqual(content)
  })

  it('has no byte that can change', async () => {
    const files = signed(feedOf())
    const server = await serve(files)
    const { updates } = updatesOf(server.feed)
    const whole = { feed: files['feed.json'] as Buffer, signature: Buffer.from(files['feed.json.sig'] as string) }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('feed' as const, 'signature' as const),
        fc.nat(100_000),
        fc.integer({ min: 1, max: 255 }),
        async (which, index, flip) => {
          const changed = Buffer.from(whole[which])
          changed[index % changed.length]! ^= flip
          server.files[which === 'feed' ? 'feed.json' : 'feed.json.sig'] = changed
          await expect(updates.check()).rejects.toMatchObject({ code: 'invalid-input' })
          Object.assign(server.files, signed(feedOf()))
        }
      ),
      { numRuns: 40 }
    )
  })

  it('is not asked without a network or a feed, nor at a host that is not allowed', async () => {
    const server = await serve({ ...signed(feedOf()), [name]: content })
    for (const [policies, policy] of [
      [{ Offline: true }, 'Offline'],
      [{ AllowedFhirHosts: ['software.example.org'] }, 'AllowedFhirHosts']
    ] as const) {
      const { updates } = updatesOf(server.feed, { policies })
      await expect(updates.check()).rejects.toMatchObject({ policy })
    }
    const { updates } = updatesOf(server.feed, { policies: { UpdateKeys: [] } })
    await expect(updates.check()).rejects.toThrow('No update feed is set')
    expect((await updates.state()).state).toBe('unset')
    expect(server.asked).toEqual([])
  })

  it('in a folder is read without a network', async () => {
    const folder = temporaryFolder()
    for (const [file, bytes] of Object.entries({ ...signed(feedOf()), [name]: content }))
      writeFileSync(join(folder, file), bytes)
    const { updates, audited } = updatesOf(join(folder, 'feed.json'), { policies: { Offline: true } })
    expect(readFileSync((await updates.download(name)).path)).toEqual(content)
    expect(audited).toEqual([])
    const share = updatesOf('\\\\server\\share\\feed.json', { policies: { Offline: true } })
    await expect(share.updates.check()).rejects.toMatchObject({ policy: 'Offline' })
  })
})

describe('populus update', () => {
  it('says what is offered, downloads and verifies it', async () => {
    const fits = feedOf().packages[0]!
    const arch = process.arch === 'arm64' ? ('arm64' as const) : ('x64' as const)
    const platform = process.platform as 'linux'
    const fresh = {
      issuedAt: new Date(Date.now() - 1000).toISOString(),
      expiresAt: new Date(Date.now() + day).toISOString()
    }
    const server = await serve({
      ...signed(feedOf({ ...fresh, version: '999.0.0', packages: [{ ...fits, platform, arch }] })),
      [name]: content
    })
    const policies = managedBy({
      UpdateFeed: server.feed,
      UpdateKeys: [{ name: 'IT department', key: trustedKey.key }]
    })
    const data = temporaryFolder()
    const run = async (...words: readonly string[]) => {
      let out = ''
      const io = { terminal: false, policies, resources: join(process.cwd(), 'resources'), data }
      const code = await runCommandLine(['update', ...words, '--json'], {
        ...io,
        out: (text) => void (out += text),
        err: () => undefined
      })
      return { code, said: JSON.parse(out) as Record<string, unknown> }
    }
    expect(await run('check')).toMatchObject({ code: 1, said: { offer: { version: '999.0.0' } } })
    server.files[name] = (_, response) => {
      response.writeHead(200).write(content.subarray(0, 1000))
      process.emit('SIGINT')
      setTimeout(() => response.end(content.subarray(1000)), 100)
    }
    expect(await run('download')).toMatchObject({ code: 130, said: { error: { code: 'cancelled' } } })
    server.files[name] = content
    const { code, said } = await run('download')
    expect([code, readFileSync(String(said['path']))]).toEqual([0, content])
    expect(await run('verify', String(said['path']))).toMatchObject({ code: 0, said: { version: '999.0.0' } })
    writeFileSync(String(said['path']), 'x')
    expect((await run('verify', String(said['path']))).code).toBe(2)
    const updated = { actions: ['update.checked', 'update.downloaded', 'update.verified', 'network.called'] }
    const { rows } = await listRecords(join(data, 'audit'), updated, { limit: 50, folded: true })
    expect(rows.reverse().map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      // What was asked is counted before the outcome is recorded: each command closes its network last.
      'update.checked success',
      'network.called success',
      'update.downloaded failure',
      'network.called success',
      'update.downloaded success',
      'network.called success',
      'update.verified success',
      'update.verified failure'
    ])
    // An older feed that holds still, and nothing left of what was seen: the log knows better.
    rmSync(join(data, 'updates', 'seen.json'))
    const older = { ...fresh, issuedAt: new Date(Date.now() - day).toISOString() }
    Object.assign(
      server.files,
      signed(feedOf({ ...older, version: '998.0.0', packages: [{ ...fits, platform, arch }] }))
    )
    expect((await run('check')).code).toBe(2)
  })
})

describe('the order of versions', () => {
  it('is that of Semantic Versioning', () => {
    // Section 11 of the specification, 2.0.0.
    const ascending = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0'
    ]
    for (const [a, first] of ascending.entries())
      for (const [b, second] of ascending.entries())
        expect([first, second, Math.sign(compareVersions(first, second))]).toEqual([first, second, Math.sign(a - b)])
  })
})
