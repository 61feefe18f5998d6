/** What the sandbox reads from one line without parsing it. */
export interface LineFacts {
  readonly type: string
  readonly id: string
  /** `meta.lastUpdated`, empty when there is none. */
  readonly updated: string
  /** Id of the patient it belongs to; the patient's own id for a Patient; empty for data that belong to nobody. */
  readonly patient: string
}

/** A part of the data that becomes one file of an export: one type, some people. */
export interface HistoryPart {
  readonly name: string
  readonly type: string
  /** Parts with the same block hold the same people. */
  readonly block: string
}

/** A resource that is not there any more. */
export interface Removal {
  readonly type: string
  readonly id: string
  readonly patient: string
}

/** People that are exported together. */
export interface ServedGroup {
  readonly id: string
  readonly name: string
  readonly members: ReadonlySet<string>
}

/** Data of a FHIR server at several moments. Every later moment includes what changed since the one before. */
export interface ResourceHistory {
  /** Instants in ascending order; the index of one is the state. */
  readonly states: readonly string[]
  parts(state: number): readonly HistoryPart[]
  /** NDJSON lines without line ends, the same each time. */
  lines(state: number, part: HistoryPart): AsyncIterable<string>
  /** What was removed after the state `from` up to the state `to`. */
  removals(from: number, to: number): AsyncIterable<Removal>
  groups(state: number): Promise<readonly ServedGroup[]>
}

const head = /^\{"resourceType":"([A-Za-z]+)","id":"([^"]+)"(?:,"meta":\{"lastUpdated":"([^"]+)")?/
const patientReference = /"reference":"Patient\/([^"/]+)"/

/** Reads the facts of a line whose first members are resourceType, id and meta.lastUpdated. */
export function lineFacts(line: string): LineFacts {
  const [, type = '', id = '', updated = ''] = head.exec(line) ?? []
  return { type, id, updated, patient: type === 'Patient' ? id : (patientReference.exec(line)?.[1] ?? '') }
}

/** Groups people by who pays for them now: one group for each payer of a Coverage. */
export async function groupsByPayer(coverages: AsyncIterable<string>): Promise<ServedGroup[]> {
  const groups = new Map<string, { name: string; members: Set<string> }>()
  for await (const line of coverages) {
    const { beneficiary, payor } = JSON.parse(line) as {
      beneficiary?: { reference?: string }
      payor?: readonly { reference?: string; display?: string }[]
    }
    const patient = beneficiary?.reference?.replace(/^Patient\//, '')
    const id = payor?.[0]?.reference?.replace(/^Organization\//, '')
    if (patient === undefined || id === undefined) continue
    const group = groups.get(id) ?? { name: payor?.[0]?.display ?? id, members: new Set<string>() }
    group.members.add(patient)
    groups.set(id, group)
  }
  return [...groups].map(([id, group]) => ({ id, ...group })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
