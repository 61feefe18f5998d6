/** The switch that makes the program run one command in place of opening a window. */
const headlessSwitch = '--headless'

/**
 * The words of a command on a command line of Electron, as in `Populus --headless refresh all`.
 * @returns undefined when a window is wanted
 */
export function commandArguments(argv: readonly string[]): readonly string[] | undefined {
  const place = argv.indexOf(headlessSwitch)
  return place < 0 ? undefined : argv.slice(place + 1)
}
