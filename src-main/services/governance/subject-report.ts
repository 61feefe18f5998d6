import { collectionBundle } from '#engine/cql/elm/fhir/collection-bundle.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { commonMessages as common } from '#messages/common.ts'
import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { isAboutPerson } from './person-in-resource.ts'
import { personLines } from './person-lines.ts'

/** Everything that the snapshots hold about one person. */
export interface SubjectData {
  /** Resources about the person, those of the newest snapshot first; the same text once. */
  readonly resources: readonly unknown[]
  readonly snapshots: readonly {
    readonly entry: SnapshotEntry
    readonly resources: number
    readonly mentions: number
  }[]
}

/**
 * Reads what is stored about one person.
 * @param signal ends it before the next line
 * @throws AppError as the store, and `unreadable-file`; the reason of the signal
 */
export async function readSubject(store: SnapshotStore, id: string, signal: AbortSignal): Promise<SubjectData> {
  const found = new Map<string, unknown>()
  const snapshots: SubjectData['snapshots'][number][] = []
  for (const entry of await store.list()) {
    const opened = await store.open(entry.id)
    let [resources, mentions] = [0, 0]
    try {
      for (const index of opened.inside.files.keys())
        for await (const line of personLines(await opened.raw(index), id)) {
          signal.throwIfAborted()
          for (const resource of aboutPerson(line.resource, line.mentions, id)) {
            if (!isAboutPerson(resource, id)) mentions += 1
            else {
              resources += 1
              const text = JSON.stringify(resource)
              if (!found.has(text)) found.set(text, resource)
            }
          }
        }
    } finally {
      await opened.close()
    }
    snapshots.push({ entry, resources, mentions })
  }
  return { resources: [...found.values()], snapshots }
}

/** The resources of a line; those of a Bundle each by itself. */
function aboutPerson(value: unknown, mentions: boolean, id: string): unknown[] {
  if (!mentions) return []
  // A line that cannot be read.
  if (value === undefined) return [value]
  const { resourceType, entry } = value as { readonly resourceType?: unknown; readonly entry?: unknown }
  if (resourceType !== 'Bundle' || !Array.isArray(entry)) return [value]
  return entry
    .map((each: unknown) => (each as { readonly resource?: unknown } | undefined)?.resource)
    .filter((resource) => isAboutPerson(resource, id))
}

/** The resources as a FHIR Bundle, which other systems read. @param time of the report */
export function subjectBundle(resources: readonly unknown[], time: string): object {
  return collectionBundle(resources as readonly FhirObject[], { timestamp: time })
}

/** The report for people: what is held, where it is from, and who used it. */
export function subjectText(
  { resources, snapshots }: SubjectData,
  usage: readonly string[],
  places: readonly string[],
  time: string
): string {
  const counts = new Map<string, number>()
  for (const resource of resources) {
    const type = String((resource as { readonly resourceType?: unknown }).resourceType)
    counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  const when = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')
  return [
    m.whatPopulusHoldsAboutOnePerson,
    m.writtenTheRecordsThemselvesAreIn(time),
    '',
    m.recordsByType,
    ...[...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `  ${type}: ${count}`),
    ...(counts.size === 0 ? ['  none'] : []),
    '',
    m.whereTheyAreFromSnapshotsOf,
    ...snapshots.map(({ entry, resources: count, mentions }) =>
      m.utcRecords(
        when(entry.keptAt),
        entry.facts?.source ?? common.unknown,
        count,
        mentions === 0 ? '' : m.otherRecordsThatMentionThePerson(mentions)
      )
    ),
    '',
    m.elsewhereOnThisComputer,
    ...places.map((line) => `  ${line}`),
    '',
    m.whoSawExportedOrChangedSomething,
    ...(usage.length === 0 ? [m.noRecord] : usage.map((line) => `  ${line}`)),
    ''
  ].join('\n')
}
