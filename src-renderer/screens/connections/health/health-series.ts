import { commonMessages as common } from '#messages/common.ts'
import { screensConnectionsHealthMessages as m } from '#messages/screens/connections/health.ts'
import { controlLimits, latestSignal, type ControlLimits } from '#engine/base/stats/control-chart.ts'
import type { ExportRun, HealthPoint } from '#shared/export-run.ts'
import type { Schedule } from '#shared/schedule.ts'
import type { Format } from '../../../ui/format/format.ts'
import type { StatusKind } from '../../../ui/primitives/status-kind.ts'

/** One thing that is watched about a source, export by export. */
export interface HealthSeries {
  readonly id: string
  readonly label: string
  /** What it is, in a sentence. */
  readonly about: string
  /** Oldest first; only exports that have a value. */
  readonly points: readonly { readonly run: string; readonly at: number; readonly value: number }[]
  /** Limits of ordinary variation, with 12 exports or more. */
  readonly limits: ControlLimits | undefined
  /** Index of the first point that departs from ordinary variation up to the last one. */
  readonly since: number | undefined
  /** Whether a departure to this side is bad news; `either` where both are. */
  readonly worse: 'above' | 'below' | 'either'
  /** A value in words. */
  readonly text: (value: number) => string
}

/** Fewest exports with which limits mean something. */
const fewest = 12

interface Watched {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly worse: HealthSeries['worse']
  readonly value: (point: HealthPoint) => number | undefined
  readonly text: (value: number, format: Format) => string
}

const watched: readonly Watched[] = [
  {
    id: 'prepare',
    label: m.prepareTime,
    about: m.untilTheFilesAreListed,
    worse: 'above',
    // In minutes, so that the ticks of an axis are round.
    value: ({ prepareSeconds }) => (prepareSeconds === undefined ? undefined : prepareSeconds / 60),
    text: (value, format) => (value < 1 / 6 ? `${format.value(value * 60, 'number')} s` : format.duration(value * 60))
  },
  {
    id: 'latency',
    label: m.latency,
    about: m.untilAnAnswerBegins,
    worse: 'above',
    value: ({ latencyMs }) => latencyMs,
    text: (value, format) => m.countMs(value < 10 ? format.value(value, 'number') : format.count(value))
  },
  {
    id: 'speed',
    label: m.throughput,
    about: m.ofTheFiles,
    worse: 'below',
    value: ({ bytesPerSecond }) => bytesPerSecond,
    text: (value, format) => `${format.bytes(value)}/s`
  },
  {
    id: 'errors',
    label: m.errors,
    about: m.ofAllRequests,
    worse: 'above',
    value: ({ errors, requests }) => (requests === 0 ? undefined : errors / requests),
    text: (value, format) => format.percent(value)
  },
  {
    id: 'people',
    label: common.people,
    about: m.inFullExports,
    worse: 'either',
    value: (point) => (isWhole(point) ? point.patients : undefined),
    text: (value, format) => format.people(value)
  },
  {
    id: 'lines',
    label: m.linesPerPerson,
    about: m.inFullExports,
    worse: 'either',
    value: (point) => (point.patients === 0 || !isWhole(point) ? undefined : point.resources / point.patients),
    text: (value, format) => format.value(value, 'number')
  }
]

/** Volumes of an export that did not come to its end, or brought changes only, would look like a fall. */
function isWhole({ state, kind }: HealthPoint): boolean {
  return state === 'committed' && kind === 'full'
}

/** What is watched about a source. @param points oldest first */
export function healthSeries(points: readonly HealthPoint[], format: Format): HealthSeries[] {
  return watched.map(({ id, label, about, worse, value, text }) => {
    const found = points.flatMap((point) => {
      const number = value(point)
      return number === undefined ? [] : [{ run: point.run, at: point.at, value: number }]
    })
    const values = found.map((point) => point.value)
    const limits = values.length >= fewest ? controlLimits(values) : undefined
    const signal = limits && latestSignal(values, limits)
    const bad = signal !== undefined && (worse === 'either' || worse === signal.direction)
    return {
      id,
      label,
      about,
      worse,
      points: found,
      limits,
      since: bad ? signal.since : undefined,
      text: (number) => text(number, format)
    }
  })
}

const dayMs = 86_400_000

/**
 * How old the data of a source are, against its schedule.
 * @param runs of the connection, newest first
 * @param now milliseconds since 1970
 */
export function freshness(
  runs: readonly ExportRun[],
  schedule: Schedule | undefined,
  now: number,
  format: Pick<Format, 'moment' | 'age'>
): { readonly kind: StatusKind; readonly text: string } {
  const last = runs.find(({ state, transactionTime }) => state === 'committed' && transactionTime !== undefined)
  const time = Date.parse(last?.transactionTime ?? '')
  if (Number.isNaN(time)) return { kind: 'nodata', text: m.noDataYet }
  const age = (now - time) / dayMs
  const text = m.dataOf(format.moment(time), format.age(Math.floor(age)))
  const expected = schedule?.enabled === true ? expectedEvery(schedule) : undefined
  if (expected === undefined || age <= expected) return { kind: 'closed', text }
  return age <= 2 * expected
    ? { kind: 'due', text: m.laterThanScheduled(text) }
    : { kind: 'danger', text: m.farLaterThanScheduled(text) }
}

/** The longest pause between two days of a schedule, and a day of grace. */
function expectedEvery({ weekdays, times }: Schedule): number | undefined {
  const days = [...new Set(weekdays)].sort((a, b) => a - b)
  const [first] = days
  if (first === undefined || times.length === 0) return undefined
  const pauses = days.map((day, i) => (days[i + 1] ?? first + 7) - day)
  return Math.max(...pauses) + 1
}
