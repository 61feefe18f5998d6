/** The part of a keyboard event that decides about a shortcut. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Two keys in a row have to come within this time. */
export const SEQUENCE_MS = 1200

/**
 * Whether `keys` (`G O`, `Mod+K`, `Alt+ArrowLeft`, `?`) is what was pressed.
 * @param before the key pressed shortly before, in upper case; undefined when there was none
 * @param mac `Mod` is Cmd there, Ctrl elsewhere
 */
export function matchesKeys(keys: string, press: KeyPress, before: string | undefined, mac: boolean): boolean {
  const sequence = keys.split(' ')
  if (sequence.length === 2) {
    const plain = !press.ctrlKey && !press.metaKey && !press.altKey
    return plain && before === sequence[0] && press.key.toUpperCase() === sequence[1]
  }
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const has = (name: string): boolean => parts.slice(0, -1).includes(name)
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (mod !== has('Mod') || other || press.altKey !== has('Alt')) return false
  // Shift is part of how "?" is typed, so it only counts for letters.
  if (/^[A-Z]$/.test(key) && press.shiftKey !== has('Shift')) return false
  return press.key.toUpperCase() === key.toUpperCase()
}

/** The keys as people read them, one string per key: `["Ctrl", "K"]`, `["G", "O"]`. */
export function keyNames(keys: string, mac: boolean): string[] {
  const names: Record<string, string> = {
    Mod: mac ? '⌘' : 'Ctrl',
    Alt: mac ? '⌥' : 'Alt',
    Shift: mac ? '⇧' : 'Shift',
    ArrowLeft: '←',
    ArrowRight: '→'
  }
  return keys.split(/[ +]/).map((part) => names[part] ?? part)
}
