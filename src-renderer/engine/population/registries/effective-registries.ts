import { resultList, registryList, type AddedCodes } from '../../base/codes/code-additions.ts'
import { hashText } from '../../store/collect/content-hash.ts'
import { codeMatches } from './match-concepts.ts'
import type { CodesBySystem, Measurement, Registry, RegistryCode } from './registry-definition.ts'

/**
 * Registries with the codes that were added to their lists: diagnoses, and the tests that control looks at. What got codes
 * has a version of its own, so that no figure is mistaken for one of the shipped definition.
 * @returns the same array where nothing was added to any
 */
export function effectiveRegistries(registries: readonly Registry[], added: AddedCodes): readonly Registry[] {
  if (added.isEmpty) return registries
  const measurements = new Map<Measurement, Measurement>()
  // Registries share the objects of tests; they go on sharing them.
  const measurementOf = (shipped: Measurement): Measurement => {
    const known = measurements.get(shipped) ?? withCodes(shipped, added)
    measurements.set(shipped, known)
    return known
  }
  const controls = new Map<object, Registry['controls'][number]>()
  const effective = registries.map((registry) => {
    const lists = [registryList(registry.id), ...(registry.list === undefined ? [] : [registry.list])]
    const codes = expanded(lists, registry.codes, added)
    const evidence = registry.evidence.map((item) => {
      const measurement = measurementOf(item.measurement)
      return measurement === item.measurement ? item : { ...item, measurement }
    })
    const effectiveControls = registry.controls.map((control) => {
      const measurement = measurementOf(control.measurement)
      const known =
        controls.get(control) ?? (measurement === control.measurement ? control : { ...control, measurement })
      controls.set(control, known)
      return known
    })
    const isShipped =
      codes === registry.codes &&
      evidence.every((item, index) => item === registry.evidence[index]) &&
      effectiveControls.every((item, index) => item === registry.controls[index])
    if (isShipped) return registry
    const changed = { ...registry, codes, evidence, controls: effectiveControls }
    return { ...changed, version: `${registry.version}+${codesHash(changed)}` }
  })
  return effective.every((item, index) => item === registries[index]) ? registries : effective
}

function withCodes(measurement: Measurement, added: AddedCodes): Measurement {
  const parts = measurement.parts.map((part) => {
    const codes = expanded([resultList(part.title)], part.codes, added)
    return codes === part.codes ? part : { ...part, codes }
  })
  return parts.every((part, index) => part === measurement.parts[index]) ? measurement : { ...measurement, parts }
}

function expanded(lists: readonly string[], shipped: CodesBySystem, added: AddedCodes): CodesBySystem {
  const more = [
    ...lists
      .flatMap((list) => added.direct(list))
      .flatMap(({ system, code, display = code }) => added.written(system, code).map((form) => ({ ...form, display }))),
    ...added
      .meaning((system, code) => (shipped[system] ?? []).some((wanted) => codeMatches(wanted, code)))
      .map((code) => ({ ...code, display: code.code }))
  ]
  if (more.length === 0) return shipped
  const codes: Record<string, readonly RegistryCode[]> = { ...shipped }
  for (const { system, code, display } of more) codes[system] = [...(codes[system] ?? []), { code, display }]
  return codes
}

/** A short sum over the codes of a registry, in whatever order they were added. */
function codesHash({ codes, evidence, controls }: Pick<Registry, 'codes' | 'evidence' | 'controls'>): string {
  const parts = [...evidence, ...controls].flatMap(({ measurement }) => measurement.parts)
  const all = [codes, ...parts.map((part) => part.codes)].map((bySystem) =>
    Object.entries(bySystem)
      .flatMap(([system, list]) => list.map(({ code }) => `${system}|${code}`))
      .sort()
  )
  const words = new Uint32Array(2)
  hashText(JSON.stringify(all), words, 0)
  return words[0]!.toString(16).padStart(8, '0')
}
