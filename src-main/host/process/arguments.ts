import { hostProcessMessages as m } from '#messages/host/process.ts'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'

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

const loopbackUsage = m.usageLoopbackPathsPortNOpen

/** @throws AppError `invalid-input` for anything that is not in the usage line */
export function parseLoopbackArguments(argv: readonly string[], folder: string): LoopbackArguments {
  const { values, positionals } = parse(argv)
  const port = values.port === undefined ? 0 : Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || values.port === '') {
    throw new AppError('invalid-input', m.thePortMustBeAWhole(loopbackUsage))
  }
  return { paths: positionals.map((path) => resolve(folder, path)), port, open: values.open, json: values.json }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        open: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false }
      }
    })
  } catch (cause) {
    throw new AppError('invalid-input', m.thisOptionIsNotKnown(loopbackUsage), { cause })
  }
}
