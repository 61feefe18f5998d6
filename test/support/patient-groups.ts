import { parseReference } from '#engine/base/fhir/references.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { commonTypes, CommonResources } from '#engine/measures/records/common-resources.ts'

/** Elements that name the patient of a record, over all resource types of R4 and R5. */
const patientElements = ['subject', 'patient', 'beneficiary', 'individual', 'for', 'subscriber']

/** Resources sorted by the patient they belong to. */
export class PatientGroups {
  readonly #wanted: ReadonlySet<string>
  readonly #patients = new Map<string, FhirObject[]>()
  readonly #shared = new CommonResources()
  /** Records that name no patient, by type. */
  readonly unassigned = new Map<string, number>()

  /** @param wanted FHIR types to keep; patients are always kept */
  constructor(wanted: Iterable<string>) {
    this.#wanted = new Set(wanted)
  }

  add(resource: FhirObject): void {
    const type = textOf(resource['resourceType']) ?? ''
    const id = textOf(resource['id']) ?? ''
    if (type === 'Patient') {
      this.#of(id).push(resource)
    } else if (this.#wanted.has(type)) {
      if (commonTypes.has(type)) {
        this.#shared.add(resource)
        return
      }
      const patient = patientOf(resource)
      if (patient === undefined) this.unassigned.set(type, (this.unassigned.get(type) ?? 0) + 1)
      else this.#of(patient).push(resource)
    }
  }

  #of(patient: string): FhirObject[] {
    let list = this.#patients.get(patient)
    if (list === undefined) {
      list = []
      this.#patients.set(patient, list)
    }
    return list
  }

  /** Every patient of whom there is a Patient resource, with all their records, in the order of appearance. */
  *patients(): Generator<{ readonly id: string; readonly resources: readonly FhirObject[] }> {
    for (const [id, resources] of this.#patients) {
      if (!resources.some((resource) => resource['resourceType'] === 'Patient')) continue
      yield { id, resources: this.#shared.with(resources) }
    }
  }
}

/** Id of the patient that a record names. */
function patientOf(resource: FhirObject): string | undefined {
  for (const name of patientElements) {
    const member = objectOf(resource[name])
    const reference = textOf(member?.['reference'])
    const parsed = reference === undefined ? undefined : parseReference(reference)
    if (parsed !== undefined && (parsed.type === 'Patient' || parsed.type === undefined)) return parsed.id
  }
  for (const participant of objectsOf(resource['participant'])) {
    const parsed = parseReference(textOf(objectOf(participant['actor'])?.['reference']) ?? '')
    if (parsed?.type === 'Patient') return parsed.id
  }
  return undefined
}
