/** Age in whole years as it may be shown: over 89 as "90+" (45 CFR 164.514(b)(2)(i)(C)), "–" when unknown. */
export function ageText(age: number | undefined): string {
  return age === undefined ? '–' : age > 89 ? '90+' : String(age)
}
