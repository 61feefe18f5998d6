/** A key of the registry with its values. */
export interface RegistryKey {
  /** Full path, as `HKEY_LOCAL_MACHINE\Software\…`. */
  readonly path: string
  readonly values: Readonly<Record<string, string | number | readonly string[]>>
  /** Names of values that are of a type Populus does not use, or that cannot be read as their type. */
  readonly unreadable: readonly string[]
}

const valueLine = /^ {4}(.+?) {4}(REG_[A-Z_0-9]+)(?: {4}(.*))?$/

/**
 * Reads what `reg.exe query` prints: a line with the path of each key, and an indented line for each value. `undefined` for
 * anything else, so that nothing is guessed.
 */
export function parseRegistryOutput(text: string): readonly RegistryKey[] | undefined {
  const keys: { path: string; values: Record<string, RegistryValue>; unreadable: string[] }[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    if (/^HKEY_[A-Z_]+(?:\\|$)/.test(line)) {
      keys.push({ path: line.trimEnd(), values: {}, unreadable: [] })
      continue
    }
    const key = keys.at(-1)
    const match = valueLine.exec(line)
    if (key === undefined) return undefined
    if (match === null) {
      // The rest of a text of several lines, which was not read as it is.
      const last = Object.keys(key.values).at(-1)
      if (last === undefined && key.unreadable.length === 0) return undefined
      if (last !== undefined) {
        Reflect.deleteProperty(key.values, last)
        key.unreadable.push(last)
      }
      continue
    }
    const [, name = '', type = '', data = ''] = match
    const value = readValue(type, data)
    // A name that stands twice, or a sign that the console could not show, was not read as it is.
    const isRead = value !== undefined && !Object.hasOwn(key.values, name) && !line.includes('\uFFFD')
    if (isRead) key.values[name] = value
    else key.unreadable.push(name)
  }
  return keys
}

type RegistryValue = string | number | readonly string[]

function readValue(type: string, data: string): RegistryValue | undefined {
  if (type === 'REG_DWORD' || type === 'REG_QWORD') {
    const number = /^0x[0-9a-f]{1,16}$/i.test(data) ? Number(data) : Number.NaN
    return Number.isSafeInteger(number) ? number : undefined
  }
  if (type === 'REG_SZ' || type === 'REG_EXPAND_SZ') return data
  if (type === 'REG_MULTI_SZ') return data === '' ? [] : data.replace(/(?:\\0)+$/, '').split('\\0')
  return undefined
}
