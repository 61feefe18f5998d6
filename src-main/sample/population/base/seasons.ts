/** What the cold months bring, January first; 1 is the mean of the year. */
const winter = [1.75, 1.7, 1.35, 1, 0.8, 0.6, 0.5, 0.55, 0.85, 1.1, 1.3, 1.6]
/** What the warm months bring. */
const summer = [0.9, 0.9, 0.95, 1, 1.05, 1.12, 1.15, 1.12, 1.05, 0.97, 0.9, 0.89]

/** Infections of the airways in a month of the year, relative to the mean month. @param month 1 to 12 */
export const winterFactor = (month: number): number => winter[month - 1] ?? 1

/** Injuries and the like in a month of the year, relative to the mean month. @param month 1 to 12 */
export const summerFactor = (month: number): number => summer[month - 1] ?? 1
