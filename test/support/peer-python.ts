import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the programs that results are compared with. */
export const peers = join(import.meta.dirname, '../peers')
const installed = join(peers, '.venv/bin/python')

/** The Python with the packages of `test/peers/requirements.txt`, undefined where it was neither named nor set up. */
export const peerPython = process.env['POPULUS_PEER_PYTHON'] ?? (existsSync(installed) ? installed : undefined)
