/** A Patient with every kind of element that paths are tried on. */
export const patient = {
  id: 'p1',
  active: true,
  gender: 'female',
  birthDate: '1970-06-15',
  _birthDate: { extension: [{ url: 'urn:time', valueDateTime: '1970-06-15T03:00:00Z' }] },
  deceasedBoolean: false,
  multipleBirthInteger: 2,
  name: [
    { use: 'official', family: 'Adams', given: ['Ann', null, 'Bea'] },
    { use: 'maiden', family: 'Brown', given: ['Ann'] }
  ],
  extension: [
    { url: 'urn:race', extension: [{ url: 'code', valueCoding: { code: '1', display: 'One' } }] },
    { url: 'urn:weight', valueQuantity: { value: 70.5, unit: 'kg', code: 'kg' } },
    { url: 'urn:dose', valueQuantity: { value: 5, unit: 'mg', code: 'mg' } }
  ],
  link: [{ other: { reference: 'Patient/p1' } }, { other: { reference: 'http://x.org/fhir/Patient/p2/_history/3' } }],
  contained: [{ resourceType: 'Organization', id: 'o1' }],
  empty: [],
  nulls: [null]
}
