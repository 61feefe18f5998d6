import { describe, expect, it } from 'vitest'
import { PatientGroups } from '../../support/patient-groups.ts'

describe('grouping by patient', () => {
  it('finds the patient in any element, and shared records through references', () => {
    const groups = new PatientGroups(['Condition', 'Coverage', 'MedicationRequest', 'Medication'])
    groups.add({ resourceType: 'Condition', id: 'c', subject: { reference: 'urn:uuid:AB-1' } })
    groups.add({ resourceType: 'Patient', id: 'ab-1' })
    groups.add({ resourceType: 'Patient', id: 'p2' })
    groups.add({ resourceType: 'Coverage', id: 'v', beneficiary: { reference: 'https://example.org/fhir/Patient/p2' } })
    groups.add({ resourceType: 'Medication', id: 'm1' })
    groups.add({ resourceType: 'Medication', id: 'm2' })
    groups.add({
      resourceType: 'MedicationRequest',
      id: 'r',
      subject: { reference: 'Patient/p2' },
      medicationReference: { reference: 'Medication/m1' }
    })
    groups.add({ resourceType: 'Procedure', id: 'x', subject: { reference: 'Patient/p2' } })
    groups.add({ resourceType: 'Condition', id: 'lost' })
    const ids = [...groups.patients()].map(({ id, resources }) => [id, resources.map((resource) => resource['id'])])
    expect(ids).toEqual([
      ['ab-1', ['c', 'ab-1']],
      ['p2', ['p2', 'v', 'r', 'm1']]
    ])
    expect([...groups.unassigned]).toEqual([['Condition', 1]])
  })
})
