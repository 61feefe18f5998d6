import type { SampleConcept } from './concept.ts'
import { hcpcs } from './concept.ts'
import { coded } from './observations.ts'
import { procedures, visitTypes } from './services.ts'
import { vaccines } from './vaccines.ts'

/** Stands in for a CPT code, which is licensed: the words of the service in place of its code. */
const placeholderSystem = 'urn:oid:2.16.840.1.113883.19.5.97'

/** Code system of ICD-10-PCS. */
export const icd10Procedures = 'http://www.cms.gov/Medicare/Coding/ICD10'

/**
 * HCPCS level II codes of services that have one. Some are the nearest public code to a CPT code: G0202 for screening
 * mammography is no longer in force, G0257 is the unscheduled treatment, G0383 is for departments of type B. Medicare has
 * codes for giving the vaccines against influenza, pneumococci and hepatitis B, and for the immunochemical stool test.
 */
const levelTwo = new Map<SampleConcept, string>([
  [visitTypes.wellness, 'G0439'],
  [visitTypes.emergency, 'G0383'],
  [visitTypes.telephone, 'G2012'],
  [visitTypes.hospice, 'Q5001'],
  [procedures.colonoscopy, 'G0121'],
  [procedures.mammography, 'G0202'],
  [procedures.retina, 'S3000'],
  [procedures.dialysis, 'G0257'],
  [vaccines.influenza, 'G0008'],
  [vaccines.influenzaQuadrivalent, 'G0008'],
  [vaccines.influenzaHighDose, 'G0008'],
  [vaccines.pneumococcal15, 'G0009'],
  [vaccines.pneumococcal20, 'G0009'],
  [vaccines.hepatitisB, 'G0010'],
  [coded.stoolBlood, 'G0328']
])

/** ICD-10-PCS codes of what is done in hospital. */
const inHospital = new Map<SampleConcept, string>([
  [procedures.coronaryIntervention, '027034Z'],
  [procedures.bypass, '021009W'],
  [procedures.hipReplacement, '0SR90JZ'],
  [procedures.kneeReplacement, '0SRC0J9'],
  [procedures.appendectomy, '0DTJ4ZZ'],
  [procedures.cholecystectomy, '0FT44ZZ'],
  [procedures.cesarean, '10D00Z1'],
  [procedures.vaginalDelivery, '10E0XZZ'],
  [procedures.pacemaker, '0JH606Z']
])

/** The coding of a service on a claim line: HCPCS level II, else the placeholder. */
export function billingCoding(service: SampleConcept): string {
  const code = levelTwo.get(service)
  return code === undefined
    ? JSON.stringify({ system: placeholderSystem, code: service.code, display: service.display })
    : JSON.stringify({ system: hcpcs, code, display: service.display })
}

/** The ICD-10-PCS code of a procedure in hospital. */
export const procedureCode = (service: SampleConcept): string | undefined => inHospital.get(service)
