/** The looks of the program that differ in their colors. */
export const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'dark with more contrast', colorScheme: 'dark', contrast: 'more' }
] as const
