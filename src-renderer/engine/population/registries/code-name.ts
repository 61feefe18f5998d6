import { codeMatches, icd10cm } from './match-concepts.ts'
import type { Registry, RegistryCode } from './registry-definition.ts'

/**
 * What a registry calls a code that the data leave without a name, as claims do: the name of the code itself, else of the
 * longest beginning of it that a registry lists.
 * @returns undefined where no registry lists it
 */
function codeName(registries: readonly Registry[], system: string, code: string): string | undefined {
  let best: RegistryCode | undefined
  for (const { codes } of registries) {
    for (const each of codes[system] ?? []) {
      if (codeMatches(each, code) && each.code.length > (best?.code.length ?? 0)) best = each
    }
  }
  return best?.display
}

/** The code of a diagnosis with its name, where a registry has one: `E11.9, Type 2 diabetes mellitus`. */
export function namedCode(registries: readonly Registry[], system: string, code: string): string {
  const name = codeName(registries, system, code)
  const written =
    system === icd10cm && code.length > 3 && !code.includes('.') ? `${code.slice(0, 3)}.${code.slice(3)}` : code
  return name === undefined ? written : `${written}, ${name}`
}
