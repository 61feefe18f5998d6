import { joinSegments } from '../../store/build/join-segments.ts'
import { LineTallies, type PackedTallies } from '../../store/build/line-tallies.ts'
import { createRejectCollector } from '../../store/build/reject-collector.ts'
import type { LoadedFacts } from '../../store/build/store-builder.ts'
import { rankFiles } from '../../store/model/chunk-order.ts'
import { rejectReasons, type LoadReport, type RestrictedRecords } from '../../store/model/store.ts'

/**
 * The report of a population from those of its shards, each of which counts what it has. What all were told is that of the first.
 * @param packed of each shard
 */
export function mergeReports(
  reports: readonly LoadReport[],
  packed: Iterable<PackedTallies>,
  { files, accounts }: Pick<LoadedFacts, 'files' | 'accounts'>
): LoadReport {
  const [first] = reports as readonly [LoadReport, ...LoadReport[]]
  const ranks = rankFiles(files)
  const rejects = createRejectCollector()
  for (const report of reports) for (const reject of report.rejects) rejects.add(reject, ranks[reject.file]!)
  const { rejects: listed } = rejects.finish()
  const tallies = new LineTallies()
  for (const ofShard of packed) tallies.add(ofShard)
  return {
    ...first,
    ...tallies.reports(files, joinSegments([], accounts)),
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

/** In the order in which one store would list them. */
function sumCounts(all: readonly LoadReport['rejectCounts'][]): LoadReport['rejectCounts'] {
  const reasons = rejectReasons.filter((reason) => all.some((counts) => counts[reason] !== undefined))
  return Object.fromEntries(reasons.map((reason) => [reason, sum(all, (counts) => counts[reason] ?? 0)]))
}
