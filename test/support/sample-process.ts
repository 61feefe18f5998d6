/**
 * A FHIR server of its own process, for tests of the page: FHIR with bulk export, an address that hosts the key set that it was
 * given, and an administrator who registers it. Prints `{ base, admin, keys }` and ends with its parent.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { JSONWebKeySet } from 'jose'
import { serveOnLoopback } from '../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { createPopulationHistory } from '../../src-main/sample/server/population-history.ts'
import { createSampleServer } from '../../src-main/sample/server/sample-server.ts'
import type { RegisteredClient } from '../../src-main/sample/server/smart-authority.ts'

const clients: RegisteredClient[] = [{ clientId: 'nobody', secret: systemRandom.token(16) }]
const server = createSampleServer({
  history: createPopulationHistory({ patients: 40, days: ['2026-01-31', '2026-04-30'] }),
  clients,
  pollsBeforeDone: 2,
  clock: systemClock,
  random: systemRandom
})
const { origin } = await serveOnLoopback(server.handle)
let hosted: JSONWebKeySet | undefined

/** `POST /register` takes a key set for the client `populus`, `POST /advance` moves the data on, `GET /keys` hosts the set. */
async function administrate(request: IncomingMessage): Promise<string | undefined> {
  if (request.url === '/register') {
    hosted = JSON.parse(await text(request)) as JSONWebKeySet
    clients.push({ clientId: 'populus', jwks: hosted })
    return ''
  }
  if (request.url === '/advance') {
    server.advance()
    return ''
  }
  return request.url === '/keys' && hosted !== undefined ? JSON.stringify(hosted) : undefined
}

const admin = createServer((request, response) => {
  void administrate(request).then((body) => response.writeHead(body === undefined ? 404 : 200).end(body))
})
admin.listen(0, '127.0.0.1', () => {
  const { port } = admin.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  process.stdout.write(`${JSON.stringify({ base: `${origin}/fhir`, admin: address, keys: `${address}/keys` })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))
