import { setFlagsFromString } from 'node:v8'

/**
 * Keeps V8 from giving new objects more room with time, in all threads of the process. It would take up to 134 MB in each, whatever is alive
 * of them, which is more than a small memory budget leaves; loading takes no longer without it.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
