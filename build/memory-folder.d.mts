/** Whether a list of mounts, as `/proc/mounts` has it, has a file system in memory at an absolute path, from which programs may be started. */
export function hasMemoryAt(mounts: string, path: string): boolean
/** Makes a folder in memory. @returns its absolute path; undefined where the system has no such place, or not enough room */
export function makeMemoryFolder(): string | undefined
