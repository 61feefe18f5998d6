import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import type { NetPort, PolicyPort } from '../../../src-main/ports/host.ts'
import type { HistoryLimits } from '../../../src-main/services/exports/history-limits.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { startExporting, type Exporting } from '../../support/exporting.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { startSandbox, type Sandbox } from '../bulk/sandbox.ts'
import type { SampleServerSettings } from '../../../src-main/sample/server/sample-server.ts'

export interface Connected extends Exporting {
  readonly id: string
  readonly folder: string
  readonly sandbox: Sandbox
}

/** A connection whose key was made by the services and is registered with the sandbox. */
export async function connected(
  options: Partial<SampleServerSettings> = {},
  change: Parameters<typeof settingsFor>[1] = {},
  folder = temporaryFolder(),
  historyLimits: HistoryLimits = { runs: 0, days: 0 },
  net?: NetPort,
  policies?: PolicyPort
): Promise<Connected> {
  const exporting = await startExporting(folder, {
    historyLimits,
    ...(net === undefined ? {} : { net }),
    ...(policies === undefined ? {} : { policies })
  })
  const { connections } = exporting.services
  const { id } = await connections.create(
    settingsFor('http://127.0.0.1:9', { auth: 'private_key_jwt', clientId: 'app', ...change })
  )
  await connections.makeKey(id, 'ES384')
  const jwks = JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet
  const sandbox = await startSandbox({ ...options, clients: [{ clientId: 'app', jwks }] })
  await connections.change(id, { ...(await connections.get(id)).settings, base: sandbox.base })
  return { ...exporting, id, folder, sandbox }
}

export async function resourcesOf({ kept }: Exporting, snapshot: string): Promise<Map<string, string>> {
  const opened = await kept.store.open(snapshot)
  const found = new Map<string, string>()
  for (const index of opened.inside.files.keys())
    for (const line of (await new Response(await opened.raw(index)).text()).split('\n')) {
      if (line.trim() === '') continue
      const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string }
      found.set(`${resourceType}/${id}`, line)
    }
  await opened.close()
  return found
}

export async function keyOf(
  kept: Exporting['kept'],
  folder: string,
  id: string
): Promise<{ publicJwk: unknown; privateKey: string }> {
  const { openSecrets } = await import('../../../src-main/services/connections/connection-secrets.ts')
  const sealed = readFileSync(join(folder, 'connections', `${id}.secrets`))
  const { keys } = openSecrets(sealed, id, kept.keyring)
  const jwk = JSON.parse(keys[0]!.jwk) as { d: string }
  return { publicJwk: jwk, privateKey: jwk.d }
}

/** Waits until an export is in a state. */
export async function reached({ services }: Exporting, id: string, state: string): Promise<void> {
  for (;;) {
    if ((await services.exports.get(id)).state === state) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
