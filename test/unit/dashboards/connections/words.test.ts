import { describe, expect, it } from 'vitest'
import type { Connection, ConnectionSettings, Discovered, VendorEntry } from '#shared/connection.ts'
import type { ExportRun, HealthPoint } from '#shared/export-run.ts'
import type { Schedule } from '#shared/schedule.ts'
import { fc } from '../../../support/property.ts'
import {
  connectionStatus,
  inSentences,
  problemsFirst
} from '../../../../src-renderer/dashboards/connections/connection-words.ts'
import {
  isPlainLoopback,
  suggestName,
  suggestSettings,
  tidySettings
} from '../../../../src-renderer/dashboards/connections/draft-settings.ts'
import { headerLines, parseHeaders } from '../../../../src-renderer/dashboards/connections/header-lines.ts'
import { freshness, healthSeries } from '../../../../src-renderer/dashboards/connections/health-series.ts'
import { healthChart } from '../../../../src-renderer/dashboards/connections/health-chart.ts'
import { runSteps } from '../../../../src-renderer/dashboards/connections/run-steps.ts'
import { scheduleLine, scheduleProblem } from '../../../../src-renderer/dashboards/connections/schedule-words.ts'
import { connectionOf, runOf } from '../../../support/export-run.ts'
import { format as formatOf } from '../../charts/chart-fixture.ts'

const format = formatOf()

const schedule: Schedule = {
  enabled: true,
  times: ['14:00', '02:00'],
  weekdays: [1, 2, 3, 4, 5],
  blackout: [],
  catchUpHours: 6,
  onBattery: false,
  onMetered: false,
  retries: 3,
  retryMinutes: 10,
  fullEveryDays: 0,
  notify: 'problems'
}

describe('a schedule in words', () => {
  it('names days and times in their order, and what it waits for', () => {
    expect(scheduleLine(schedule, format)).toBe('Monday to Friday at 02:00 and 14:00, on mains power')
    const often = {
      ...schedule,
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      onBattery: true,
      window: { from: '22:00', to: '06:00' }
    }
    expect(scheduleLine(often, format)).toBe('Every day at 02:00 and 14:00, between 22:00 and 06:00')
    expect(scheduleLine({ ...schedule, weekdays: [0, 3] }, format)).toContain('Wed, Sun')
    expect(scheduleLine({ ...schedule, enabled: false }, format)).toBe('Off')
  })

  it.each([
    [{ times: [] }, 'Add a time.'],
    [{ weekdays: [] }, 'Choose a day.'],
    [{ times: ['02:00', '02:00'] }, 'Each time is needed once only.'],
    [{ times: [''] }, 'Type every time, or remove it.'],
    [{ blackout: [{ from: '2026-12-26', to: '2026-12-24' }] }, 'Each pause needs'],
    [{ enabled: false, times: [] }, undefined],
    [{}, undefined]
  ] as const)('says what is missing: %j', (changes, said) => {
    const problem = scheduleProblem({ ...schedule, ...changes } as Schedule)
    if (said === undefined) expect(problem).toBeUndefined()
    else expect(problem).toContain(said)
  })
})

