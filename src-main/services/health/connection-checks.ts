import { servicesHealthMessages as m } from '#messages/services/health.ts'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { completenessSentence, isComplete } from '#shared/completeness.ts'
import { errorCode } from '#shared/error-code.ts'
import { ExportRecord } from '../exports/export-record.ts'
import { ConnectionFile } from '../connections/connection-file.ts'
import { missingToSignIn } from '../connections/settings-check.ts'
import { readText } from '../../storage/files/read-text.ts'
import type { HealthCheck } from './health-check.ts'

/** What of the files of a connection says how its refreshes went. */
type Watched = Pick<ConnectionFile, 'id' | 'settings' | 'schedule' | 'keys' | 'hasSecret'>

/**
 * How the last export of each connection went. Nothing is opened that is sealed, and nothing is changed, so a Populus that
 * runs is not disturbed.
 * @param maximumAgeMs data of a connection with a schedule that are older are a warning
 */
export async function checkConnections(data: string, now: number, maximumAgeMs: number): Promise<HealthCheck[]> {
  const connections = await readAll(join(data, 'connections'), (name) => name, ConnectionFile, /^c?[\w-]{8,64}\.json$/)
  const exports = await readAll(join(data, 'exports'), (name) => join(name, 'job.json'), ExportRecord, /^[^.]+$/)
  const unreadable = connections.unreadable + exports.unreadable
  const damaged: HealthCheck = {
    name: 'connection',
    state: 'failed',
    text: m.filesOfConnectionsOrExportsCannot(unreadable),
    facts: { unreadable }
  }
  const checks = connections.found.map((connection) => {
    const history = exports.found
      .filter((item) => item.connection === connection.id)
      .sort((a, b) => b.createdAt - a.createdAt)
    return checkConnection(connection, history, now, maximumAgeMs)
  })
  return unreadable === 0 ? checks : [damaged, ...checks]
}

/** @param history newest first */
export function checkConnection(
  connection: Watched,
  history: readonly ExportRecord[],
  now: number,
  maximumAgeMs: number
): HealthCheck {
  const { id, settings, schedule } = connection
  const check = (state: HealthCheck['state'], text: string, facts: HealthCheck['facts'] = {}): HealthCheck => ({
    name: 'connection',
    state,
    text: `${settings.name}: ${text}`,
    facts: { connection: id, ...facts }
  })
  const last = history.find(({ ended }) => ended !== undefined)?.ended
  const missing = missingToSignIn(connection)
  if (last === undefined)
    return check('warning', [m.noExportHasEndedYet, ...missing].join(' '), { missing: missing.length })
  const good = history.find(({ ended }) => ended?.state === 'committed')?.ended
  const ageHours = good === undefined ? undefined : Math.floor((now - good.at) / 3_600_000)
  const facts = {
    lastState: last.state,
    lastAt: new Date(last.at).toISOString(),
    resources: last.resources,
    ...(last.code === undefined ? {} : { code: last.code }),
    ...(last.completeness === undefined ? {} : { completeness: last.completeness.state }),
    ...(ageHours === undefined ? {} : { ageHours })
  }
  if (last.state === 'failed') return check('failed', m.theLastExportFailedOpenIts, facts)
  if (missing.length > 0) return check('warning', m.theNextExportCannotSignIn(missing.join(' ')), facts)
  if (last.state === 'partial' || !isComplete(last.completeness?.state))
    return check('warning', completenessSentence(last.completeness) ?? m.theLastExportIsIncomplete, facts)
  if (schedule?.enabled === true && (ageHours === undefined || ageHours * 3_600_000 > maximumAgeMs))
    return check('warning', m.theLastCompleteExportIsHours(ageHours), facts)
  return check('ok', m.theLastExportEndedAs(last.state), facts)
}

async function readAll<S extends v.GenericSchema>(
  folder: string,
  pathOf: (name: string) => string,
  schema: S,
  named: RegExp
): Promise<{ readonly found: readonly v.InferOutput<S>[]; readonly unreadable: number }> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  const found: v.InferOutput<S>[] = []
  let unreadable = 0
  for (const name of names.filter((each) => named.test(each))) {
    for (const value of await readJson(join(folder, pathOf(name)))) {
      const parsed = v.safeParse(schema, value)
      if (parsed.success) found.push(parsed.output)
      else unreadable++
    }
  }
  return { found, unreadable }
}

/** What a file holds: nothing where there is none yet, and `undefined`, which is no record, where it cannot be read. */
async function readJson(path: string): Promise<readonly unknown[]> {
  try {
    const text = await readText(path)
    return text === undefined ? [] : [JSON.parse(text) as unknown]
  } catch {
    return [undefined]
  }
}
