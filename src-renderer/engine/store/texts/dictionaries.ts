import type { TablePlan } from '../model/plan.ts'

/** The distinct texts of every dictionary column while chunks arrive. */
export interface Dictionaries {
  /** @returns the place of each text */
  merge(table: number, column: number, values: readonly string[]): Int32Array
  /** The texts of a column by place. */
  values(table: number, column: number): readonly string[]
}

/** Makes empty dictionaries for the columns of a plan. */
export function createDictionaries(plan: TablePlan): Dictionaries {
  const known = plan.tables.map((table) => table.columns.map(() => new Map<string, number>()))
  return {
    merge(table, column, values) {
      const texts = known[table]![column]!
      const places = new Int32Array(values.length)
      for (let index = 0; index < values.length; index++) {
        const value = values[index]!
        const place = texts.get(value)
        places[index] = place ?? texts.size
        if (place === undefined) texts.set(value, texts.size)
      }
      return places
    },
    values: (table, column) => Array.from(known[table]![column]!.keys())
  }
}