describe('the steps of a run', () => {
  const at = (state: string, minute: number) => ({ state: state as 'polling', at: minute * 60_000 })
  const states = (run: ReturnType<typeof runOf>, crawls = false) =>
    runSteps(run, crawls, 60 * 60_000, format).map(({ id, state }) => `${id} ${state}`)

  it('show where it is, how long the server took, and how much is left', () => {
    const run = runOf({
      state: 'downloading',
      files: 10,
      filesStored: 5,
      steps: [at('authorising', 0), at('kicking-off', 1), at('polling', 2), at('manifest', 30), at('downloading', 30)]
    })
    expect(states(run)).toEqual([
      'authorise done',
      'request done',
      'prepare done',
      'download running',
      'verify waiting',
      'swap waiting'
    ])
    const details = runSteps(run, false, 60 * 60_000, format).map(({ detail }) => detail)
    expect(details[2]).toBe('28 min at the server')
    expect(details[3]).toBe('5 of 10 files, 30 min left')
    expect(runSteps({ ...run, paused: true }, false, 60 * 60_000, format)[3]?.detail).toBe('5 of 10 files')
  })

  it('tell when the server is looked at next, in its own words too', () => {
    const run = runOf({
      state: 'polling',
      steps: [at('polling', 50)],
      poll: { text: '40%', nextAt: 62 * 60_000, looks: 3 }
    })
    expect(runSteps(run, false, 60 * 60_000, format)[2]?.detail).toBe('40%, next look in 2 min')
  })

  it('mark the step in which it failed, and none after a cancel', () => {
    const steps = [at('authorising', 0), at('kicking-off', 1)]
    expect(states(runOf({ state: 'failed', steps }))[1]).toBe('request failed')
    expect(states(runOf({ state: 'cancelled', steps }))[1]).toBe('request waiting')
    expect(states(runOf({ state: 'queued', steps: [] }))[0]).toBe('authorise waiting')
  })

  it('are all done at the end of a complete export; a crawl neither asks nor prepares', () => {
    expect(states(runOf()).every((step) => step.endsWith('done'))).toBe(true)
    expect(states(runOf({ state: 'partial' })).filter((step) => step.endsWith('failed'))).toHaveLength(1)
    expect(states(runOf(), true)).toHaveLength(4)
  })
})

describe('source health', () => {
  const day = 86_400_000
  const pointsOf = (values: readonly number[]): HealthPoint[] =>
    values.map((latencyMs, i) => ({
      run: `run-${i}`,
      at: i * day,
      kind: 'full',
      state: 'committed',
      latencyMs,
      errors: 0,
      requests: 10,
      resources: 100,
      patients: 10,
      bytes: 1
    }))
  const latency = (values: readonly number[]) =>
    healthSeries(pointsOf(values), format).find(({ id }) => id === 'latency')!

  it('draws no limits from fewer than twelve exports', () => {
    expect(latency([1, 2, 1, 2, 9]).limits).toBeUndefined()
  })

  it('marks a departure to the worse and not one to the better', () => {
    const usual = Array.from({ length: 14 }, (_, i) => 200 + (i % 2))
    expect(latency([...usual, 400]).since).toBe(14)
    expect(latency([...usual, 20]).since).toBeUndefined()
    expect(latency(usual).since).toBeUndefined()
  })

  it('leaves out volumes of an export that did not come to its end', () => {
    const points = pointsOf([1, 2]).map((point, i) => ({ ...point, state: i === 0 ? 'committed' : 'failed' }) as const)
    const series = healthSeries(points, format)
    expect(series.find(({ id }) => id === 'people')?.points).toHaveLength(1)
    expect(series.find(({ id }) => id === 'errors')?.points).toHaveLength(2)
  })

  it('says the same in the chart, its table and its sentence', () => {
    const model = healthChart(latency([...Array.from({ length: 14 }, (_, i) => 200 + (i % 2)), 400]), format)
    expect(model.marks.at(-1)?.lines).toEqual(['400 ms', 'departs from ordinary variation'])
    expect(model.table.rows.at(-1)?.map(({ text }) => text)).toEqual([model.marks.at(-1)?.title, '400 ms', 'departs'])
    expect(model.sentence).toContain('400 ms')
  })

  it.each([
    [1, 'closed'],
    [3, 'closed'],
    [5, 'due'],
    [9, 'danger']
  ] as const)('judges data that are %i days old by a schedule of working days', (age, kind) => {
    const now = Date.parse('2026-11-22T01:00:00Z') + age * day
    expect(freshness([runOf()], { ...schedule, weekdays: [1, 2, 3, 4, 5] }, now, format).kind).toBe(kind)
  })

  it('does not judge without a schedule, and says when there are no data', () => {
    expect(freshness([runOf()], undefined, Date.parse('2027-11-22T01:00:00Z'), format).kind).toBe('closed')
    expect(freshness([runOf({ state: 'failed' })], schedule, 0, format).kind).toBe('nodata')
  })
})

