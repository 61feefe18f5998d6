import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openExportLines } from '../../../src-main/services/exports/export-storage.ts'
import { testStorage } from '../../support/export-parts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { generic } from '../../../src-main/vendors/generic.ts'
import { exportOnce, shownResources, smallHistory, startSandbox, trueResources } from './sandbox.ts'

/** Log and journal of the newest export in a folder. */
async function linesOf(folder: string): Promise<[string, string]> {
  const storage = await testStorage(folder)
  const { lines, logPath, journalPath } = openExportLines(storage, (await storage.records.list())[0]!)
  await storage.release()
  return [(await lines.read(logPath))!.toString(), (await lines.read(journalPath))!.toString()]
}

describe('an export from the sandbox', () => {
  it('signs in, exports everything, shows it as a whole, and deletes it on the server', async () => {
    const sandbox = await startSandbox()
    const { result, folder } = await exportOnce(sandbox)
    expect(result).toMatchObject({
      state: 'committed',
      deleted: 0,
      issues: [],
      transactionTime: '2026-01-31T00:00:00Z'
    })
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
    expect(result.types['Patient']).toEqual({ resources: 12, rejected: 0 })
    expect(sandbox.server.jobs()).toBe(0)
    expect(sandbox.server.seen.at(-1)).toMatchObject({ method: 'DELETE', status: 202 })
    expect(readdirSync(folder).sort()).toEqual(['exports', 'snapshots'])
  })

  it.each(['get-commas', 'get-repeats', 'post'] as const)('starts by %s with all parameters', async (kickOff) => {
    const sandbox = await startSandbox()
    const { result, folder } = await exportOnce(
      sandbox,
      {
        level: 'group',
        group: 'o1',
        types: ['Patient', 'Condition'],
        typeFilters: ['Condition?code=a,b'],
        elements: ['name', 'code'],
        until: '2026-01-31T00:00:00Z'
      },
      { profile: { ...generic, kickOff } }
    )
    expect(result.state).toBe('committed')
    expect(result.types).toEqual({ Patient: { resources: 6, rejected: 0 }, Condition: { resources: 6, rejected: 0 } })
    for (const line of (await shownResources(folder)).values()) expect(line).toContain('SUBSETTED')
    const kick = sandbox.server.seen.find(({ path }) => path.includes('$export'))
    expect(kick?.method).toBe(kickOff === 'post' ? 'POST' : 'GET')
    if (kickOff === 'get-commas') expect(kick?.path).toContain('_type=Patient%2CCondition')
    if (kickOff === 'get-repeats') expect(kick?.path).toContain('_type=Patient&_type=Condition')
  })

  it('keeps a standard log and a journal without tokens, names and signed addresses', async () => {
    const sandbox = await startSandbox({ links: 'capability' })
    const { folder } = await exportOnce(sandbox)
    const [log, journal] = await linesOf(folder)
    const events = log
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { eventId: string }).eventId)
    expect(events[0]).toBe('kickoff')
    expect(new Set(events)).toEqual(
      new Set([
        'kickoff',
        'status_progress',
        'status_page_complete',
        'status_complete',
        'download_request',
        'download_complete',
        'export_complete'
      ])
    )
    for (const text of [log, journal]) expect(text).not.toMatch(/sig=|Bearer|access_token|Zyxwvcanary/)
  })

  it('takes output that is organized by patient', async () => {
    const sandbox = await startSandbox()
    const { result, folder } = await exportOnce(sandbox, {
      level: 'patient',
      byPatient: true,
      types: ['Patient', 'Condition']
    })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(result.types).toEqual({ Patient: { resources: 12, rejected: 0 }, Condition: { resources: 12, rejected: 0 } })
    expect([...(await shownResources(folder)).keys()].filter((key) => key.startsWith('Condition/'))).toHaveLength(12)
  })

  it('says when a permission is missing', async () => {
    const sandbox = await startSandbox()
    const { key } = sandbox
    const narrow = await startSandbox({
      clients: [{ clientId: 'app', jwks: { keys: [key.publicJwk] }, scopes: ['system/Patient.read'] }]
    })
    const { result } = await exportOnce(
      { ...narrow, credentials: sandbox.credentials },
      { types: ['Patient', 'Condition'] }
    )
    expect(result.types['Condition']).toEqual({ resources: 0, rejected: 0 })
    expect(result.issues).toEqual([{ severity: 'warning', text: expect.stringContaining('Condition') as string }])
  })

  it('crawls by searching where there is no bulk export', async () => {
    const sandbox = await startSandbox()
    const { result, folder } = await exportOnce(
      sandbox,
      { types: ['Patient', 'Condition', 'Coverage', 'Organization'], level: 'patient' },
      { mode: 'crawl' }
    )
    expect(result.state).toBe('committed')
    expect([...(await shownResources(folder)).keys()].sort()).toEqual(
      [...(await trueResources(smallHistory())).keys()].sort()
    )
    const group = await exportOnce(
      sandbox,
      { types: ['Patient', 'Condition'], level: 'group', group: 'o0' },
      { mode: 'crawl' }
    )
    expect(group.result.types).toEqual({
      Patient: { resources: 6, rejected: 0 },
      Condition: { resources: 6, rejected: 0 }
    })
  })

  it('is cancelled on the server, too, and does not start again', async () => {
    const sandbox = await startSandbox({ pollsBeforeDone: 1_000_000 })
    const stop = new AbortController()
    const stopping = {
      signal: stop.signal,
      onState: (state: string) => (state === 'polling' ? stop.abort() : undefined)
    }
    const folder = temporaryFolder()
    await expect(exportOnce(sandbox, {}, stopping, folder)).rejects.toMatchObject({ code: 'cancelled' })
    expect(sandbox.server.jobs()).toBe(1)
    await expect(exportOnce(sandbox, {}, { cancel: true }, folder)).rejects.toMatchObject({ code: 'cancelled' })
    expect(sandbox.server.jobs()).toBe(0)
  })
})
