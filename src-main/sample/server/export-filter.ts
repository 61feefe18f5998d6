import type { ExportParameters } from './export-parameters.ts'
import { lineFacts, type ResourceHistory, type ServedGroup } from './resource-history.ts'
import { typeFilterTests } from './type-filter.ts'

/** What an export is about. */
export interface FilterScope {
  readonly level: 'system' | 'patient' | 'group'
  readonly groupId: string | undefined
  /** Index of the moment of the data. */
  readonly state: number
  readonly parameters: ExportParameters
  /** Types that the token may read; all when absent. */
  readonly readable: ReadonlySet<string> | undefined
}

/** Decides line by line what belongs to an export. */
export interface ExportFilter {
  wantsType(type: string): boolean
  /** @returns the line, reduced when elements were asked for, or `undefined` when it does not belong */
  take(line: string): string | undefined
  /** Whether a removed resource of this patient is reported. */
  wantsRemoval(type: string, patient: string): boolean
}

/** @throws WrongParameter for a filter that is not understood */
export async function createExportFilter(history: ResourceHistory, scope: FilterScope): Promise<ExportFilter> {
  const { parameters, level, readable, state } = scope
  const { types, since, until, elements } = parameters
  const tests = typeFilterTests(parameters.typeFilters)
  const members = await membersOf(history, scope, state)
  const before = since === undefined ? -1 : stateAt(history, since)
  // Who joined the group since then comes with everything.
  const oldMembers = members === undefined || before < 0 ? members : await membersOf(history, scope, before)
  const sinceMs = since === undefined ? -Infinity : Date.parse(since)
  const untilMs = until === undefined ? Infinity : Date.parse(until)
  const listed = new Set(types)
  const picked = new Set(parameters.patients)

  const belongs = (patient: string): boolean =>
    patient === '' || ((members === undefined || members.has(patient)) && (picked.size === 0 || picked.has(patient)))

  const wantsType = (type: string): boolean =>
    (listed.size === 0 || listed.has(type)) && (readable === undefined || readable.has(type) || readable.has('*'))

  return {
    wantsType,
    take(line) {
      const { type, patient, updated } = lineFacts(line)
      if (!belongs(patient)) return undefined
      const time = Date.parse(updated)
      const joined = patient !== '' && oldMembers !== undefined && !oldMembers.has(patient) && level === 'group'
      if (!Number.isNaN(time) && ((time <= sinceMs && !joined) || time > untilMs)) return undefined
      const test = tests.get(type)
      if (test === undefined && elements.length === 0) return line
      const resource = JSON.parse(line) as Record<string, unknown>
      if (test !== undefined && !test(resource)) return undefined
      return elements.length === 0 ? line : JSON.stringify(subset(resource, elements))
    },
    wantsRemoval: (type, patient) => wantsType(type) && belongs(patient)
  }
}

/** Index of the last moment that is not after an instant, -1 when it is before all. */
export function stateAt({ states }: ResourceHistory, instant: string): number {
  const time = Date.parse(instant)
  return states.findLastIndex((item) => Date.parse(item) <= time)
}

async function membersOf(
  history: ResourceHistory,
  { level, groupId }: FilterScope,
  state: number
): Promise<ReadonlySet<string> | undefined> {
  if (level !== 'group') return undefined
  const group = (await history.groups(state)).find(({ id }: ServedGroup) => id === groupId)
  return group?.members ?? new Set()
}

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

function subset(resource: Record<string, unknown>, elements: readonly string[]): Record<string, unknown> {
  const type = String(resource['resourceType'])
  const wanted = new Set(
    elements
      .filter((item) => !item.includes('.') || item.startsWith(`${type}.`))
      .map((item) => item.split('.').at(-1) ?? item)
  )
  const meta = { ...(resource['meta'] as Record<string, unknown> | undefined), tag: [subsetted] }
  const subset = Object.entries(resource).filter(
    ([name]) => wanted.has(name) || ['subject', 'patient', 'status'].includes(name)
  )
  return { resourceType: type, id: resource['id'], meta, ...Object.fromEntries(subset) }
}
