/** Values of electron-store per file path, kept for the test. */
export const storeFiles = new Map<string, Record<string, unknown>>()
export const storeOptions: Record<string, unknown>[] = []
/** File paths whose content cannot be read. */
export const damagedStores = new Set<string>()

/** The class that stands in for electron-store. */
export class FakeStore {
  readonly #file: string
  constructor(options: { name: string; cwd: string }) {
    storeOptions.push({ ...options })
    this.#file = `${options.cwd}/${options.name}`
  }
  has(key: string): boolean {
    return Object.hasOwn(this.store, key)
  }
  get store(): Record<string, unknown> {
    if (damagedStores.delete(this.#file)) throw new SyntaxError('Unexpected token')
    return storeFiles.get(this.#file) ?? {}
  }
  set store(value: Record<string, unknown>) {
    storeFiles.set(this.#file, value)
  }
}
