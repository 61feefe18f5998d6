import { canonicalSystem } from '../../base/codes/code-systems.ts'
import type { RecordKind } from '../../population/codes/code-use.ts'
import { kindsOfList } from '../../population/codes/list-kinds.ts'
import {
  addUnreadRecords,
  unreadRecords,
  type SoughtRecords,
  type UnreadRecords
} from '../../population/codes/unread-codes.ts'
import { askPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'
import { knownBy } from './codes-in-data.ts'

/** What a rate looks for and finds nothing of. */
export interface SoughtEvidence {
  readonly missing: readonly DataRequirement[]
  /** Value sets that none of the data's codes are in. */
  readonly asked: readonly string[]
  /** All that the rate reads. */
  readonly read: readonly DataRequirement[]
}

const kindsOfType: Readonly<Record<string, RecordKind>> = {
  Condition: 'diagnoses',
  DiagnosticReport: 'results',
  Immunization: 'immunizations',
  MedicationDispense: 'drugs',
  MedicationRequest: 'drugs',
  Observation: 'results',
  Procedure: 'procedures'
}

function unreadIn(
  store: Store,
  sought: Omit<SoughtRecords, 'isKnown'>,
  valueSets: ReadonlyMap<string, Expansion>
): UnreadRecords {
  return unreadRecords(store, { ...sought, isKnown: knownBy(store, valueSets) })
}

/** Finds the records that a rate could rest on if its lists knew their codes. */
export function unreadOf(
  { missing, asked, read }: SoughtEvidence,
  valueSets: ReadonlyMap<string, Expansion>,
  store: Store
): UnreadRecords {
  const systemsOf = (urls: readonly string[]): ReadonlySet<string> =>
    new Set(urls.flatMap((url) => [...(valueSets.get(url)?.keys() ?? [])]).map(canonicalSystem))
  const kinds = new Set<RecordKind>()
  const types = new Set<string>()
  const urls = [...asked]
  for (const { type, valueSets: named, closed } of missing) {
    if (!closed || kindsOfType[type] === undefined) continue
    kinds.add(kindsOfType[type])
    types.add(type)
    urls.push(...named)
  }
  for (const url of asked) for (const kind of kindsOfList(systemsOf([url]))) kinds.add(kind)
  if (asked.length > 0) for (const { type, closed } of read) if (!closed) types.add(type)
  const systems = new Set([
    ...systemsOf(urls),
    ...missing.flatMap(({ single }) => single.map((code) => code.system ?? ''))
  ])
  return askPopulation(store, unreadIn, addUnreadRecords, { kinds, types, systems }, valueSets)
}
