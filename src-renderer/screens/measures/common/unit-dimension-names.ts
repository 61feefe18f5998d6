import { commonMessages as common } from '#messages/common.ts'
import { screensMeasuresCommonMessages as m } from '#messages/screens/measures/common.ts'

/** What rates can be compared by. Ids are those of the population's dimensions. */
export const unitDimensions = [
  { id: 'practice', label: common.practice },
  { id: 'provider', label: m.provider },
  { id: 'payer', label: common.payer },
  { id: 'plan', label: common.plan },
  { id: 'age', label: common.age },
  { id: 'sex', label: common.sex },
  { id: 'race', label: m.race },
  { id: 'ethnicity', label: m.ethnicity }
] as const
