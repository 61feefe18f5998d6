import type { WorklistRecord } from './worklist-record.ts'

/** Records without one person, and how many events and saved views went. */
export interface RecordsWithoutPerson {
  readonly records: readonly WorklistRecord[]
  readonly events: number
  readonly views: number
}

/** Leaves out every event about a person, and every saved view whose text names them. @param id of the Patient resource */
export function withoutPersonInWorklist(records: readonly WorklistRecord[], id: string): RecordsWithoutPerson {
  let [events, views] = [0, 0]
  const rest = records.flatMap((record): WorklistRecord[] => {
    if (record.type === 'events') {
      const others = record.events.filter(({ patient }) => !isPerson(patient, id))
      events += record.events.length - others.length
      return others.length === 0 ? [] : [{ ...record, events: others }]
    }
    if (record.type !== 'views') return [record]
    const others = record.views.filter((view) => !namesPerson(JSON.stringify(view), id))
    views += record.views.length - others.length
    return [{ ...record, views: others }]
  })
  return { records: rest, events, views }
}

/**
 * Whether a text has an id in it by itself, not as a part of a longer one: the id 12 is not in 2012, nor in `a-12`.
 * @param text as it is, or as JSON, in which a line break is written with a letter
 */
export function namesPerson(text: string, id: string): boolean {
  for (let from = text.indexOf(id); from >= 0; from = text.indexOf(id, from + 1)) {
    // A dot belongs to an id only where the id goes on beyond it.
    const goesOnBefore = /[A-Za-z0-9-]\.?$/.test(text.slice(Math.max(0, from - 2), from))
    const isEscape = /\\(?:[bfnrt]|u[0-9a-f]{4})$/.test(text.slice(Math.max(0, from - 6), from))
    const goesOnBehind = /^\.?[A-Za-z0-9-]/.test(text.slice(from + id.length, from + id.length + 2))
    if ((!goesOnBefore || isEscape) && !goesOnBehind) return true
  }
  return false
}

/** Whether an id is the person's, also with the name of a source behind it. */
export function isPerson(found: string, id: string): boolean {
  return found === id || found.startsWith(`${id}@`)
}
