/** What rates can be compared by. Ids are those of the population's dimensions. */
export const unitDimensions = [
  { id: 'practice', label: 'Practice' },
  { id: 'provider', label: 'Provider' },
  { id: 'payer', label: 'Payer' },
  { id: 'plan', label: 'Plan' },
  { id: 'age', label: 'Age' },
  { id: 'sex', label: 'Sex' },
  { id: 'race', label: 'Race' },
  { id: 'ethnicity', label: 'Ethnicity' }
] as const
