import { hostProcessMessages as m } from '#messages/host/process.ts'
import { resolve } from 'node:path'
import { declareCommand } from '../arguments/declaration.ts'
import { defaultedOption, flagOption } from '../arguments/options.ts'
import { manyPositionals } from '../arguments/positionals.ts'
import { readArguments } from '../arguments/read-arguments.ts'
import { fileValue, integerValue } from '../arguments/value-kinds.ts'

/** What the loopback host was asked to do. */
export interface LoopbackArguments {
  /** Absolute paths of folders and files to load. */
  readonly paths: readonly string[]
  /** TCP port on 127.0.0.1; 0 lets the system choose. */
  readonly port: number
  /** Open the address in the default browser. */
  readonly open: boolean
  /** Print the address as one line of JSON. */
  readonly json: boolean
}

/** What the loopback host takes. */
export const loopbackDeclaration = declareCommand({
  name: 'loopback',
  about: m.servesTheWindowToABrowser,
  positionals: { paths: manyPositionals(fileValue('PATH'), 0) },
  options: {
    port: defaultedOption(integerValue('N', { min: 0, max: 65_535 }), '0', m.tcpPortOn127001),
    open: flagOption(m.openTheAddressInTheDefault),
    json: flagOption(m.printTheAddressAsOneLine)
  }
})

/** @throws AppError `invalid-input` for what {@link loopbackDeclaration} does not declare */
export function parseLoopbackArguments(argv: readonly string[], folder: string): LoopbackArguments {
  const { values, positionals } = readArguments(loopbackDeclaration, argv)
  return { ...values, paths: positionals.paths.map((path) => resolve(folder, path)) }
}
