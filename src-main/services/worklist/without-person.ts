import { namesPerson } from '#shared/governance/names-person.ts'
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

/** Whether an id is the person's, also with the name of a source behind it. */
export function isPerson(found: string, id: string): boolean {
  return found === id || found.startsWith(`${id}@`)
}
