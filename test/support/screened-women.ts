/** Women who are eligible for breast cancer screening in 2025; the first ones have had it. */
export function screened(count: number, women: number): readonly object[] {
  return Array.from({ length: women }, (_, index) => {
    const id = `woman-${index}`
    const subject = { reference: `Patient/${id}` }
    const mammogram = {
      resourceType: 'Procedure',
      id: `${id}-m`,
      status: 'completed',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '24623002' }] },
      performedDateTime: '2024-05-05',
      subject
    }
    const visit = {
      resourceType: 'Encounter',
      id: `${id}-v`,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      period: { start: '2025-06-10T09:00:00Z', end: '2025-06-10T09:30:00Z' },
      subject
    }
    const woman = { resourceType: 'Patient', id, gender: 'female', birthDate: '1970-01-01' }
    return index < count ? [woman, visit, mammogram] : [woman, visit]
  }).flat()
}
