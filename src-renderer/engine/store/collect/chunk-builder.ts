import { dateTimeParts, parseDateTime } from '../../base/fhir/dates.ts'
import { electedRelease, voteForRelease, type ReleaseVotes } from '../../base/fhir/fhir-release.ts'
import type { LineSink } from '../../base/ndjson/line-splitter.ts'
import { idOfFullUrl, type CheckedResource } from './check-resource.ts'
import type { CodingChunk, StoreChunk, TableChunk } from '../model/chunk.ts'
import { columnBuilder, conceptOf, type ChunkScope, type ColumnBuilder } from './column-builders.ts'
import { NONE } from '../model/column.ts'
import { NO_OFFSET } from '../../base/fhir/missing.ts'
import { createConceptCollector } from './concept-collector.ts'
import { hashContent, hashText } from './content-hash.ts'
import { hasShape } from '../model/element-shapes.ts'
import { createFindingCollector } from './finding-collector.ts'
import { growableFloat64, growableInt32, growableUint32 } from '../model/growable.ts'
import { createKeyCollector } from './key-collector.ts'
import { createLabelCollector } from './label-collector.ts'
import type { PlannedView, TablePlan } from '../model/plan.ts'
import type { RejectReason } from '../model/store.ts'

/** Collects resources into the next chunk. */
export interface ChunkBuilder {
  /** Starts a file. */
  begin(file: number, votes: ReleaseVotes): void
  add(checked: CheckedResource, bytes: Uint8Array, line: number, offset: number, fullUrl: string | undefined): void
  reject(reason: RejectReason, line: number, offset: number, type: string | undefined, path?: string): void
  /** Takes whole lines of NDJSON at once and unparsed, where the builder can do that; see {@link LineSink}. */
  readonly lines?: NonNullable<LineSink['lines']>
  /** Bytes of the resources collected so far. */
  readonly bytes: number
  /** Rows of tables collected so far. */
  readonly rows: number
  /** Enough was collected; {@link take} should be called. */
  readonly full: boolean
  /** The chunk so far, undefined when it is empty; the builder starts over within the same file. */
  take(): StoreChunk | undefined
}

const FULL_BYTES = 8 * 1024 * 1024
const FULL_ROWS = 100_000

/** Whether a builder has enough for a chunk. */
export function isFull({ bytes, rows }: Pick<ChunkBuilder, 'bytes' | 'rows'>): boolean {
  return bytes >= FULL_BYTES || rows >= FULL_ROWS
}

/** Elements that name the person a resource is about. */
const aboutPatient = ['patient', 'subject', 'beneficiary'] as const
const patientOnly = ['Patient'] as const
/** Types that are referred to by identifier. */
export const identifiedTypes: ReadonlySet<string> = new Set([
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Device',
  'Medication',
  'Coverage'
])

interface TableBuilder {
  readonly resource: ReturnType<typeof growableInt32>
  readonly columns: readonly ColumnBuilder[]
}

const parts = dateTimeParts()

