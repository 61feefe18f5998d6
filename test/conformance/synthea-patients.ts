import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { PatientGroups } from '../support/patient-groups.ts'

/** A year of which the sample records are full. */
export const sampleYear: MeasurementPeriod = { start: '2019-01-01', end: '2019-12-31' }

const folders = new Map<string, readonly FhirObject[]>()

/** All resources of a folder of NDJSON files; read once. */
export function readFolder(folder: string): readonly FhirObject[] {
  const known = folders.get(folder)
  if (known !== undefined) return known
  const resources = resourcesIn(folder)
  folders.set(folder, resources)
  return resources
}

function resourcesIn(folder: string): readonly FhirObject[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson.gz'))
    .flatMap((name) => {
      const lines = gunzipSync(readFileSync(join(folder, name)))
        .toString('utf8')
        .split('\n')
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as FhirObject)
    })
}

/** The records that the measures of some content need, by patient. */
export function patientsFor(
  content: MeasureContent,
  resources: readonly FhirObject[]
): readonly { readonly id: string; readonly resources: readonly FhirObject[] }[] {
  const needed = content.measures.flatMap((measure) => dataRequirements(measure, content.libraries))
  const groups = new PatientGroups(new Set(needed.map((need) => need.type)))
  for (const resource of resources) groups.add(resource)
  return [...groups.patients()]
}

/** Ten measures of different shape: rates, several rates, episodes, ratio, continuous variable, large unions. */
export const shapes = [
  'CMS117FHIRChildImmunStatus',
  'CMS122FHIRDiabetesAssessGT9Pct',
  'CMS128FHIRAntidepressantMgmt',
  'CMS138FHIRTobaccoScrnCessation',
  'CMS156FHIRHighRiskMedsElderly',
  'CMS2FHIRPCSDepScreenAndFollowUp',
  'CMS347FHIRStatinPreventionTxCVD',
  'CMS506FHIRSafeUseofOpioids',
  'CMS951FHIRKidneyHealthEval',
  'CMS986FHIRMalnutritionScore'
]
