import { isResourceType } from '../../base/fhir/resource-types.ts'
import { electedRelease, releaseVotes } from '../../base/fhir/fhir-release.ts'
import { REPEATED, REPLACED, STORED, SUPERSEDED, type ArrangedResources } from './arrange-resources.ts'
import type { FileAccount } from '../model/chunk.ts'
import type { OrderedChunk, OrderedSpan } from '../model/chunk-order.ts'
import type { Dangling } from './dangling-collector.ts'
import type { KeyTable } from '../model/key-table.ts'
import { LineTallies } from './line-tallies.ts'
import { createRejectCollector } from './reject-collector.ts'
import type { ValueCounts } from '../model/value-counts.ts'
import { addFinding, addValueFindings, type FoundIn } from './value-findings.ts'
import { rejectReasons, type LoadReport } from '../model/store.ts'

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

/** What a store tells of its load. */
export interface ToldLoad {
  /** Without what is told by file and type, which takes the lines in all parts of a population. */
  readonly report: Omit<LoadReport, 'files' | 'types'>
  readonly tallies: LineTallies
}

/** Accounts for what became of the resources and lines that were read. */
export function loadReport(sources: ReportSources): ToldLoad {
  const { chunks, files, accounts, keys, arranged, dangling, values, seconds } = sources
  const tallies = new LineTallies()
  const rejects = createRejectCollector()
  const { isCounted = () => true } = sources
  const found = { chunks, keys, arranged, isCounted }
  const typeOf = (resource: number) => keys.types[keys.typeOf(arranged.key[resource]!)]!

  const countStates = (file: number, from: number, to: number): void => {
    const stored = new Uint32Array(keys.types.length)
    for (let resource = from; resource < to; resource++) {
      const state = arranged.state[resource]!
      if (state === STORED) stored[keys.typeOf(arranged.key[resource]!)]!++
      else if (state === REPEATED) tallies.of(file, typeOf(resource)).ignored++
      else if (state === SUPERSEDED) {
        tallies.of(file, typeOf(resource)).ignored++
        addFinding(found, rejects, resource, 'superseded', undefined)
      } else if (state === REPLACED) {
        tallies.of(file, typeOf(resource)).rejected++
        addFinding(found, rejects, resource, 'duplicate-different', undefined)
      }
    }
    stored.forEach((count, type) => {
      if (count > 0) tallies.of(file, keys.types[type]!).stored += count
    })
  }
  for (const { firstResource, spans } of chunks.filter(isCounted))
    for (const { file, first, end } of spans) countStates(file, firstResource + first, firstResource + end)
  /** Type of lines of a file that tell none, as found before such a line was counted. */
  const fallbacks = new Map<number, string>()
  const fallbackOf = (file: number): string => {
    const type = fallbacks.get(file) ?? typeInName(files[file]!) ?? tallies.onlyTypeOf(file) ?? UNKNOWN_TYPE
    fallbacks.set(file, type)
    return type
  }
  for (const { spans, findings } of chunks) {
    for (const { file, rank, index: i } of spans.flatMap(findingsOf)) {
      if (findings.resource[i]! >= 0) continue
      const resourceType = findings.labels[findings.type[i]!]
      tallies.of(file, resourceType ?? fallbackOf(file)).rejected++
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
  return {
    report: {
      ...rejects.finish(),
      patients: arranged.patients,
      bytes: accounts.reduce((sum, account) => sum + account.bytes, 0),
      seconds,
      values,
      release: electedRelease(votes)
    },
    tallies
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

/** The resource type that a file is named after: `Patient.ndjson`, `1.Patient.ndjson.gz`, `Patient_000.ndjson`. */
function typeInName(name: string): string | undefined {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .split(/[^A-Za-z]+/)
    .find(isResourceType)
}
