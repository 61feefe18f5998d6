import { payers } from '../reference/payers.ts'
import { facilities } from '../reference/hospitals.ts'
import { practices } from '../reference/practices.ts'
import type { Clinician, SamplePlace, Reference } from '../reference/reference.ts'
import { state, towns } from '../reference/region.ts'
import type { ReferenceType } from '../base/resource-types.ts'
import { firstDay } from '../base/timeline.ts'
import { codeOnly, head, hl7, reference as refer, usCore } from './fragments.ts'
import { specialtyOf } from './specialties.ts'

const npiSystem = 'http://hl7.org/fhir/sid/us-npi'
function address(town: number): string {
  const { name, postalCode } = towns[town] ?? { name: '', postalCode: '' }
  return `{"line":["${100 + town * 20} Main Street"],"city":"${name}","state":"${state}","postalCode":"${postalCode}","country":"US"}`
}

function provider(place: SamplePlace, name: string, town: number): readonly [string, string] {
  return [
    `${head('Organization', place.organizationId, firstDay, usCore('organization'))},"identifier":[{"system":"${npiSystem}","value":"${place.npi}"}],"active":true` +
      `,"type":[${codeOnly(hl7('organization-type'), 'prov')}],"name":"${name}","telecom":[{"system":"phone","value":"555-0100"}],"address":[${address(town)}]}`,
    `${head('Location', place.locationId, firstDay, usCore('location'))},"status":"active","name":"${name}","address":${address(town)}` +
      `,"managingOrganization":${refer('Organization', place.organizationId)}}`
  ]
}

function practitioner(clinician: Clinician): string {
  return (
    `${head('Practitioner', clinician.id, firstDay, usCore('practitioner'))},"identifier":[{"system":"${npiSystem}","value":"${clinician.npi}"}],"active":true` +
    `,"name":[{"family":${JSON.stringify(clinician.family)},"given":[${JSON.stringify(clinician.given)}],"prefix":["Dr."]}],"gender":"${clinician.female ? 'female' : 'male'}"}`
  )
}

function role(clinician: Clinician, place: SamplePlace): string {
  const [code, name] = specialtyOf(clinician)
  const specialty = `{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"${code}","display":"${name}"}]}`
  return (
    `${head('PractitionerRole', clinician.roleId, firstDay, usCore('practitionerrole'))},"active":true,"practitioner":${refer('Practitioner', clinician.id)}` +
    `,"organization":${refer('Organization', place.organizationId)},"specialty":[${specialty}],"location":[${refer('Location', place.locationId)}],"telecom":[{"system":"phone","value":"555-0100"}]}`
  )
}

/** All rows that belong to nobody. */
export function referenceLines(reference: Reference): Record<ReferenceType, readonly string[]> {
  const places = [
    ...reference.practices.map((place, index) =>
      provider(place, practices[index]?.name ?? '', practices[index]?.town ?? 0)
    ),
    ...reference.facilities.map((place, index) =>
      provider(place, facilities[index]?.name ?? '', facilities[index]?.town ?? 0)
    )
  ]
  const insurers = reference.payers.map(
    (payer, index) =>
      `${head('Organization', payer.organizationId, firstDay, usCore('organization'))},"active":true,"type":[${codeOnly(hl7('organization-type'), 'pay')}],"name":"${payers[index] ?? ''}"}`
  )
  return {
    Organization: [...places.map(([organization]) => organization), ...insurers],
    Location: places.map(([, location]) => location),
    Practitioner: reference.clinicians.map(practitioner),
    PractitionerRole: reference.clinicians.flatMap((item) => {
      const place = item.practice >= 0 ? reference.practices[item.practice] : reference.facilities[item.facility]
      return place === undefined ? [] : [role(item, place)]
    })
  }
}
