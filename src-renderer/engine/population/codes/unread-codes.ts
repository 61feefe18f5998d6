import { engineMessages as m } from '#messages/engine.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { canonicalSystem, codeSystemName, comparableSystem } from '../../base/codes/code-systems.ts'
import { addCounts } from '../../base/kernels/day-counts.ts'
import type { Store } from '../../store/model/store.ts'
import { codeUse, recordKinds, type RecordKind } from './code-use.ts'

/** Records that no installed list knows a code of, and whose codes are all of systems that some lists hold nothing of. */
export interface UnreadRecords {
  /** By code system, most records first. */
  readonly systems: readonly { readonly system: string; readonly records: number }[]
  /** Kinds of these records. */
  readonly kinds: readonly RecordKind[]
  /** Records of the kinds that have a code of a system of the lists, or one that any list knows. */
  readonly readable: number
}

/** What is looked for, and where. */
export interface SoughtRecords {
  readonly kinds: ReadonlySet<RecordKind>
  /** FHIR types that are read. */
  readonly types: ReadonlySet<string>
  /** Addresses of the code systems of the lists. */
  readonly systems: ReadonlySet<string>
  /** Whether any installed list knows a concept. */
  readonly isKnown: (concept: number) => boolean
}

/** Counts the records of some kinds that lists of some code systems cannot know. */
export function unreadRecords(store: Store, { kinds, types, systems, isKnown }: SoughtRecords): UnreadRecords {
  const known = new Set([...systems].map(comparableSystem))
  const found = new Map<string, number>()
  const unreadKinds = new Set<RecordKind>()
  let readable = 0
  for (const { kind, concepts, records } of codeUse(store, { types, kinds })) {
    if (!kinds.has(kind)) continue
    const named = concepts.map((concept) => canonicalSystem(store.concepts.systems[concept]!))
    if (named.some((system) => known.has(comparableSystem(system))) || concepts.some(isKnown)) readable += records
    else {
      found.set(named[0]!, (found.get(named[0]!) ?? 0) + records)
      unreadKinds.add(kind)
    }
  }
  return { systems: sortedSystems(found), kinds: inOrder(unreadKinds), readable }
}

function inOrder(kinds: ReadonlySet<RecordKind>): readonly RecordKind[] {
  return recordKinds.filter((kind) => kinds.has(kind))
}

function sortedSystems(found: ReadonlyMap<string, number>): UnreadRecords['systems'] {
  return [...found]
    .map(([system, records]) => ({ system, records }))
    .sort((a, b) => b.records - a.records || (a.system < b.system ? -1 : 1))
}

/** The records of both. */
export function addUnreadRecords(left: UnreadRecords, right: UnreadRecords): UnreadRecords {
  const countsOf = ({ systems }: UnreadRecords) => new Map(systems.map(({ system, records }) => [system, records]))
  return {
    systems: sortedSystems(addCounts(countsOf(left), countsOf(right))),
    kinds: inOrder(new Set([...left.kinds, ...right.kinds])),
    readable: left.readable + right.readable
  }
}

const count = new Intl.NumberFormat(activeLocale)

/** `NDC, 1,203 records; CPT, 1 record`. */
function unreadText(systems: UnreadRecords['systems']): string {
  return systems
    .map(({ system, records }) => m.systemRecordsRecords(codeSystemName(system), count.format(records), records))
    .join('; ')
}

/** That such records are there and do not count, within a sentence. */
export function unreadReason({ systems }: Pick<UnreadRecords, 'systems'>): string {
  return m.theseDataUseCodesThatNo(unreadText(systems))
}
