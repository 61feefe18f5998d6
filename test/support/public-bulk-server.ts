import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { endProcess } from './end-process.ts'
import { freePort } from './free-port.ts'

/** A simulation that the server encodes into its own base address. */
export interface Simulation {
  /** `transient_error`, `file_expired`, `some_file_generation_failed` … */
  readonly err?: string
  /** Resources per file. */
  readonly page?: number
}

/** The public SMART bulk-data server of smart-on-fhir in a process of its own. */
export interface PublicBulkServer {
  /** FHIR base of an export under a simulation; the server asks for a token there. */
  base(simulation?: Simulation): string
  /** Registers a key set. @param err error of the token service, if any @returns the client id */
  register(jwks: string, err?: string): Promise<string>
  /** Ends the process, so that connections are refused. */
  stop(): Promise<void>
  /** Starts it again at the same address; it still has its exports. */
  start(): Promise<void>
}

/** How many resources of each type the database of the server holds, without its groups, which are no part of an export. */
export function countsOf(folder: string): Readonly<Record<string, number>> {
  const database = new DatabaseSync(join(folder, 'database.r4.db'), { readOnly: true })
  try {
    const rows = database
      .prepare("select fhir_type type, count(*) n from data where fhir_type <> 'Group' group by 1")
      .all() as unknown as readonly { readonly type: string; readonly n: number }[]
    return Object.fromEntries(rows.map(({ type, n }) => [type, n]))
  } finally {
    database.close()
  }
}

/** Starts the server. @param folder a built copy with its packages and its database */
export async function startPublicBulkServer(folder: string): Promise<PublicBulkServer> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const started = spawn(process.execPath, ['-r', 'ts-node/register/transpile-only', 'index.ts'], {
      cwd: folder,
      env: { ...process.env, PORT: String(port), BASE_URL: origin, NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    child = started
    await new Promise<void>((done, fail) => {
      started.once('exit', (code) => fail(new Error(`The bulk-data server ended with ${code}.`)))
      started.stdout.on('data', (chunk: Buffer) => chunk.includes('listening') && done())
    })
  }

  async function stop(): Promise<void> {
    const ending = child
    child = undefined
    if (ending !== undefined) await endProcess(ending, 'SIGKILL')
  }

  await start()
  return {
    base(simulation = {}) {
      const options = Buffer.from(JSON.stringify({ secure: 1, ...simulation })).toString('base64url')
      return `${origin}/${options}/fhir`
    },
    async register(jwks, err = '') {
      const answer = await fetch(`${origin}/auth/register`, {
        method: 'POST',
        body: new URLSearchParams({ jwks, err, dur: '15' })
      })
      if (!answer.ok) throw new Error(`The bulk-data server registered nothing (HTTP ${answer.status}).`)
      return answer.text()
    },
    stop,
    start
  }
}
