import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { endProcess } from './end-process.ts'
import { freePort } from './free-port.ts'
import { waitUntilReady } from './wait-until-ready.ts'

const installed = join(import.meta.dirname, '../peers/pathling-server/target/installed.txt')

/** Whether `test/peers/install-pathling-server.sh` has been run. */
export const hasPathlingServer = existsSync(installed)

/** Parts of the Java runtime that Spark reaches into. */
const opened = [
  ...['net', 'nio', 'util', 'lang.invoke', 'lang', 'util.concurrent'].map((name) => `java.base/java.${name}`),
  ...['sun.util.calendar', 'sun.nio.cs', 'sun.nio.ch', 'sun.security.action'].map((name) => `java.base/${name}`)
]

/** A Pathling server in a process of its own. */
export interface PathlingServer {
  readonly base: string
  /** Replaces all resources of the types that a folder has files of. @param folder absolute; `TYPE.NAME.ndjson` */
  import(folder: string): Promise<void>
  /** Creates or replaces a resource. */
  put(resource: { readonly resourceType: string; readonly id: string }): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the server, which takes half a minute. It looks once, at its start, which types there are to export.
 * @param folder absolute path of the folder that it keeps its tables in, and may import from
 */
export async function startPathling(folder: string): Promise<PathlingServer> {
  const [java = '', classpath = ''] = readFileSync(installed, 'utf8').split('\n')
  const port = await freePort()
  mkdirSync(join(folder, 'tables', 'default'), { recursive: true })
  const settings = {
    'server.address': '127.0.0.1',
    'server.port': port,
    'management.server.port': -1,
    'pathling.storage.warehouseUrl': pathToFileURL(join(folder, 'tables')).href,
    'pathling.import.allowableSources': pathToFileURL(folder).href,
    'spark.master': 'local[2]',
    'spark.ui.enabled': false,
    'spark.sql.shuffle.partitions': 2,
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1'
  }
  const child = spawn(
    java,
    [
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx1500m', '-Duser.timezone=UTC'],
      ...opened.map((part) => `--add-opens=${part}=ALL-UNNAMED`),
      ...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`),
      ...['-cp', classpath, 'au.csiro.pathling.PathlingServer']
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], cwd: folder }
  )
  await waitUntilReady(child, 'Started PathlingServer', 'Pathling')
  const base = `http://127.0.0.1:${port}/fhir`
  const fhir = { accept: 'application/fhir+json', 'content-type': 'application/fhir+json' }

  async function ask(url: string, init: RequestInit, more: Readonly<Record<string, string>> = {}): Promise<Response> {
    const answer = await fetch(url, { ...init, headers: { ...fhir, ...more } })
    if (!answer.ok) throw new Error(`Pathling answered ${url} with ${answer.status}: ${await answer.text()}`)
    return answer
  }

  return {
    base,
    async import(files) {
      const input = readdirSync(files)
        .filter((name) => name.endsWith('.ndjson'))
        .map((name) => ({
          name: 'input',
          part: [
            { name: 'resourceType', valueCode: name.split('.')[0] },
            { name: 'url', valueUrl: pathToFileURL(join(files, name)).href }
          ]
        }))
      const parameter = [
        { name: 'inputFormat', valueCode: 'application/fhir+ndjson' },
        { name: 'saveMode', valueCode: 'overwrite' },
        ...input
      ]
      const body = JSON.stringify({ resourceType: 'Parameters', parameter })
      const begun = await ask(`${base}/$import`, { method: 'POST', body }, { prefer: 'respond-async' })
      for (let status = 202; status === 202;) {
        await delay(1000)
        const answer = await ask(begun.headers.get('content-location') ?? '', {})
        await answer.arrayBuffer()
        status = answer.status
      }
    },
    async put(resource) {
      const url = `${base}/${resource.resourceType}/${resource.id}`
      await (await ask(url, { method: 'PUT', body: JSON.stringify(resource) })).arrayBuffer()
    },
    stop: () => endProcess(child, 'SIGKILL')
  }
}
