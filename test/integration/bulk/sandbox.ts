import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ClientCredentials } from '../../../src-main/auth/client-credentials.ts'
import { makeSigningKey, type SigningKey } from '../../../src-main/auth/signing-key.ts'
import type { ExportRequest } from '../../../src-main/bulk/protocol/export-request.ts'
import type { ExportResult } from '../../../src-main/bulk/sink/export-result.ts'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { createMemoryHistory } from '../../support/memory-history.ts'
import { createPopulationHistory } from '../../../src-main/sample/server/population-history.ts'
import type { ResourceHistory } from '../../../src-main/sample/server/resource-history.ts'
import {
  createSampleServer,
  type SampleServerSettings,
  type SampleServer
} from '../../../src-main/sample/server/sample-server.ts'
import { diskFiles, type StoreFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { openTestExport, testStorage, type TestExport } from '../../support/export-parts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A family name that no file outside the data may hold. */
export const canary = 'Zyxwvcanary'

/** Little data with everything in it: patients, conditions, coverages of two payers. */
export function smallHistory(patients = 12, linesPerPart = 5): ResourceHistory {
  const meta = (day: string): string => `"meta":{"lastUpdated":"${day}T10:00:00Z"}`
  const lines: string[] = []
  for (let i = 0; i < patients; i += 1) {
    const text = `${'ü'.repeat(200)} ${i}`
    lines.push(
      `{"resourceType":"Patient","id":"p${i}",${meta('2026-01-01')},"name":[{"family":"${canary}","text":"${text}"}]}`,
      `{"resourceType":"Condition","id":"c${i}",${meta('2026-01-02')},"subject":{"reference":"Patient/p${i}"},"code":{"coding":[{"code":"${i % 2 === 0 ? 'a' : 'b'}"}],"text":"${text}"}}`,
      `{"resourceType":"Coverage","id":"v${i}",${meta('2026-01-02')},"beneficiary":{"reference":"Patient/p${i}"},"payor":[{"reference":"Organization/o${i % 2}","display":"Payer ${i % 2}"}]}`
    )
  }
  lines.push(`{"resourceType":"Organization","id":"o0",${meta('2026-01-01')},"name":"Payer 0"}`)
  const later = lines
    .filter((_, index) => index % 10 !== 4)
    .map((line, index) =>
      index % 7 === 3
        ? line.replace(/"lastUpdated":"[^"]+"/, '"lastUpdated":"2026-02-15T10:00:00Z"').replace(/ü{200}/, 'changed')
        : line
    )
  const added = `{"resourceType":"Condition","id":"new1",${meta('2026-02-20')},"subject":{"reference":"Patient/p1"}}`
  return createMemoryHistory(
    [
      { at: '2026-01-31T00:00:00Z', lines },
      { at: '2026-02-28T00:00:00Z', lines: [...later, added] }
    ],
    linesPerPart
  )
}

/** People of the sample population at four moments. */
export function growingPopulation(patients: number): ResourceHistory {
  return createPopulationHistory({
    patients,
    days: ['2026-01-31', '2026-04-30', '2026-07-31', '2026-10-31'],
    removedPerMille: 60
  })
}

/** A running sandbox. */
export interface Sandbox {
  readonly server: SampleServer
  readonly base: string
  readonly key: SigningKey
  readonly credentials: ClientCredentials
}

/** Starts a sandbox that knows one client; it ends with the test. */
export async function startSandbox(
  options: Partial<SampleServerSettings> & { readonly open?: boolean } = {}
): Promise<Sandbox> {
  const key = await makeSigningKey('ES384')
  const { open = false, ...rest } = options
  const storage = { origin: '' }
  const server = createSampleServer({
    history: smallHistory(),
    clients: open ? [] : [{ clientId: 'app', jwks: { keys: [key.publicJwk] } }],
    retryAfterSeconds: 0,
    clock: systemClock,
    random: systemRandom,
    storageOrigin: () => storage.origin,
    ...rest
  })
  const main = await serveOnLoopback(server.handle)
  const other = await serveOnLoopback(server.handle)
  storage.origin = other.origin
  onTestFinished(async () => {
    await main.close()
    await other.close()
  })
  const credentials: ClientCredentials = open ? { kind: 'none' } : { kind: 'private_key_jwt', clientId: 'app', key }
  return { server, base: `${main.origin}/fhir`, key, credentials }
}

/** What {@link exportOnce} did. */
export interface Exported {
  readonly result: ExportResult
  readonly folder: string
}

/** Runs a sealed export in this process; in a folder with one that has not ended, that one goes on. */
export async function exportOnce(
  { base, credentials }: Pick<Sandbox, 'base' | 'credentials'>,
  change: Partial<ExportRequest> = {},
  parts: Partial<TestExport> & { readonly files?: StoreFiles; readonly cancel?: boolean } = {},
  folder = temporaryFolder()
): Promise<Exported> {
  const { files = diskFiles, cancel = false, ...rest } = parts
  const storage = await testStorage(folder, files)
  try {
    const job = await openTestExport(storage, { base, credentials, change, ...rest })
    try {
      if (cancel) await job.cancel()
      return { result: (await job.run()).result, folder }
    } finally {
      await job.close()
    }
  } finally {
    await storage.release()
  }
}

/** Every resource of the newest snapshot in a folder, by `Type/id`; none when there is no snapshot. */
export async function shownResources(folder: string): Promise<Map<string, string>> {
  const { store, release } = await testStorage(folder)
  try {
    const [newest] = await store.list()
    if (newest === undefined) return new Map()
    const snapshot = await store.open(newest.id)
    const found = new Map<string, string>()
    for (const index of snapshot.inside.files.keys())
      addResources(found, await new Response(await snapshot.raw(index)).text())
    await snapshot.close()
    return found
  } finally {
    await release()
  }
}

/** Every resource that an export in the clear shows, by `Type/id`. */
export function plainResources(folder: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(join(folder, 'fhir')))
    addResources(found, readFileSync(join(folder, 'fhir', name), 'utf8'))
  return found
}

function addResources(found: Map<string, string>, text: string): void {
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (line.trim() === '') continue
    const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string }
    found.set(`${resourceType}/${id}`, line.trimEnd())
  }
}

/** What a state of a history holds, by `Type/id`. */
export async function trueResources(
  history: ResourceHistory,
  state = 0,
  types: readonly string[] = []
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const part of history.parts(state)) {
    if (types.length > 0 && !types.includes(part.type)) continue
    for await (const line of history.lines(state, part)) {
      const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string }
      found.set(`${resourceType}/${id}`, line)
    }
  }
  return found
}
