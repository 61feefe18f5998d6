/**
 * A National Provider Identifier with a right check digit (Luhn over 80840 + number) that nobody can hold:
 * real ones begin with 1 or 2, these with 9.
 * @param serial 0 to 99,999,999
 */
export function inventedNpi(serial: number): string {
  const digits = `9${String(serial).padStart(8, '0')}`
  let sum = 24
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits + String((10 - (sum % 10)) % 10)
}
