import { hl7 } from '../population/writers/fragments.ts'
import type { Identity } from './identities.ts'
import { writeDown, type SampleSource, type WrittenIdentity } from './written-identity.ts'

/** Id of somebody in a source. The clinic and the payer count their people, each in its own order, so their numbers are the same. */
export function idInSource(person: Identity, patients: number, source: SampleSource): string {
  if (source === 'hospital') return person.id
  return String(100_000 + (source === 'clinic' ? person.index : patients - 1 - person.index))
}

/**
 * The Patient resource of somebody as a source has it.
 * @param patient the resource of the population that the sources are made from
 */
export function sourcePatient(
  patient: Readonly<Record<string, unknown>>,
  person: Identity,
  seed: number,
  patients: number,
  source: SampleSource
): Readonly<Record<string, unknown>> {
  const written = writeDown(person, seed, source)
  const { deceasedDateTime, telecom: _, birthDate: __, ...rest } = patient
  return {
    ...rest,
    id: idInSource(person, patients, source),
    identifier: identifiersOf(written, source),
    name: namesOf(written),
    gender: written.female === written.isSexWrong ? 'male' : 'female',
    ...(written.birthDate === undefined ? {} : { birthDate: written.birthDate }),
    ...(written.phone === undefined ? {} : { telecom: [{ system: 'phone', value: written.phone, use: 'home' }] }),
    ...(deceasedDateTime === undefined || !written.knowsDeath ? {} : { deceasedDateTime }),
    address: [
      {
        use: 'home',
        line: [written.line],
        city: written.city,
        state: 'OH',
        postalCode: written.postalCode,
        country: 'US'
      }
    ]
  }
}

function namesOf({ family, given, middle, suffix, formerFamily }: WrittenIdentity): readonly object[] {
  const parts = [given, ...(middle === undefined ? [] : [middle])]
  return [
    { use: 'official', family, given: parts, ...(suffix === undefined ? {} : { suffix: [suffix] }) },
    ...(formerFamily === undefined ? [] : [{ use: 'maiden', family: formerFamily, given: parts }])
  ]
}

function identifiersOf(
  { index, memberId, mbi, hasMbi, hasMemberId }: WrittenIdentity,
  source: SampleSource
): readonly object[] {
  const type = (code: string): object => ({ coding: [{ system: hl7('v2-0203'), code }] })
  return [
    ...(source === 'payer'
      ? []
      : [
          {
            type: type('MR'),
            system: `https://${source}.example/record`,
            value: `${source === 'clinic' ? 'C' : 'H'}${1_000_000 + index}`
          }
        ]),
    ...(hasMemberId ? [{ type: type('MB'), system: 'https://payer.example/member', value: memberId }] : []),
    ...(hasMbi ? [{ type: type('MC'), system: 'http://hl7.org/fhir/sid/us-mbi', value: mbi }] : [])
  ]
}
