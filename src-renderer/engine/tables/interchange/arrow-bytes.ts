import { tableToIPC } from 'apache-arrow'
import { toArrow } from '../../store/build/arrow-table.ts'
import type { ExportTable } from './export-table.ts'

/** A table in the Arrow IPC file format. Columns share the store's arrays until the bytes are written. */
export function arrowBytes({ columns, concepts }: ExportTable): Uint8Array<ArrayBuffer> {
  const physical = new Map<string, ExportTable['columns'][number]['column']>()
  const info: { name: string; kind: (typeof columns)[number]['column']['kind']; description: string }[] = []
  for (const { name, description, column } of columns) {
    // A concept makes its three columns itself.
    const physicalName = column.kind === 'concept' ? conceptName(name) : name
    if (physical.has(physicalName)) continue
    physical.set(physicalName, column)
    info.push({ name: physicalName, kind: column.kind, description })
  }
  return new Uint8Array(tableToIPC(toArrow({ concepts }, { info, columns: physical }), 'file'))
}

/** `class_system` belongs to the concept `class`; `system` to `code`. */
function conceptName(name: string): string {
  const prefix = /^(.+)_(?:system|code|display)$/.exec(name)?.[1]
  return prefix ?? 'code'
}
