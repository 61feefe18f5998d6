import { unitSuffix } from '../../base/fhir/unit-text.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** A record in a few words: its code, and the value of a result. */
export function recordText({ concepts }: Store, table: Table, row: number): string {
  const main = table.columns.get('code') ?? table.columns.get('class') ?? table.columns.get('type')
  const id = main?.kind === 'concept' ? main.ids[row]! : -1
  const name = id < 0 ? table.resourceType : concepts.displays[id]! || concepts.codes[id]!
  const value = table.columns.get('value')
  if (value?.kind !== 'number' || Number.isNaN(value.values[row]!)) return name
  const unit = table.columns.get('unit')
  const code = unit?.kind === 'dictionary' ? unit.codes[row]! : -1
  const written = unit?.kind === 'dictionary' && code >= 0 ? unitSuffix(unit.values[code]!) : ''
  return `${name}: ${value.values[row]!}${written}`
}
