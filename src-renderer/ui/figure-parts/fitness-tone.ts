import type { FitnessVerdict } from '#engine/population/panels/data/figure-fitness.ts'

/** The color of each verdict, as that of a status. */
export const fitnessTone: Readonly<Record<FitnessVerdict, 'closed' | 'due' | 'open'>> = {
  fit: 'closed',
  limited: 'due',
  unfit: 'open'
}
