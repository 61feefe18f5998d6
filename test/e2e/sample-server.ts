import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { firstLine } from './shells.ts'

/** A FHIR server next to the program under test. */
export interface SandboxServer {
  /** FHIR base. */
  readonly base: string
  /** Where it hosts the key set that was registered. */
  readonly keys: string
  /** The administrator registers a public key set for the client `populus`. */
  register(jwks: string): Promise<void>
  /** The data move on. */
  advance(): Promise<void>
  stop(): void
}

/** Starts the server in a process of its own. */
export async function startSandboxServer(): Promise<SandboxServer> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../support/sample-process.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  const { base, admin, keys } = JSON.parse(await firstLine(child.stdout)) as {
    base: string
    admin: string
    keys: string
  }
  const post = async (path: string, body = ''): Promise<void> => {
    const { ok } = await fetch(`${admin}${path}`, { method: 'POST', body })
    if (!ok) throw new Error(`${path} was not taken`)
  }
  return {
    base,
    keys,
    register: (jwks) => post('/register', jwks),
    advance: () => post('/advance'),
    stop: () => child.kill('SIGTERM')
  }
}