/** Makes the builder of one worker's chunks. */
export function createChunkBuilder(plan: TablePlan): ChunkBuilder {
  const keys = createKeyCollector()
  const concepts = createConceptCollector()
  const findings = createFindingCollector()
  const scope: ChunkScope = {
    concept: (system, code, display) => concepts.add(system, code, display, currentOffset),
    ownKey: (type, id) => keys.own(type, id),
    reference: (value, targets) => keys.reference(value, targets),
    finding: (reason, path) => {
      findings.value(reason, currentLine, currentOffset, resourceCount, currentType, path)
    }
  }
  const tables: readonly TableBuilder[] = plan.tables.map((table) => ({
    resource: growableInt32(),
    columns: table.columns.map((column) => columnBuilder(column, table.resourceType, scope))
  }))
  const codings = plan.codings.map(() => ({ resource: growableInt32(), concept: growableInt32() }))
  const key = growableInt32()
  const lines = growableUint32()
  const offsets = growableFloat64()
  const lengths = growableUint32()
  const hashes = growableUint32()
  const lastUpdated = growableFloat64()
  const profile = growableInt32()
  const labels = createLabelCollector()
  const patient = growableInt32()
  const identifierHashes = growableUint32()
  const identifierOf = growableInt32()
  const hash = new Uint32Array(2)
  let profiles = new Map<string, number>()
  let fullUrls: (readonly [number, string])[] = []
  let file = 0
  let votes: ReleaseVotes = { R4: 0, R4B: 0, R5: 0 }
  let firstOffset = -1
  let bytesTaken = 0
  let rows = 0
  let resourceCount = 0
  let currentLine = 0
  let currentOffset = 0
  let currentType = ''

  function isR5(resource: unknown): boolean {
    const { R4, R5 } = votes
    voteForRelease(resource, votes)
    if (votes.R5 > R5) return true
    return votes.R4 === R4 && electedRelease(votes) === 'R5'
  }

  function runView({ view, table, coding, sources }: PlannedView, resource: unknown): void {
    if (coding >= 0) {
      const builder = codings[coding]!
      const source = sources[0]
      if (source === undefined) return
      view.run(resource, (row) => {
        const concept = conceptOf(row, source, scope)
        if (concept === NONE) return
        builder.resource.push(resourceCount)
        builder.concept.push(concept)
      })
      return
    }
    const builder = tables[table]!
    view.run(resource, (row) => {
      rows++
      builder.resource.push(resourceCount)
      for (let i = 0; i < sources.length; i++) builder.columns[i]!.push(row, sources[i]!)
    })
  }

  function addMeta(resource: Readonly<Record<string, unknown>>): void {
    const meta = resource['meta']
    const isMeta = typeof meta === 'object' && meta !== null
    const updated: unknown = isMeta && 'lastUpdated' in meta ? meta.lastUpdated : undefined
    if (typeof updated === 'string' && parseDateTime(updated, parts)) {
      lastUpdated.push(parts.day * 86_400_000 + parts.millis - (parts.offset === NO_OFFSET ? 0 : parts.offset * 60_000))
    } else {
      lastUpdated.push(Number.NaN)
      if (updated !== undefined && updated !== null) scope.finding('bad-date', `${currentType}.meta.lastUpdated`)
    }
    if (isMeta && 'security' in meta) labels.add(resourceCount, meta.security)
    const named: unknown = isMeta && 'profile' in meta ? meta.profile : undefined
    const first: unknown = Array.isArray(named) ? named[0] : named
    if (typeof first !== 'string') {
      profile.push(NONE)
      return
    }
    let code = profiles.get(first)
    if (code === undefined) {
      code = profiles.size
      profiles.set(first, code)
    }
    profile.push(code)
  }

  function addIdentifiers(list: unknown): void {
    if (!Array.isArray(list)) return
    for (const identifier of list as readonly unknown[]) {
      if (typeof identifier !== 'object' || identifier === null || !('value' in identifier)) continue
      const system: unknown = 'system' in identifier ? identifier.system : undefined
      if (typeof identifier.value !== 'string') continue
      const names =
        typeof system === 'string'
          ? [`${system}|${identifier.value}`, `|${identifier.value}`]
          : [`|${identifier.value}`]
      for (const name of names) {
        hashText(name, hash, 0)
        identifierHashes.push(hash[0]!)
        identifierHashes.push(hash[1]!)
        identifierOf.push(resourceCount)
      }
    }
  }

  function place(offset: number): void {
    if (firstOffset < 0) firstOffset = offset
  }

  return {
    begin(nextFile, nextVotes) {
      file = nextFile
      votes = nextVotes
    },
    get bytes() {
      return bytesTaken
    },
    get rows() {
      return rows
    },
    get full() {
      return isFull(this)
    },
    add({ type, id, resource }, bytes, line, offset, fullUrl) {
      place(offset)
      currentLine = line
      currentOffset = offset
      currentType = type
      bytesTaken += bytes.length
      const release = isR5(resource) ? plan.r5 : plan.r4
      const resourceKey = keys.begin(type, id, resource)
      key.push(resourceKey)
      lines.push(line)
      offsets.push(offset)
      lengths.push(bytes.length)
      hashContent(bytes, hash, 0)
      hashes.push(hash[0]!)
      hashes.push(hash[1]!)
      addMeta(resource)
      const about = aboutPatient.find((element) => resource[element] !== undefined)
      patient.push(
        type === 'Patient' ? resourceKey : about === undefined ? NONE : keys.reference(resource[about], patientOnly)
      )
      if (identifiedTypes.has(type)) addIdentifiers(resource['identifier'])
      if (fullUrl !== undefined && idOfFullUrl(fullUrl) !== id)
        fullUrls.push([resourceCount, fullUrl.replace(/^urn:(uuid|oid):/, '')])
      for (const { name, element, shape } of release.shapes.get(type) ?? []) {
        if (!hasShape(resource[name], shape)) scope.finding('wrong-type', `${type}.${element}`)
      }
      for (const planned of release.views.get(type) ?? []) runView(planned, resource)
      resourceCount++
    },
    reject(reason, line, offset, type, path) {
      place(offset)
      findings.line(reason, line, offset, type, path)
    },
    take() {
      if (firstOffset < 0) return undefined
      const count = resourceCount
      const chunk: StoreChunk = {
        file,
        offset: firstOffset,
        resources: {
          count,
          key: key.take(),
          line: lines.take(),
          offset: offsets.take(),
          length: lengths.take(),
          hash: hashes.take(),
          lastUpdated: lastUpdated.take(),
          profiles: Array.from(profiles.keys()),
          profile: profile.take(),
          ...labels.take(),
          patient: patient.take(),
          fullUrls,
          identifiers: identifierHashes.take(),
          identifierOf: identifierOf.take()
        },
        tables: tables.flatMap(({ resource, columns }, table): TableChunk[] => {
          const length = resource.length
          return length === 0
            ? []
            : [{ table, rows: length, resource: resource.take(), columns: columns.map((column) => column.take()) }]
        }),
        codings: codings.flatMap(({ resource, concept }, coding): CodingChunk[] =>
          resource.length === 0 ? [] : [{ coding, resource: resource.take(), concept: concept.take() }]
        ),
        keys: keys.take(),
        concepts: concepts.take(),
        findings: findings.take()
      }
      profiles = new Map()
      fullUrls = []
      firstOffset = -1
      bytesTaken = 0
      rows = 0
      resourceCount = 0
      return chunk
    }
  }
}
