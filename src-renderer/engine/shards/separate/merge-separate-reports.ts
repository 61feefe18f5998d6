import { rejectReasons, type FileReport, type LoadReport } from '../../store/model/store.ts'

type Release = LoadReport['release']

/** FHIR releases from the one that the fewest data are of to the one that decides. */
const releases: readonly Release[] = ['R4', 'R4B', 'R5']

/**
 * The report of a population from those of shards that were built apart, each of which counts the lines that it got. Rejects
 * are counted by reason and not listed: a shard does not know the lines of the files.
 * @param reports at least one
 */
export function mergeSeparateReports(reports: readonly LoadReport[]): LoadReport {
  const [first] = reports as readonly [LoadReport, ...LoadReport[]]
  const sum = (of: (report: LoadReport) => number): number => reports.reduce((total, report) => total + of(report), 0)
  const files = Map.groupBy(
    reports.flatMap((report) => report.files),
    ({ name }) => name
  )
  return {
    ...first,
    files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, all]) => joinFiles(all)),
    types: sumRecords(
      reports.map(({ types }) => types),
      { resources: 0, rejected: 0, ignored: 0 }
    ),
    rejects: [],
    rejectsKept: 0,
    rejectCounts: Object.fromEntries(
      rejectReasons.flatMap((reason) => {
        const count = sum(({ rejectCounts }) => rejectCounts[reason] ?? 0)
        return count > 0 ? [[reason, count]] : []
      })
    ),
    patients: sum(({ patients }) => patients),
    bytes: sum(({ bytes }) => bytes),
    seconds: Math.max(...reports.map(({ seconds }) => seconds)),
    values: {
      references: sum(({ values }) => values.references),
      resolved: sum(({ values }) => values.resolved),
      dates: sum(({ values }) => values.dates)
    },
    release: releaseOf(reports)
  }
}

/** The release that the shards with the most people have; each shard elects the one of its own records. */
function releaseOf(reports: readonly LoadReport[]): Release {
  const people = releases.map((release) =>
    reports.reduce((sum, report) => sum + (report.release === release ? report.patients : 0), 0)
  )
  return releases[people.lastIndexOf(Math.max(...people))]!
}

function joinFiles(all: readonly FileReport[]): FileReport {
  const [first] = all as readonly [FileReport, ...FileReport[]]
  const sum = (of: (file: FileReport) => number): number => all.reduce((total, file) => total + of(file), 0)
  return {
    ...first,
    bytes: sum(({ bytes }) => bytes),
    lines: sum(({ lines }) => lines),
    stored: sum(({ stored }) => stored),
    rejected: sum(({ rejected }) => rejected),
    ignored: sum(({ ignored }) => ignored),
    types: sumRecords(
      all.map(({ types }) => types),
      { stored: 0, rejected: 0, ignored: 0 }
    )
  }
}

type Counts<K extends string> = Readonly<Record<K, number>>

/** Adds up records of counts by name. @param zero has every count */
function sumRecords<K extends string>(
  records: readonly Readonly<Record<string, Counts<K>>>[],
  zero: Counts<K>
): Record<string, Counts<K>> {
  const sums = new Map<string, Counts<K>>()
  for (const record of records)
    for (const [name, counts] of Object.entries(record)) {
      const sum = sums.get(name) ?? zero
      const added = (Object.keys(zero) as K[]).map((count) => [count, sum[count] + counts[count]] as const)
      sums.set(name, Object.fromEntries(added) as Counts<K>)
    }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}
