import { formatSampleDay, instantText, type SampleDay } from '../base/calendar.ts'
import { mix } from '../base/random.ts'
import type { SamplePerson } from '../person/person.ts'
import { state, towns } from '../reference/region.ts'
import { head, hl7, reference, usCore } from './fragments.ts'

const omb = 'urn:oid:2.16.840.1.113883.6.238'
const recordType = `{"coding":[{"system":"${hl7('v2-0203')}","code":"MR"}]}`
const languageNames: Readonly<Record<string, string>> = {
  'en-US': 'English',
  es: 'Spanish',
  vi: 'Vietnamese',
  zh: 'Chinese',
  ko: 'Korean',
  fr: 'French',
  ar: 'Arabic'
}

const identities = {
  female: ['446141000124107', 'Identifies as female gender'],
  male: ['446151000124109', 'Identifies as male gender'],
  neither: ['446131000124102', 'Identifies as nonbinary gender']
} as const

function identity({ index, female }: SamplePerson): string {
  const lot = mix(index ^ 0x2545f491) % 1000
  const other = female ? 'male' : 'female'
  const [code, display] = identities[lot < 4 ? 'neither' : lot < 8 ? other : female ? 'female' : 'male']
  return `{"url":"${usCore('genderIdentity')}","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"${code}","display":"${display}"}]}}`
}

function extensions(person: SamplePerson): string {
  const { background, recorded, female } = person
  const list: string[] = []
  if (recorded.race === 'known') {
    list.push(
      `{"url":"${usCore('race')}","extension":[{"url":"ombCategory","valueCoding":{"system":"${omb}","code":"${background.raceCode}","display":"${background.race}"}},{"url":"text","valueString":"${background.race}"}]}`
    )
  } else if (recorded.race === 'asked') {
    list.push(
      `{"url":"${usCore('race')}","extension":[{"url":"ombCategory","valueCoding":{"system":"${hl7('v3-NullFlavor')}","code":"ASKU","display":"Asked but no answer"}},{"url":"text","valueString":"Asked but no answer"}]}`
    )
  }
  if (recorded.ethnicity) {
    const [code, text] = background.hispanic ? ['2135-2', 'Hispanic or Latino'] : ['2186-5', 'Not Hispanic or Latino']
    list.push(
      `{"url":"${usCore('ethnicity')}","extension":[{"url":"ombCategory","valueCoding":{"system":"${omb}","code":"${code}","display":"${text}"}},{"url":"text","valueString":"${text}"}]}`
    )
  }
  if (recorded.birthSex) list.push(`{"url":"${usCore('birthsex')}","valueCode":"${female ? 'F' : 'M'}"}`)
  list.push(`{"url":"${usCore('sex')}","valueCode":"${female ? '248152002' : '248153007'}"}`, identity(person))
  return `,"extension":[${list.join(',')}]`
}

/**
 * US Core Patient.
 * @param deathDay Infinity for the living
 */
export function patientLine(person: SamplePerson, practiceId: string, deathDay: SampleDay, minute: number): string {
  const dead = Number.isFinite(deathDay)
  const town = towns[person.town]
  const phone = person.recorded.phone ? `,"telecom":[{"system":"phone","value":"${person.phone}","use":"home"}]` : ''
  const name = `{"use":"official","family":${JSON.stringify(person.family)},"given":[${JSON.stringify(person.given)},"${person.middle}"]}`
  const address = `{"use":"home","line":["${person.line}"],"city":"${town?.name ?? ''}","state":"${state}","postalCode":"${town?.postalCode ?? ''}","country":"US"}`
  const { language } = person.background
  return (
    `${head('Patient', person.id, dead ? deathDay + 3 : person.joined, usCore('patient'))}${extensions(person)}` +
    `,"identifier":[{"type":${recordType},"system":"urn:oid:2.16.840.1.113883.19.5","value":"${person.recordNumber}"}]` +
    `,"active":${dead ? 'false' : 'true'},"name":[${name}]${phone},"gender":"${person.female ? 'female' : 'male'}","birthDate":"${formatSampleDay(person.birth)}"` +
    `${dead ? `,"deceasedDateTime":"${instantText(deathDay, minute)}"` : ''},"address":[${address}]` +
    `,"maritalStatus":{"coding":[{"system":"${hl7('v3-MaritalStatus')}","code":"${person.married}"}]}` +
    `,"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"${language}"}],"text":"${languageNames[language] ?? language}"},"preferred":true}]` +
    `,"generalPractitioner":[${reference('Practitioner', person.clinician.id)}],"managingOrganization":${reference('Organization', practiceId)}}`
  )
}
