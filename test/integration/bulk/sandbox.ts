import { onTestFinished } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Credentials } from '../../../src-main/auth/access-token.ts'
import { makeSigningKey, type SigningKey } from '../../../src-main/auth/signing-key.ts'
import type { ExportPolicy } from '../../../src-main/bulk/export-context.ts'
import type { ExportRequest } from '../../../src-main/bulk/export-request.ts'
import type { ExportResult } from '../../../src-main/bulk/export-result.ts'
import { openExport, type OpenExportParts } from '../../../src-main/bulk/open-export.ts'
import { cancelExport, runExport } from '../../../src-main/bulk/run-export.ts'
import { prepareExportFolder } from '../../../src-main/headless/commands/export-folder.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../../src-main/host/system.ts'
import { createMemoryHistory } from '../../../src-main/sandbox/server/memory-history.ts'
import { createPopulationHistory } from '../../../src-main/sandbox/server/population-history.ts'
import type { ResourceHistory } from '../../../src-main/sandbox/server/resource-history.ts'
import {
  createSandboxServer,
  type SandboxOptions,
  type SandboxServer
} from '../../../src-main/sandbox/server/sandbox-server.ts'
import { diskFiles } from '../../../src-main/storage/store-files.ts'
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
  readonly server: SandboxServer
  readonly base: string
  readonly key: SigningKey
  readonly credentials: Credentials
}

/** Starts a sandbox that knows one client; it ends with the test. */
export async function startSandbox(
  options: Partial<SandboxOptions> & { readonly open?: boolean } = {}
): Promise<Sandbox> {
  const key = await makeSigningKey('ES384')
  const { open = false, ...rest } = options
  const storage = { origin: '' }
  const server = createSandboxServer({
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
  const credentials: Credentials = open ? { kind: 'none' } : { kind: 'private_key_jwt', clientId: 'app', key }
  return { server, base: `${main.origin}/fhir`, key, credentials }
}

/** A patience in which tests are quick. */
export const quick: ExportPolicy = {
  delays: { floorMs: 1, firstMs: 2, capMs: 20 },
  fileTries: 6,
  requestTries: 8,
  syncBytes: 16 * 1024,
  freshManifests: 3
}

export function requestFor(base: string, change: Partial<ExportRequest> = {}): ExportRequest {
  return {
    base,
    level: 'system',
    types: [],
    typeFilters: [],
    elements: [],
    associated: [],
    patients: [],
    byPatient: false,
    lenient: false,
    ...change
  }
}

/** What {@link exportOnce} did. */
export interface Exported {
  readonly result: ExportResult
  readonly folder: string
}

/** Runs an export in this process. */
export async function exportOnce(
  { base, credentials }: Pick<Sandbox, 'base' | 'credentials'>,
  change: Partial<ExportRequest> = {},
  parts: Partial<OpenExportParts> = {},
  folder = temporaryFolder(),
  cancel = false
): Promise<Exported> {
  const { work, sink } = await prepareExportFolder(folder)
  const opened = await openExport({
    net: createNodeNet(),
    clock: systemClock,
    random: systemRandom,
    files: diskFiles,
    sink,
    folder: work,
    request: requestFor(base, change),
    credentials,
    profile: undefined,
    tokenEndpoint: undefined,
    scopes: undefined,
    allowHttpLoopback: true,
    trustedOrigins: [],
    mode: 'bulk',
    previous: undefined,
    policy: quick,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    onState: () => undefined,
    ...parts
  })
  try {
    if (cancel) await cancelExport(opened.run)
    return { result: await runExport(opened.run), folder }
  } finally {
    await opened.close()
  }
}

/** Every resource that an export shows, by `Type/id`. */
export function shownResources(folder: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(join(folder, 'fhir'))) {
    for (const line of readFileSync(join(folder, 'fhir', name), 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)) {
      if (line.trim() === '') continue
      const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string }
      found.set(`${resourceType}/${id}`, line.trimEnd())
    }
  }
  return found
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