describe('the state of a connection', () => {
  it('is its running export, what is missing, or how the last one ended', () => {
    const status = (connection: Connection, runs: readonly ExportRun[]) => connectionStatus(connection, runs, format)
    expect(status(connectionOf(), [runOf({ state: 'downloading', files: 3, filesStored: 2 })]).text).toBe(
      'Exporting, 66%'
    )
    expect(status(connectionOf({ missing: ['No key.'] }), []).text).toBe('Set-up not finished')
    expect(status(connectionOf(), [])).toEqual({ kind: 'nodata', text: 'No export yet' })
    const failed = runOf({ state: 'failed', problem: { what: 'The key was refused.', todo: '', action: 'none' } })
    expect(status(connectionOf(), [failed])).toMatchObject({ kind: 'danger' })
    expect(status(connectionOf(), [failed]).text).toMatch(/^Failed .*: The key was refused\.$/)
    const long = runOf({
      state: 'failed',
      problem: { ...failed.problem!, what: 'Refused. Check 1.2 and (x, HTTP 401)' }
    })
    expect(status(connectionOf(), [long]).text).toMatch(/^Failed .*: Refused\.$/)
    expect(inSentences('Refused. Check 1.2 and (x, HTTP 401)').rest).toBe('Check 1.2 and (x, HTTP 401)')
  })

  it('puts problems first and keeps the order otherwise', () => {
    const finding = (verdict: 'good' | 'unknown' | 'warning', text: string) => ({
      topic: 'server' as const,
      verdict,
      text
    })
    const sorted = problemsFirst([
      finding('good', 'a'),
      finding('warning', 'b'),
      finding('unknown', 'c'),
      finding('warning', 'd')
    ])
    expect(sorted.map(({ text }) => text)).toEqual(['b', 'd', 'c', 'a'])
  })
})

describe('settings of a connection', () => {
  it.each([
    ['http://127.0.0.1:8080/fhir', true],
    ['http://localhost/fhir', true],
    ['http://[::1]:80', true],
    ['https://127.0.0.1/fhir', false],
    ['http://127.0.0.1.example.org/', false],
    ['http://localhost.example.org/', false]
  ])('knows this computer: %s', (base, local) => {
    expect(isPlainLoopback(base)).toBe(local)
  })

  it('are suggested by profile and server, and say nothing that was not typed', () => {
    const discovered = { base: 'https://fhir.example.org/r4', levels: [] } as unknown as Discovered
    const vendor = {
      id: 'meditech',
      switches: { levels: [], bulkExport: 'no', auth: 'none' }
    } as unknown as VendorEntry
    expect(suggestSettings(' ', discovered, vendor)).toMatchObject({
      name: 'fhir.example.org',
      mode: 'crawl',
      level: 'group',
      auth: 'none'
    })
    expect(suggestName({ ...discovered, software: 'Smile' })).toBe('Smile')
  })

  it('are stored without what was left empty', () => {
    const draft: ConnectionSettings = {
      ...connectionOf().settings,
      name: ' Site ',
      clientId: ' ',
      tokenEndpoint: ' https://token.example.org ',
      typeFilters: ['', ' Observation?category=laboratory ']
    }
    const tidy = tidySettings(draft)
    expect('clientId' in tidy).toBe(false)
    expect(tidy).toMatchObject({
      name: 'Site',
      tokenEndpoint: 'https://token.example.org',
      typeFilters: ['Observation?category=laboratory']
    })
  })
})

describe('headers as lines', () => {
  it('are read as they were written', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/)
    const value = fc.stringMatching(/^[!-~](?:[ -~]{0,20}[!-~])?$/)
    fc.assert(
      fc.property(fc.dictionary(name, value), (headers) => {
        expect(parseHeaders(headerLines(headers))).toEqual({ ...headers })
      })
    )
  })

  it.each(['no colon', 'Name:', ': value', 'a b: c'])('are refused when a line is none: %s', (text) => {
    expect(parseHeaders(text)).toBeUndefined()
  })
})
