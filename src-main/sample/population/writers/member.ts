import { formatSampleDay, instantText, type SampleDay } from '../base/calendar.ts'
import type { SamplePerson } from '../person/person.ts'
import { state, towns } from '../reference/region.ts'
import { carin } from './explanation-of-benefit.ts'
import { c4bb, codeOnly, head, hl7 } from './fragments.ts'

const memberType = codeOnly(hl7('v2-0203'), 'MB')
const uniqueMember = codeOnly(carin('C4BBIdentifierType'), 'um')

/**
 * CARIN Blue Button Patient: somebody as a payer knows them, by member number, without record number, race or clinician.
 * @param known day on which the payer first knew of them
 * @param deathDay Infinity for the living
 */
export function memberLine(person: SamplePerson, memberId: string, known: SampleDay, deathDay: SampleDay): string {
  const dead = Number.isFinite(deathDay)
  const town = towns[person.town]
  const identifier = (type: string, value: string): string =>
    `{"type":${type},"system":"urn:oid:2.16.840.1.113883.19.6","value":"${value}"}`
  return (
    head('Patient', person.id, dead ? deathDay + 3 : known, c4bb('Patient')) +
    `,"identifier":[${identifier(memberType, memberId)},${identifier(uniqueMember, `U${memberId.slice(1)}`)}]` +
    `,"name":[{"use":"official","family":${JSON.stringify(person.family)},"given":[${JSON.stringify(person.given)}]}]` +
    `,"gender":"${person.female ? 'female' : 'male'}","birthDate":"${formatSampleDay(person.birth)}"` +
    (dead ? `,"deceasedDateTime":"${instantText(deathDay, 1430)}"` : '') +
    `,"address":[{"use":"home","line":["${person.line}"],"city":"${town?.name ?? ''}","state":"${state}","postalCode":"${town?.postalCode ?? ''}","country":"US"}]}`
  )
}
