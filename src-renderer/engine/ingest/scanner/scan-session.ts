import { defined } from '#shared/language/defined.ts'
import { parseReference } from '../../base/fhir/references.ts'
import { KEY_IDENTIFIER, KEY_RESOURCE, KEY_UNKNOWN, KEY_URN, type KeysOfBase } from '../../store/model/chunk.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import { createKernel, type Kernel } from './kernel.ts'
import type { ScanLayout } from './encode-plan.ts'
import { preparedPlan, SCRATCH_BYTES } from './prepared-plan.ts'

/** The scanner with its plan. */
export interface ScanSession {
  readonly kernel: Kernel
  readonly layout: ScanLayout
  /** Keys that the references of the chunk name by absolute URLs. */
  bases(): readonly KeysOfBase[]
  /** Begins a chunk. */
  reset(): void
}

const MAX_TEXT = 256
/** In place of a key: it depends on the types that are wanted. */
const UNTYPED = -2

/** Sets the scanner up for the tables of a plan; undefined when it can do nothing for them. */
export function createScanSession(plan: TablePlan): ScanSession | undefined {
  const prepared = preparedPlan(plan)
  if (prepared === undefined) return undefined
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const encoder = new TextEncoder()
  const untyped = new Map<string, number>()
  const bases = new Map<string, number[]>()
  const kernel = createKernel({
    parseNumber: (address, length) => Number(text(address, length)),
    parseReference(address, length) {
      const parsed = parseReference(text(address, length))
      if (parsed?.type === undefined) return UNTYPED
      const isConditional = parsed.kind === 'conditional'
      const key = addKey(
        isConditional ? KEY_IDENTIFIER : KEY_RESOURCE,
        typeNumber(parsed.type),
        isConditional ? `${parsed.system ?? ''}|${parsed.id}` : parsed.id
      )
      if (parsed.base !== undefined) {
        const keys = bases.get(parsed.base)
        if (keys === undefined) bases.set(parsed.base, [key])
        else keys.push(key)
      }
      return key
    },
    untypedReference(address, length, types) {
      const written = text(address, length)
      const name = `${types}\n${written}`
      let key = untyped.get(name)
      if (key === undefined) {
        const parsed = parseReference(written)
        key =
          parsed === undefined
            ? addKey(KEY_UNKNOWN, types, written.slice(0, MAX_TEXT))
            : addKey(KEY_URN, types, parsed.id)
        untyped.set(name, key)
      }
      return key
    }
  })
  if (kernel === undefined) return undefined
  const { memory } = kernel
  const { layout, scratch } = prepared.write(memory, (kernel.base() + 15) & ~15)
  kernel.setUp(layout.layout)

  function text(address: number, length: number): string {
    return decoder.decode(new Uint8Array(memory.buffer, address, length))
  }

  function typeNumber(name: string): number {
    return layout.typeNames.indexOf(name)
  }

  function addKey(form: number, type: number, value: string): number {
    const { written } = encoder.encodeInto(value, new Uint8Array(memory.buffer, scratch, SCRATCH_BYTES))
    return defined(kernel).addKey(form, type, scratch, written)
  }

  return {
    kernel,
    layout,
    bases: () => Array.from(bases, ([base, keys]) => [base, keys.slice()] as const),
    reset() {
      untyped.clear()
      bases.clear()
      kernel.reset()
    }
  }
}
