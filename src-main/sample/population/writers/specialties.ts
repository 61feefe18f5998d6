import { practices } from '../reference/practices.ts'
import type { Clinician } from '../reference/reference.ts'

const specialties: Readonly<Record<Clinician['role'], readonly [code: string, name: string]>> = {
  primary: ['207Q00000X', 'Family Medicine'],
  emergency: ['207P00000X', 'Emergency Medicine'],
  hospitalist: ['208M00000X', 'Hospitalist'],
  eye: ['207W00000X', 'Ophthalmology'],
  psychiatry: ['2084P0800X', 'Psychiatry'],
  cardiology: ['207RC0000X', 'Cardiovascular Disease'],
  obstetrics: ['207V00000X', 'Obstetrics and Gynecology'],
  orthopedics: ['207X00000X', 'Orthopaedic Surgery'],
  dermatology: ['207N00000X', 'Dermatology'],
  nephrology: ['207RN0300X', 'Nephrology'],
  endocrinology: ['207RE0101X', 'Endocrinology, Diabetes and Metabolism'],
  oncology: ['207RX0202X', 'Medical Oncology']
}
const kindSpecialties = {
  family: specialties.primary,
  community: specialties.primary,
  internal: ['207R00000X', 'Internal Medicine'],
  pediatric: ['208000000X', 'Pediatrics']
} as const

/** Specialty of a clinician: code and name of the NUCC provider taxonomy. */
export function specialtyOf(clinician: Clinician): readonly [code: string, name: string] {
  const kind = practices[clinician.practice]?.kind
  return kind === undefined ? specialties[clinician.role] : kindSpecialties[kind]
}
