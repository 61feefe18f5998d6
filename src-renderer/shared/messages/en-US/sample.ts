import { catalog } from '../catalog.ts'

/** Texts of sample. */
export const sampleMessages = catalog({
  theLastDayOfASample: 'The last day of a sample population must be a date from 2023-06-30 to 2027-12-31.',
  theSeedOfASamplePopulation: 'The seed of a sample population must be a whole number from 0.',
  aSamplePopulationHas1To: 'A sample population has 1 to 1,000,000 people.',
  theSamplePopulationHasNoFile: 'The sample population has no file of this name.'
})
