import type { FileAccount } from '../model/chunk.ts'
import type { FileReport, LoadReport } from '../model/store.ts'

/** How many lines of a file that hold one type of resource became what. */
export interface Tally {
  stored: number
  rejected: number
  ignored: number
}

/** {@link LineTallies} in few bytes: a population in many parts has one of each file in each of them. */
export interface PackedTallies {
  readonly types: readonly string[]
  /** Five numbers for each file and type: index of the file, code into `types`, and how many are stored, rejected and ignored. */
  readonly numbers: Int32Array
}

const FIELDS = 5

/** What became of the lines of files, by index of the file and type of resource. */
export class LineTallies {
  readonly #byFile = new Map<number, Map<string, Tally>>()

  /** The tally of a file and type, which may be added to. */
  of(file: number, type: string): Tally {
    const ofFile = this.#byFile.get(file) ?? new Map<string, Tally>()
    this.#byFile.set(file, ofFile)
    const tally = ofFile.get(type) ?? { stored: 0, rejected: 0, ignored: 0 }
    ofFile.set(type, tally)
    return tally
  }

  /** The type of all lines of a file; undefined where there are several or none. */
  onlyTypeOf(file: number): string | undefined {
    const ofFile = this.#byFile.get(file)
    return ofFile?.size === 1 ? ofFile.keys().next().value : undefined
  }

  add({ types, numbers }: PackedTallies): void {
    for (let index = 0; index < numbers.length; index += FIELDS) {
      const tally = this.of(numbers[index]!, types[numbers[index + 1]!]!)
      tally.stored += numbers[index + 2]!
      tally.rejected += numbers[index + 3]!
      tally.ignored += numbers[index + 4]!
    }
  }

  pack(): PackedTallies {
    const codes = new Map<string, number>()
    const numbers: number[] = []
    for (const [file, ofFile] of this.#byFile)
      for (const [type, { stored, rejected, ignored }] of ofFile) {
        const code = codes.get(type) ?? codes.size
        codes.set(type, code)
        numbers.push(file, code, stored, rejected, ignored)
      }
    return { types: [...codes.keys()], numbers: Int32Array.from(numbers) }
  }

  /**
   * Accounts for every line of every file: `lines = stored + rejected + ignored`.
   * @param accounts one for each file that was read
   */
  reports(files: readonly string[], accounts: readonly FileAccount[]): Pick<LoadReport, 'files' | 'types'> {
    const accountOf = new Map(accounts.map((account) => [account.file, account]))
    return {
      files: files.map((name, file) => fileReport(name, accountOf.get(file), this.#byFile.get(file) ?? new Map())),
      types: this.#sumOfTypes()
    }
  }

  #sumOfTypes(): LoadReport['types'] {
    const sums = new Map<string, { resources: number; rejected: number; ignored: number }>()
    for (const ofFile of this.#byFile.values()) {
      for (const [type, { stored, rejected, ignored }] of ofFile) {
        const sum = sums.get(type) ?? { resources: 0, rejected: 0, ignored: 0 }
        sums.set(type, sum)
        sum.resources += stored
        sum.rejected += rejected
        sum.ignored += ignored
      }
    }
    return Object.fromEntries(sortedByName(sums))
  }
}

function fileReport(name: string, account: FileAccount | undefined, ofFile: ReadonlyMap<string, Tally>): FileReport {
  const sum = (part: keyof Tally) => Array.from(ofFile.values()).reduce((total, tally) => total + tally[part], 0)
  return {
    name,
    bytes: account?.bytes ?? 0,
    lines: account?.lines ?? 0,
    stored: sum('stored'),
    rejected: sum('rejected'),
    ignored: sum('ignored') + (account?.blank ?? 0),
    format: account?.format ?? 'unreadable',
    types: Object.fromEntries(sortedByName(ofFile))
  }
}

function sortedByName<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return Array.from(map).sort(([a], [b]) => (a < b ? -1 : 1))
}
