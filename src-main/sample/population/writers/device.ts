import { formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { head, usCore } from './fragments.ts'

/** US Core Implantable Device, used for other devices of a person as well. */
export function deviceLine(
  row: { readonly id: string; readonly type: SampleConcept; readonly made: SampleDay; readonly serial: string },
  subject: string,
  stored: SampleDay
): string {
  return (
    `${head('Device', row.id, stored, usCore('implantable-device'))},"udiCarrier":[{"deviceIdentifier":"00999990000${row.type.code.slice(0, 3)}","carrierHRF":"(01)00999990000${row.type.code.slice(0, 3)}(21)${row.serial}"}]` +
    `,"status":"active","distinctIdentifier":"00999990000${row.type.code.slice(0, 3)}","manufactureDate":"${formatSampleDay(row.made)}","expirationDate":"${formatSampleDay(row.made + 3652)}"` +
    `,"serialNumber":"${row.serial}","deviceName":[{"name":"${row.type.display}","type":"user-friendly-name"}],"type":${row.type.json},"patient":${subject}}`
  )
}
