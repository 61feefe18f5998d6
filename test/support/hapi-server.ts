import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { endProcess } from './end-process.ts'
import { freePort } from './free-port.ts'
import { waitUntilReady } from './wait-until-ready.ts'

const classpath = join(import.meta.dirname, '../peers/hapi/target/classpath.txt')

/** Whether `test/peers/install-hapi.sh` has been run. */
export const hasHapi = existsSync(classpath)

/** A resource as a server takes it. */
export interface StoredResource {
  readonly resourceType: string
  readonly id: string
}

/** A HAPI FHIR JPA server in a process of its own, whose data live in its memory. */
export interface HapiServer {
  readonly base: string
  /** Creates or replaces resources, under their own ids. */
  put(resources: readonly StoredResource[]): Promise<void>
  remove(resource: StoredResource): Promise<void>
  stop(): Promise<void>
}

/** Starts the server, which takes half a minute. */
export async function startHapi(): Promise<HapiServer> {
  const port = await freePort()
  const child = spawn(
    'java',
    [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Xmx1500m',
      '-cp',
      readFileSync(classpath, 'utf8').trim(),
      'HapiPeer',
      String(port)
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  )
  await waitUntilReady(child, 'HAPI is ready.', 'HAPI')
  const base = `http://127.0.0.1:${port}/fhir`

  async function send(method: string, path: string, body?: object): Promise<void> {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/fhir+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    if (!answer.ok) throw new Error(`HAPI answered ${method} ${path} with ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
  }

  return {
    base,
    async put(resources) {
      for (let start = 0; start < resources.length; start += 100) {
        const entry = resources.slice(start, start + 100).map((resource) => ({
          resource,
          request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` }
        }))
        await send('POST', '', { resourceType: 'Bundle', type: 'transaction', entry })
      }
    },
    remove: ({ resourceType, id }) => send('DELETE', `/${resourceType}/${id}`),
    stop: () => endProcess(child, 'SIGKILL')
  }
}
