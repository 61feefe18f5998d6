import { isResourceType } from '../../base/fhir/resource-types.ts'
import { electedRelease, releaseVotes } from '../../base/fhir/release.ts'
import { REPEATED, REPLACED, STORED, type ArrangedResources } from './arrange-resources.ts'
import type { FileAccount } from '../model/chunk.ts'
import type { OrderedChunk, OrderedSpan } from '../model/chunk-order.ts'
import type { Dangling } from './dangling-collector.ts'
import type { KeyTable } from '../model/key-table.ts'
import { createRejectCollector } from './reject-collector.ts'
import type { ValueCounts } from '../model/value-counts.ts'
import { addFinding, addValueFindings, type FoundIn } from './value-findings.ts'
import { rejectReasons, type FileReport, type LoadReport } from '../model/store.ts'

/** What the report is made from. */
export interface ReportSources {
  readonly chunks: readonly OrderedChunk[]
  readonly files: readonly string[]
  readonly accounts: readonly FileAccount[]
  readonly keys: KeyTable
  readonly arranged: ArrangedResources
  readonly dangling: Dangling
  readonly values: ValueCounts
  readonly seconds: number
  readonly isCounted?: FoundIn['isCounted']
}

/** The type under which lines are counted that tell none. */
const UNKNOWN_TYPE = 'unknown'

interface Tally {
  stored: number
  rejected: number
  ignored: number
}

/** Accounts for every line of every file: `lines = stored + rejected + ignored`. */
export function loadReport(sources: ReportSources): LoadReport {
  const { chunks, files, accounts, keys, arranged, dangling, values, seconds } = sources
  const tallies = files.map(() => new Map<string, Tally>())
  const tally = (file: number, type: string): Tally => {
    const found = tallies[file]!.get(type) ?? { stored: 0, rejected: 0, ignored: 0 }
    tallies[file]!.set(type, found)
    return found
  }
  const rejects = createRejectCollector()
  const { isCounted = () => true } = sources
  const found = { chunks, keys, arranged, isCounted }
  const typeOf = (resource: number) => keys.types[keys.typeOf(arranged.key[resource]!)]!

  const countStates = (file: number, from: number, to: number): void => {
    const stored = new Uint32Array(keys.types.length)
    for (let resource = from; resource < to; resource++) {
      const state = arranged.state[resource]!
      if (state === STORED) stored[keys.typeOf(arranged.key[resource]!)]!++
      else if (state === REPEATED) tally(file, typeOf(resource)).ignored++
      else if (state === REPLACED) {
        tally(file, typeOf(resource)).rejected++
        addFinding(found, rejects, resource, 'duplicate-different', undefined)
      }
    }
    stored.forEach((count, type) => {
      if (count > 0) tally(file, keys.types[type]!).stored += count
    })
  }
  for (const { firstResource, spans } of chunks.filter(isCounted))
    for (const { file, first, end } of spans) countStates(file, firstResource + first, firstResource + end)
  const fallback = files.map((name, file) => typeInName(name) ?? onlyType(tallies[file]!) ?? UNKNOWN_TYPE)
  for (const { spans, findings } of chunks) {
    for (const { file, rank, index: i } of spans.flatMap(findingsOf)) {
      if (findings.resource[i]! >= 0) continue
      const resourceType = findings.labels[findings.type[i]!]
      tally(file, resourceType ?? fallback[file]!).rejected++
      rejects.add(
        {
          file,
          reason: rejectReasons[findings.reason[i]!]!,
          line: findings.line[i]!,
          offset: findings.offset[i]!,
          resourceType,
          path: findings.labels[findings.path[i]!],
          scope: 'resource'
        },
        rank
      )
    }
  }
  addValueFindings(found, dangling, rejects)

  const votes = releaseVotes()
  for (const account of accounts) {
    votes.R4 += account.votes.R4
    votes.R4B += account.votes.R4B
    votes.R5 += account.votes.R5
  }
  const accountsOf = Map.groupBy(accounts, ({ file }) => file)
  return {
    files: files.map((name, file) => fileReport(name, accountsOf.get(file)?.[0], tallies[file]!)),
    types: sumOfTypes(tallies),
    ...rejects.finish(),
    patients: arranged.patients,
    bytes: accounts.reduce((sum, account) => sum + account.bytes, 0),
    seconds,
    values,
    release: electedRelease(votes)
  }
}

/** The findings of a span, by index among those of its chunk. */
function findingsOf({ file, rank, firstFinding, endOfFindings }: OrderedSpan) {
  return Array.from({ length: endOfFindings - firstFinding }, (_, index) => ({
    file,
    rank,
    index: firstFinding + index
  }))
}

function fileReport(name: string, account: FileAccount | undefined, tallies: ReadonlyMap<string, Tally>): FileReport {
  const sum = (part: keyof Tally) => Array.from(tallies.values()).reduce((total, tally) => total + tally[part], 0)
  return {
    name,
    bytes: account?.bytes ?? 0,
    lines: account?.lines ?? 0,
    stored: sum('stored'),
    rejected: sum('rejected'),
    ignored: sum('ignored') + (account?.blank ?? 0),
    format: account?.format ?? 'unreadable',
    types: Object.fromEntries(sortedByName(tallies))
  }
}

function sumOfTypes(tallies: readonly ReadonlyMap<string, Tally>[]): LoadReport['types'] {
  const sums = new Map<string, { resources: number; rejected: number; ignored: number }>()
  for (const file of tallies) {
    for (const [type, { stored, rejected, ignored }] of file) {
      const sum = sums.get(type) ?? { resources: 0, rejected: 0, ignored: 0 }
      sums.set(type, sum)
      sum.resources += stored
      sum.rejected += rejected
      sum.ignored += ignored
    }
  }
  return Object.fromEntries(sortedByName(sums))
}

function sortedByName<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return Array.from(map).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The resource type that a file is named after: `Patient.ndjson`, `1.Patient.ndjson.gz`, `Patient_000.ndjson`. */
function typeInName(name: string): string | undefined {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .split(/[^A-Za-z]+/)
    .find(isResourceType)
}

function onlyType(tallies: ReadonlyMap<string, Tally>): string | undefined {
  return tallies.size === 1 ? tallies.keys().next().value : undefined
}
