import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import { describe, expect, it } from 'vitest'
import type { RequirementReport } from '#shared/requirements/requirement-report.ts'
import type { Fault } from '../../../src-main/sample/server/fault-plan.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { managedBy } from '../../support/policies.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { canary, startSandbox } from '../bulk/sandbox.ts'
import { connected, type Connected } from './connected.ts'
import { openWindow, passphrase } from './open-window.ts'

/** Numbers of the requirements with a verdict, without the names of their sets. */
const numbers = ({ results }: RequirementReport, verdict: string): string[] =>
  results.flatMap((result) => (result.verdict === verdict ? [result.number?.replace(/^.*@/, '') ?? result.title] : []))

/** The report after a full export and one of changes. */
async function reportAfterExports(faults: readonly Fault[]): Promise<{ report: RequirementReport } & Connected> {
  const all = await connected({ faults }, { types: { kind: 'chosen', types: ['Patient', 'Condition', 'Coverage'] } })
  const { services, exportService, id, sandbox } = all
  for (const kind of ['full', 'incremental'] as const) {
    await exportService.ended((await services.exports.start(id, kind, 'asked')).id)
    sandbox.server.advance()
  }
  return { ...all, report: await services.connections.checkRequirements(id) }
}

describe('a report of requirements', () => {
  it('says of a server that keeps to the standards that it does, and is kept sealed', async () => {
    const { report, services, id, folder } = await reportAfterExports([])
    expect(numbers(report, 'not-met')).toEqual([])
    // No kick-off was refused.
    expect(numbers(report, 'not-observed')).toEqual(['304'])
    for (const number of ['30', '253', '256', '288', '223', '300', '301', '53', '125', '151', '160', '208', '306'])
      expect(numbers(report, 'met')).toContain(number)
    expect(numbers(report, 'not-applicable')).toEqual(expect.arrayContaining(['231', '14', '224', '225', '540']))
    expect(report).toMatchObject({ exports: 2 })

    const { connections } = services
    expect(await connections.requirements(id)).toEqual(report)
    const sealed = readFileSync(join(folder, 'connections', `${id}.report`))
    expect(sealed.includes('bulkdata')).toBe(false)
    for (const format of ['json', 'csv', 'postman'] as const) {
      const { text } = await connections.reportFile(id, format, true)
      expect(text).not.toContain('127.0.0.1')
      expect(text).not.toContain(canary)
    }
    // What was seen of a server says nothing about another one.
    const { settings } = await connections.get(id)
    await connections.change(id, { ...settings, base: `${settings.base}/other` })
    expect(await connections.requirements(id)).toBeUndefined()
  })

  it.each<readonly [name: string, faults: readonly Fault[], notMet: readonly string[]]>([
    [
      'answers in other forms',
      [
        { at: 'token', kind: 'no-expiry', times: 99 },
        { at: 'kick-off', kind: 'relative-location', times: 99 },
        { at: 'status', kind: 'no-retry-after', times: 1 },
        { at: 'manifest', kind: 'text-booleans', times: 99 },
        { at: 'file', kind: 'other-content-type', times: 999 }
      ],
      ['256', '301', '160', '208']
    ],
    [
      'leaves parts out and refuses',
      [
        { at: 'token', kind: 'text-expiry', times: 99 },
        { at: 'kick-off', kind: 'html-error', times: 1 },
        { at: 'manifest', kind: 'neither-error-nor-outcome', times: 99 },
        { at: 'delete', kind: 'gone', times: 99 }
      ],
      ['256', '304', '192', '306']
    ]
  ])('names what a server does not meet that %s', async (_, faults, notMet) => {
    const { report } = await reportAfterExports(faults)
    expect(numbers(report, 'not-met').sort()).toEqual([...notMet].sort())
  })

  it('writes no file where no files are allowed', async () => {
    const { services, id } = await connected(
      {},
      {},
      temporaryFolder(),
      { runs: 0, days: 0 },
      undefined,
      managedBy({ AllowCsvExport: false })
    )
    await services.connections.checkRequirements(id)
    for (const format of ['json', 'csv', 'postman'] as const)
      await expect(services.connections.reportFile(id, format, true)).rejects.toThrow('AllowCsvExport')
  })
})

describe('populus connection report', () => {
  it('makes, prints and writes a report, each with a record', async () => {
    const data = temporaryFolder()
    const { connections, close } = await openWindow(data)
    const { id } = await connections.create(
      settingsFor('http://127.0.0.1:9', { auth: 'private_key_jwt', clientId: 'app' })
    )
    await connections.makeKey(id, 'ES384')
    const jwks = JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet
    const sandbox = await startSandbox({ clients: [{ clientId: 'app', jwks }] })
    await connections.change(id, { ...(await connections.get(id)).settings, base: sandbox.base })
    await close()
    const report = (...words: string[]) =>
      runPopulus(['connection', 'report', 'Riverbend', ...words, '--data', data], { POPULUS_PASSPHRASE: passphrase })

    const none = await report('--saved')
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no report')])
    const out = join(temporaryFolder(), 'report.csv')
    const made = await report('--out', out, '--format', 'csv', '--redact')
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toMatch(/^Not observed: \d+\n {2}hl7\.fhir\.uv\.bulkdata_2\.0\.0@\d+ {2}SHALL/)
    expect(readFileSync(out, 'utf8')).toContain('hl7.fhir.uv.smart-app-launch_2.2.0@253,SHALL')
    expect(readFileSync(out, 'utf8')).not.toContain('127.0.0.1')
    const saved = JSON.parse((await report('--saved', '--json')).out) as RequirementReport & { name: string }
    expect(saved).toMatchObject({ name: 'Riverbend', base: sandbox.base, exports: 0 })
    expect(numbers(saved, 'met')).toEqual(expect.arrayContaining(['253', '289']))

    const { out: log } = await runPopulus(['audit', '--json', '--data', data], { POPULUS_PASSPHRASE: passphrase })
    const { records } = JSON.parse(log) as { records: { action: string; outcome: string }[] }
    const ours = records.flatMap(({ action, outcome }) =>
      action.startsWith('connection.re') ? [`${action} ${outcome}`] : []
    )
    expect(ours).toEqual([
      'connection.requirements-checked intent',
      'connection.requirements-checked success',
      'connection.report-saved intent',
      'connection.report-saved success'
    ])
  })
})
