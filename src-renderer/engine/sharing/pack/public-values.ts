/** Categories of race and ethnicity by the OMB standards of 1997; every other text stays at home. */
export const publicValues: Readonly<Record<string, readonly string[]>> = {
  race: [
    'American Indian or Alaska Native',
    'Asian',
    'Black or African American',
    'Native Hawaiian or Other Pacific Islander',
    'White'
  ],
  ethnicity: ['Hispanic or Latino', 'Not Hispanic or Latino']
}
