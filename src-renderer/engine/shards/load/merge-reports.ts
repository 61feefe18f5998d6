import { createRejectCollector } from '../../store/build/reject-collector.ts'
import { rankFiles } from '../../store/model/chunk-order.ts'
import { rejectReasons, type FileReport, type LoadReport, type RestrictedRecords } from '../../store/model/store.ts'

type Tally = Readonly<Record<'rejected' | 'ignored', number>>

/**
 * The report of a population from those of its shards, each of which counts what it has. Facts of files, which every shard was told,
 * are those of the first.
 */
export function mergeReports(reports: readonly LoadReport[], files: readonly string[]): LoadReport {
  const [first] = reports as readonly [LoadReport, ...LoadReport[]]
  const ranks = rankFiles(files)
  const rejects = createRejectCollector()
  for (const report of reports) for (const reject of report.rejects) rejects.add(reject, ranks[reject.file]!)
  const { rejects: listed } = rejects.finish()
  return {
    ...first,
    files: first.files.map((file, index) =>
      mergeFiles(
        file,
        reports.map((report) => report.files[index]!)
      )
    ),
    types: sumByName(
      reports.map(({ types }) => types),
      (all) => ({ resources: sum(all, ({ resources }) => resources), ...sumTallies(all) })
    ),
    rejects: listed,
    rejectsKept: listed.length,
    rejectCounts: sumCounts(reports.map(({ rejectCounts }) => rejectCounts)),
    patients: sum(reports, ({ patients }) => patients),
    ...sumLeftOut(reports),
    values: {
      references: sum(reports, ({ values }) => values.references),
      resolved: sum(reports, ({ values }) => values.resolved),
      dates: sum(reports, ({ values }) => values.dates)
    }
  }
}

/** People who opted out, and records that rules take away. */
function sumLeftOut(reports: readonly LoadReport[]): Pick<LoadReport, 'optedOut' | 'restricted'> {
  const optedOut = sum(reports, (report) => report.optedOut ?? 0)
  const restricted = reports.flatMap((report) => report.restricted ?? [])
  const total = (of: (each: RestrictedRecords) => number): number => sum(restricted, of)
  return {
    ...(optedOut === 0 ? {} : { optedOut }),
    ...(restricted.length === 0
      ? {}
      : {
          restricted: {
            excluded: total(({ excluded }) => excluded),
            masked: total(({ masked }) => masked),
            counted: total(({ counted }) => counted),
            peopleByConsent: total(({ peopleByConsent }) => peopleByConsent),
            peopleWithoutConsent: total(({ peopleWithoutConsent }) => peopleWithoutConsent),
            byConsent: total(({ byConsent }) => byConsent)
          }
        })
  }
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0)
}

function sumTallies(all: readonly Tally[]): Tally {
  return { rejected: sum(all, ({ rejected }) => rejected), ignored: sum(all, ({ ignored }) => ignored) }
}

function sumByName<T>(
  records: readonly Readonly<Record<string, T>>[],
  merge: (all: readonly T[]) => T
): Record<string, T> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].sort()
  return Object.fromEntries(names.map((name) => [name, merge(records.flatMap((record) => record[name] ?? []))]))
}

/** In the order in which one store would list them. */
function sumCounts(all: readonly LoadReport['rejectCounts'][]): LoadReport['rejectCounts'] {
  const reasons = rejectReasons.filter((reason) => all.some((counts) => counts[reason] !== undefined))
  return Object.fromEntries(reasons.map((reason) => [reason, sum(all, (counts) => counts[reason] ?? 0)]))
}

/** Blank lines are known by the account of the file, which every shard has. */
function mergeFiles(first: FileReport, all: readonly FileReport[]): FileReport {
  const blank = first.ignored - sum(Object.values(first.types), ({ ignored }) => ignored)
  const { ignored, rejected } = sumTallies(all)
  return {
    ...first,
    stored: sum(all, ({ stored }) => stored),
    rejected,
    ignored: ignored - blank * (all.length - 1),
    types: sumByName(
      all.map(({ types }) => types),
      (types) => ({ stored: sum(types, ({ stored }) => stored), ...sumTallies(types) })
    )
  }
}
