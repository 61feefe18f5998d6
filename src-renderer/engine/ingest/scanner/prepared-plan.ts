import type { TablePlan } from '../../store/model/plan.ts'
import { encodePlan, LAYOUT_BYTES, type ScanLayout } from './encode-plan.ts'
import { planScan } from './plan-scan.ts'
import { planWriter } from './plan-writer.ts'
import type { WasmMemory } from './web-assembly.ts'

/** Where a plan stands in the memory of a scanner. */
interface WrittenPlan {
  readonly layout: ScanLayout
  /** Address of {@link SCRATCH_BYTES} for texts of the host. */
  readonly scratch: number
}

/** A plan that can be written into the memory of any number of scanners. */
interface PreparedPlan {
  /** Writes it from an address on, behind which the memory is zero. */
  write(memory: WasmMemory, start: number): WrittenPlan
}

/** Room for one text that the host hands over. */
export const SCRATCH_BYTES = 64 * 1024

const preparedPlans = new WeakMap<TablePlan, PreparedPlan>()

/** @returns what the scanner is to do for the tables of a plan, worked out once; undefined when it can do nothing for them */
export function preparedPlan(plan: TablePlan): PreparedPlan | undefined {
  const known = preparedPlans.get(plan)
  if (known !== undefined) return known
  const { types } = planScan(plan)
  if (types.length === 0) return undefined
  let written: (WrittenPlan & { readonly start: number; readonly end: number }) | undefined
  /** What stands between the scratch and the room for lines, and at the layout: all else is room. */
  let pieces: readonly (readonly [address: number, bytes: Uint8Array])[] = []
  const prepared: PreparedPlan = {
    write(memory, start) {
      if (written?.start === start) {
        planWriter(memory, start).room(written.end - start)
        for (const [address, bytes] of pieces) new Uint8Array(memory.buffer).set(bytes, address)
        return written
      }
      const writer = planWriter(memory, start)
      const scratch = writer.room(SCRATCH_BYTES)
      const layout = encodePlan(plan, types, writer)
      written = { layout, scratch, start, end: writer.at }
      const piece = (from: number, to: number) => [from, new Uint8Array(memory.buffer).slice(from, to)] as const
      pieces = [piece(scratch + SCRATCH_BYTES, layout.input), piece(layout.layout, layout.layout + LAYOUT_BYTES)]
      return written
    }
  }
  preparedPlans.set(plan, prepared)
  return prepared
}
