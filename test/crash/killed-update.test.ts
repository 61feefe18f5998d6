import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeNet } from '../../src-main/host/node/net.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { outboundCalls } from '../../src-main/services/audit/outbound-calls.ts'
import { verifyAuditLog } from '../../src-main/services/audit/verify.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { createUpdateService } from '../../src-main/services/updates/update-service.ts'
import { managedBy } from '../support/policies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { killedChild } from './killed-child.ts'

const kills = Number(process.env['POPULUS_CRASH_KILLS'] ?? 5)
const name = 'populus_2.0.0_amd64.deb'

describe('a process that is killed while it downloads an update', () => {
  it(
    `leaves no package with other bytes, and says in its log whom it asked, ${kills} times`,
    { timeout: 600_000 },
    async () => {
      const { text, key } = makePublisherKey()
      const content = Buffer.alloc(3_000_000, 'package of version 2.0.0 ')
      const feed = Buffer.from(
        JSON.stringify({
          format: 'populus-update-1',
          version: '2.0.0',
          issuedAt: new Date(Date.now() - 60_000).toISOString(),
          expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
          packages: [
            {
              name,
              platform: 'linux',
              arch: 'x64',
              bytes: content.length,
              sha512: createHash('sha512').update(content).digest('hex')
            }
          ]
        })
      )
      const files: Readonly<Record<string, Buffer | string>> = {
        '/feed.json': feed,
        '/feed.json.sig': signDigest(digestOfFile(feed), readPublisherKey(text), Date.now()),
        [`/${name}`]: content
      }
      let asked = 0
      const server = createServer((request, response) => {
        asked += 1
        response.end(files[request.url ?? ''])
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => {
        server.closeAllConnections()
        server.close()
      })
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.json`
      const data = temporaryFolder()
      const folder = join(data, 'updates')
      for (let time = 0; time < kills; time += 1) {
        await killedChild(
          new URL('./update-child.ts', import.meta.url),
          data,
          { afterMs: Math.random() * 300 },
          { TEST_FEED: address, TEST_FEED_KEY: key }
        )
        // The first call to a host is on the disk before anything is sent.
        const { calls } = await outboundCalls(join(data, 'audit'))
        if (asked > 0) expect(calls).toBeGreaterThan(0)
        // A call that was recorded and cut off before it was sent counts.
        expect(calls).toBeLessThanOrEqual(asked + time + 1)
        expect(['torn', undefined]).toContain((await verifyAuditLog(join(data, 'audit'))).problem)
        if (existsSync(join(folder, name))) expect(readFileSync(join(folder, name)).equals(content)).toBe(true)
      }
      const updates = createUpdateService({
        recorded: async () => undefined,
        folder,
        policies: managedBy({ UpdateFeed: address, UpdateKeys: [{ name: 'IT department', key }] }),
        net: createNodeNet(),
        clock: systemClock,
        installed: { version: '1.0.0', platform: 'linux', arch: 'x64' }
      })
      const { path } = await updates.download()
      expect(readFileSync(path).equals(content)).toBe(true)
      expect(
        readdirSync(folder)
          .filter((each) => !each.startsWith('.'))
          .sort()
      ).toEqual([name, 'seen.json'])
    }
  )
})
